"""Environments beside the developer's own: made once, and kept in ``.cache/``.

Each is filled from the package index, under a name that says what is in it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
CONSTRAINTS = ROOT / "constraints.txt"


class NoVenvError(Exception):
    """The index has not what was asked for, or there is no index."""


@dataclass(frozen=True, slots=True)
class Venv:
    """What is to be in an environment.

    Attributes:
        requirements: As pip takes them; constraints.txt holds for them too.
        options: Further options of pip.
        editable: A folder to install as it is, with none of its dependencies.
        python: The interpreter that it is made with.
        finish: Called with its folder when all is installed, before anybody uses it.
    """

    name: str
    requirements: Sequence[str]
    options: Sequence[str] = ()
    editable: Path | None = None
    python: Path = Path(sys.executable)
    finish: Callable[[Path], None] | None = None


def made(asked: Venv) -> Path:
    """Return the folder of an environment, which is made if it is not there.

    Raises:
        NoVenvError: It could not be made; what pip said is its text.
    """
    contents = (sys.version, str(asked.python), CONSTRAINTS.read_text(encoding="utf-8"))
    key = "\n".join([*contents, *asked.requirements])
    home = CACHE / f"{asked.name}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    ready = home / "ready"
    CACHE.mkdir(exist_ok=True)
    # Tests run in several processes at once.
    with FileLock(CACHE / f"{asked.name}.lock"):
        if not ready.exists():
            for old in CACHE.glob(f"{asked.name}-*"):
                shutil.rmtree(old)
            _make(asked, home)
            ready.touch()
    return home


def programs(home: Path) -> Path:
    """Return the folder of an environment's programs."""
    return home / ("Scripts" if os.name == "nt" else "bin")


def _make(asked: Venv, home: Path) -> None:
    _run(asked.python, "-m", "venv", "--without-pip", home)
    pip = (sys.executable, "-m", "pip", "--python", programs(home) / "python", "install")
    # Most of what is installed is never imported, and compiling it takes as long as it all.
    quiet = ("--quiet", "--disable-pip-version-check", "--no-compile")
    _run(*pip, *quiet, *asked.options, "--constraint", CONSTRAINTS, *asked.requirements)
    if asked.editable is not None:
        _run(*pip, *quiet, "--no-deps", "--editable", asked.editable)
    if asked.finish is not None:
        asked.finish(home)


def _run(*command: str | Path) -> None:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoVenvError(done.stderr[-1000:])
