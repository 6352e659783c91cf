"""Schema files brought into the one form that we write them in; see `events.dump`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.dump import formatted
from reflekt_dbt.events.find import Misnamed, SchemaFile
from reflekt_dbt.events.read import bytes_of, decoded, printable
from reflekt_dbt.write.rewrite import Rewrite


@dataclass(frozen=True, slots=True)
class Formatted:
    """What came of a look at schema files.

    Attributes:
        rewrites: One for each file that is JSON but for comments and trailing commas.
        problems: Why the others cannot be formatted; a file that is named like no
            version of an event is one of them, for nobody knows what it is.
    """

    rewrites: tuple[Rewrite, ...]
    problems: tuple[SchemaError, ...]

    @property
    def changes(self) -> tuple[Rewrite, ...]:
        """The files that are not in our form."""
        return tuple(one for one in self.rewrites if one.is_change)


def format_files(files: Iterable[SchemaFile | Misnamed], prefix: str) -> Formatted:
    """Return what *files* would be in our form. Reads them, writes nothing.

    Args:
        files: What was found in the schemas folder.
        prefix: The schemas folder, as messages name it.
    """
    rewrites: list[Rewrite] = []
    problems: list[SchemaError] = []
    for file in files:
        try:
            rewrites.append(_rewrite(file, prefix))
        except SchemaError as error:  # noqa: PERF203 - one bad file must not hide the next
            problems += error.problems or [error]
    return Formatted(tuple(rewrites), tuple(problems))


def _rewrite(file: SchemaFile | Misnamed, prefix: str) -> Rewrite:
    if isinstance(file, Misnamed):
        where = printable(f"{prefix}/{file.id}")
        raise SchemaError(file.problem, where=where, hint=file.hint)
    shown = f"{prefix}/{file.id}.json"
    before = bytes_of(file.path, shown)
    return Rewrite(file.path, shown, before, formatted(decoded(before, shown), shown))
