"""What the macro reflekt_files returned before, kept by a hash of all that it goes by.

It is pure, and takes half of the time of a run that finds nothing to do. Nothing rests on
what is kept: it may be damaged, deleted, or come from another project.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from reflekt_dbt import __version__
from reflekt_dbt.bridge.overrides import dispatched_in

# Below dbt's target folder: it is no part of the project, and `dbt clean` removes it.
FOLDER = "reflekt_memo"
# One for each of a few targets or selections that take turns.
KEPT_AT_MOST = 4

_PACKAGE = "reflekt"

# What reflekt_files returns.
Result = Mapping[str, Any]


class Macro(Protocol):
    """A macro as dbt hands it to macros; its own text is in ``macro.macro_sql``."""

    @property
    def macro(self) -> Any:
        """What dbt parsed."""


class Adapter(Protocol):
    """What macros see of dbt's adapter."""

    dispatch: Callable[[str, str], Macro]

    def type(self) -> str:
        """Return its name."""


@dataclass
class Memo:
    """The place of one result.

    Attributes:
        folder: Where results are kept.
        key: Hash of all that the result goes by; ``""`` if it is not to be kept.
    """

    folder: Path
    key: str
    _found: Result | None = field(default=None, init=False)

    def read(self) -> Result | None:
        """Return the result if it is there and whole."""
        with suppress(OSError, ValueError):
            seal, _, text = self._file.read_bytes().partition(b"\n") if self.key else (b"",) * 3
            if text and seal == self._seal(text):
                os.utime(self._file)
                self._found = json.loads(text)
        return self._found

    def write(self, result: Result) -> None:
        """Keep *result*, unless it was found here; what cannot be kept is not."""
        if not self.key or result is self._found:
            return
        with suppress(OSError, TypeError, ValueError):
            text = json.dumps(result).encode()
            self.folder.mkdir(parents=True, exist_ok=True)
            staged = self._file.with_name(f"{self.key}.{os.getpid()}")
            staged.write_bytes(self._seal(text) + b"\n" + text)
            staged.replace(self._file)
            self._prune()

    @property
    def _file(self) -> Path:
        return self.folder / f"{self.key}.json"

    def _seal(self, text: bytes) -> bytes:
        return sha256(self.key.encode() + text).hexdigest().encode()

    def _prune(self) -> None:
        by_age = sorted(self.folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        for file in by_age[:-KEPT_AT_MOST]:
            file.unlink()


def memo_of(
    plan: Mapping[str, Any],
    present: Mapping[str, Any],
    macros: Mapping[str, Macro],
    adapter: Adapter,
    target_path: Path,
) -> Memo:
    """Return the memo of what reflekt_files makes of *plan* and *present*.

    Args:
        plan: As reflekt_files takes it.
        present: As reflekt_files takes it.
        macros: Of our package, as dbt parsed them, by name.
        adapter: Which says which versions of dispatched macros are in use.
        target_path: Folder of dbt's artifacts.
    """
    texts = {name: str(one.macro.macro_sql) for name, one in sorted(macros.items())}
    versions = {
        name: adapter.dispatch(name, _PACKAGE).macro
        for name in sorted(dispatched_in(texts.values()))
    }
    # What a project's own version reads, such as variables and the clock, nobody can tell.
    is_pure = all(one.package_name == _PACKAGE for one in versions.values())
    chosen = {name: one.name for name, one in versions.items()}
    parts = (*_surroundings(), adapter.type(), chosen, texts, plan, present)
    return Memo(target_path / FOLDER, _key(parts) if is_pure else "")


def _key(parts: tuple[Any, ...]) -> str:
    """Return the hash of *parts*; ``""`` if one is not made of JSON values."""
    found = sha256()
    try:
        for part in parts:
            # The order of keys counts, because macros may go by it.
            found.update(json.dumps(part).encode() + b"\n")
    except (TypeError, ValueError):
        return ""
    return found.hexdigest()


def _surroundings() -> Iterator[str]:
    """Yield the versions of all that macros are run by."""
    import jinja2
    from dbt.version import __version__ as dbt_version

    yield from (__version__, dbt_version, jinja2.__version__, platform.python_version())
