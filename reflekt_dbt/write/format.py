"""Generated SQL in a project's own style: a program of the user's formats it before all else.

What it made is remembered in dbt's target folder, so that an unchanged run does not start it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from reflekt_dbt.errors import ConfigError
from reflekt_dbt.write.blob import blob_id, unix
from reflekt_dbt.write.decision import Generated
from reflekt_dbt.write.disk import named_errors, read_text, write_text

_WHERE = "vars.reflekt.build.format"
_MEMO = "reflekt_formatted.json"
# Inside of the project, so that the program finds its settings there.
_STAGE = ".reflekt"
# Of paths on one command line, in characters; Windows takes the fewest.
_LONGEST_BATCH = 20_000
# Where formatters of SQL have their settings.
_SETTINGS = ("pyproject.toml", "setup.cfg", "tox.ini", ".sqlfluff", ".editorconfig")
_LINES_SHOWN = 10


def formatted(
    root: Path, target: Path, command: Sequence[str], generated: Collection[Generated]
) -> tuple[Generated, ...]:
    """Return *generated* with its SQL as *command* formats it.

    Args:
        root: The project, in which the program is started.
        target: dbt's target folder.
        command: The program and its arguments; paths of files are appended.
        generated: With every file of the run.

    Raises:
        ConfigError: The program cannot be started, fails, or empties or removes a file.
    """
    sql = [one for one in generated if one.path.endswith(".sql")] if command else []
    if not sql:
        return tuple(generated)
    about = _about(root, command)
    known = _remembered(target / _MEMO)
    keys = {one.path: f"{about}:{one.path}:{blob_id(one.text)}" for one in sql}
    new = [one for one in sql if keys[one.path] not in known]
    if new:
        made = _formatted(root, command, new)
        known = {**known, **{keys[path]: text for path, text in made.items()}}
        # What no file has any more is forgotten.
        _remember(target / _MEMO, {key: known[key] for key in keys.values()})
    texts = {path: known[key] for path, key in keys.items()}
    return tuple(replace(one, text=texts.get(one.path, one.text)) for one in generated)


def _formatted(
    root: Path, command: Sequence[str], files: Sequence[Generated]
) -> dict[str, str]:
    stage = root / _STAGE
    with named_errors(_STAGE, "permit it: files are formatted there"):
        stage.mkdir(exist_ok=True)
        try:
            with tempfile.TemporaryDirectory(prefix="format-", dir=stage) as folder:
                write_text(Path(folder) / ".gitignore", "*\n")
                return _in_folder(root, Path(folder), command, files)
        finally:
            with suppress(OSError):
                stage.rmdir()


def _in_folder(
    root: Path, folder: Path, command: Sequence[str], files: Sequence[Generated]
) -> dict[str, str]:
    for one in files:
        (folder / one.path).parent.mkdir(parents=True, exist_ok=True)
        write_text(folder / one.path, one.text)
    below = folder.relative_to(root).as_posix()
    for batch in _batches([f"{below}/{one.path}" for one in files]):
        _run(root, [*command, *batch])
    return {one.path: _result(folder / one.path, one, command[0]) for one in files}


def _result(file: Path, one: Generated, program: str) -> str:
    text = unix(read_text(file) or "")
    if one.text.strip() and not text.strip():
        raise ConfigError(
            f"{program!r} leaves nothing of {one.path}; nothing was written",
            where=_WHERE,
            hint="give it the option by which it formats files in place",
        )
    return text


def _run(root: Path, arguments: list[str]) -> None:
    program = arguments[0]
    try:
        done = subprocess.run(
            [shutil.which(program) or program, *arguments[1:]],
            cwd=root, capture_output=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise ConfigError(
            f"{program!r} cannot be started: {error.strerror or error}; nothing was written",
            where=_WHERE,
            hint="install it beside reflekt-dbt, or remove the setting",
        ) from error
    if done.returncode:
        lines = (done.stderr + done.stdout).decode("utf-8", "replace").strip().splitlines()
        said = "\n".join(["", *lines[-_LINES_SHOWN:]]).replace("\n", "\n    ")
        raise ConfigError(
            f"{program!r} failed with {done.returncode}; nothing was written{said}",
            where=_WHERE,
            hint="see that it formats the project's other SQL files",
        )


def _batches(paths: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    length = 0
    for path in paths:
        if batch and length + len(path) > _LONGEST_BATCH:
            yield batch
            batch, length = [], 0
        batch.append(path)
        length += len(path) + 1
    if batch:
        yield batch


def _about(root: Path, command: Sequence[str]) -> str:
    """Return a hash of all that is known to decide how the program formats."""
    digest = hashlib.sha256(json.dumps(list(command)).encode())
    place = shutil.which(command[0]) or ""
    with suppress(OSError):
        stat = os.stat(place)  # noqa: PTH116 - of a path that may be empty
        digest.update(f"{place}:{stat.st_mtime_ns}:{stat.st_size}".encode())
    for name in _SETTINGS:
        with suppress(OSError):
            digest.update((root / name).read_bytes())
    return digest.hexdigest()[:16]


def _remembered(memo: Path) -> Mapping[str, str]:
    try:
        known = json.loads(memo.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return (
        {str(key): str(text) for key, text in known.items()} if isinstance(known, dict) else {}
    )


def _remember(memo: Path, texts: Mapping[str, str]) -> None:
    # Without it all is formatted anew, which is slow and no error.
    with suppress(OSError):
        memo.parent.mkdir(parents=True, exist_ok=True)
        part = memo.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(texts), encoding="utf-8", newline="\n")
        part.replace(memo)
