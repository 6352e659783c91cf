"""What rules know beside the schemas: config, SDKs, and what git remembers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflekt_dbt.config.model import Config, SourceConfig
from reflekt_dbt.sdks.model import Sdk

if TYPE_CHECKING:
    from reflekt_dbt.lint.schema import Schema

Committed = Callable[[Path], Mapping[str, Any] | None]


def _never_committed(file: Path) -> None:  # noqa: ARG001 - the signature of Committed
    return None


@dataclass(frozen=True)
class Facts:
    """What a run of lint knows beside the schemas.

    Attributes:
        config: ``vars.reflekt``.
        sdks: By name.
        committed: File → its JSON as last committed; None if it never was, or if there
            is no repository.
    """

    config: Config = field(default_factory=Config)
    sdks: Mapping[str, Sdk] = field(default_factory=dict)
    committed: Committed = _never_committed

    @property
    def sources(self) -> Sequence[tuple[SourceConfig, Sdk]]:
        """The configured sources, each with its SDK."""
        return [(one, self.sdks[one.sdk]) for one in self.config.sources]

    def is_versioned(self, versions: Sequence[Schema]) -> bool:
        """Return whether an event's versions are those of its files, not a registry's."""
        return bool(versions) and self.config.is_versioned(versions[0].id)
