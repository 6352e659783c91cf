"""The errors that a user can mend.

    ReflektError
    ├── ConfigError     vars.reflekt, dbt_project.yml, packages.yml
    ├── SchemaError     a schema file, or several of them
    ├── SelectError     --select, --source or --sdk name nothing
    ├── CatalogError    the warehouse's catalogue, or what is recorded of it
    ├── GitError        git, or what its history lacks
    ├── WriteError      files on disk: lock, journal, paths
    ├── RegistryError   a registry cannot be reached, lets nobody in, or answers oddly
    │   └── NoSuchPlanError   it holds no plan of that name
    └── DbtError        dbt itself could not do what we asked

Anything else that escapes is a bug and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable


class ReflektError(Exception):
    """Says where, what, and what to type next.

    Attributes:
        problem: One sentence without a full stop; values quoted with ``!r``.
        where: A path, ``file:line:column`` or setting; ``""`` if there is none.
        hint: What the user can do; ``""`` if there is nothing to say.
    """

    def __init__(self, problem: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{text}\n  hint: {self.hint}" if self.hint else text


class ConfigError(ReflektError):
    """A setting is missing, unknown or of the wrong shape."""


class SchemaError(ReflektError):
    """One or more schema files cannot be read as events.

    Attributes:
        problems: Every problem found, in order of file and place; just this error if it
            is the only one. Empty if no file could be looked at in the first place.
    """

    def __init__(self, problem: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(problem, where=where, hint=hint)
        self.problems: tuple[SchemaError, ...] = ()

    @classmethod
    def of(cls, problems: Iterable[SchemaError]) -> SchemaError:
        """Return one error for all *problems*; the very one if there is just one."""
        found = tuple(problems)
        error = found[0] if len(found) == 1 else cls(f"{len(found)} problems in schema files")
        error.problems = found
        return error

    def __str__(self) -> str:
        if len(self.problems) < 2:
            return super().__str__()
        return "\n".join([super().__str__(), *(str(problem) for problem in self.problems)])


class SelectError(ReflektError):
    """What was asked for names nothing that exists."""


class CatalogError(ReflektError):
    """The warehouse's catalogue cannot be read, or says too little to go on."""


class GitError(ReflektError):
    """Git cannot tell what was there before."""


class WriteError(ReflektError):
    """Files cannot be written without risking what is there."""


class RegistryError(ReflektError):
    """A registry did not do what we asked of it, or told too little to go on."""


class NoSuchPlanError(RegistryError):
    """A registry holds no plan of the name that was asked for."""


class DbtError(ReflektError):
    """dbt could not be run, or failed at what we asked of it."""
