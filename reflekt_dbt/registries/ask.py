"""From what a user says to a request, and to the registry that it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reflekt_dbt.config.model import Config
from reflekt_dbt.errors import SelectError
from reflekt_dbt.registries.connect import Asked, connect, connection_for
from reflekt_dbt.registries.job import Direction
from reflekt_dbt.registries.local import Files
from reflekt_dbt.registries.model import Registry
from reflekt_dbt.registries.run import Request
from reflekt_dbt.registries.select import targets_of
from reflekt_dbt.registries.sync import NO_CHOICE, Choice


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user says, unchecked.

    Attributes:
        direction: Which side is brought to the other.
        registry: Which registry.
        select: Plans and parts of them.
        choice: What is permitted.
        dry_run: Whether to change nothing.
        yes: Whether to ask nobody.
    """

    direction: Direction
    registry: Asked
    select: tuple[str, ...] = ()
    choice: Choice = NO_CHOICE
    dry_run: bool = False
    yes: bool = False


def request_of(
    wanted: Wanted, config: Config, root: Path, environment: Mapping[str, str]
) -> tuple[Request, Registry, Files]:
    """Return what is *wanted* as a request, the registry it is for, and where the files are.

    Args:
        wanted: What a user says.
        config: Of the project.
        root: The project's folder.
        environment: Variables of the process.

    Raises:
        ConfigError: There is no such connection, or several.
        RegistryError: A credential or setting is missing.
        SelectError: What is selected cannot be meant.
    """
    _check_agreement(wanted)
    files = Files(root / config.project, config.schemas_path)
    connection = connection_for(wanted.registry, config, environment, files.root)
    plans = connection.config.plans
    targets = targets_of(wanted.select, plans, files.plans(), config.schemas_path)
    request = Request(wanted.direction, targets, wanted.choice, wanted.dry_run, wanted.yes)
    return request, connect(connection), files


def _check_agreement(wanted: Wanted) -> None:
    """Refuse what cannot both be meant, and a deletion of everything by leaving out a word."""
    choice = wanted.choice
    if choice.delete and choice.prune:
        raise SelectError(
            "--delete and --prune exclude each other",
            where=wanted.direction,
            hint="--delete is for what is selected, --prune for what is gone from git",
        )
    if choice.delete and not wanted.select:
        raise SelectError(
            "nothing is selected to delete",
            where="--delete",
            hint="name it, as in --select jaffle_shop/Order_Completed",
        )
