"""What the plan must know of the project that it is made for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands in the project beside our own files.

    Attributes:
        project: Name of the dbt project.
        test_path: Its first folder of tests.
        models: Name of a model, seed or snapshot that the lock does not know → its path.
        marked: Those of their paths that begin with our mark: ours, where the lock was
            lost, if they stand where we would put them.
        mine: Paths that were generated once, and handed over to a person.
        described: Names of models that a properties file which is not ours describes.
        built: Name of a model of ours that is there → the source that the lock has it under.
        sources: (source, table), in lower case, that the user's own YAML defines → its path.
        tables_in_use: Source → tables, in lower case, that files which stay refer to.
        quoting: What the project says of quoting, in dbt's words; what is absent is left
            to the adapter.
    """

    project: str
    test_path: str = "tests"
    models: Mapping[str, str] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()
    mine: frozenset[str] = frozenset()
    described: frozenset[str] = frozenset()
    built: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tables_in_use: Mapping[str, frozenset[str]] = field(default_factory=dict)
    quoting: Mapping[str, bool] = field(default_factory=dict)

    def with_ours(self, paths: Collection[str]) -> Surroundings:
        """Return them as if the files *paths* were ours."""
        sources = {one: path for one, path in self.sources.items() if path not in paths}
        return replace(self, marked=self.marked.union(paths), sources=sources)
