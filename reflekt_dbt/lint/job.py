"""From a project's settings, and what a person asks for, to a run of lint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reflekt_dbt.config.model import Config
from reflekt_dbt.events.read import Document, read_document
from reflekt_dbt.lint.catalogue import all_rules
from reflekt_dbt.lint.choose import choose
from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.history import History
from reflekt_dbt.lint.run import Job
from reflekt_dbt.sdks import SDKS


@dataclass(frozen=True, slots=True)
class Asked:
    """What to lint, and by which rules.

    Attributes:
        select: Which files, in the forms of ``--select``; all of them if empty.
        select_rules: Which rules, in place of what config says.
        ignore_rules: Which rules not, besides.
    """

    select: Sequence[str] = ()
    select_rules: Sequence[str] = ()
    ignore_rules: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Jobs:
    """Makes runs of lint; each has rules that have seen nothing yet.

    Attributes:
        config: Of the project.
        root: Folder of its schema files.
        prefix: The same as messages name it.
        asked: What to lint.
    """

    config: Config
    root: Path
    prefix: str
    asked: Asked = Asked()

    def make(self, read: Callable[[Path], Document] = read_document) -> Job:
        """Return a run of lint whose files come from *read*.

        Raises:
            SelectError: A rule that is asked for does not exist.
            ConfigError: A rule that a plug-in or config brings cannot be used.
        """
        settings = self.config.lint
        catalogue = all_rules(settings.custom)
        facts = Facts(self.config, SDKS, committed=History(self.root).committed)
        return Job(
            root=self.root,
            prefix=self.prefix,
            rules=choose(catalogue, facts, self.asked.select_rules, self.asked.ignore_rules),
            catalogue=catalogue,
            facts=facts,
            schemas_path=self.config.schemas_path,
            select=self.asked.select,
            ignore_paths=settings.ignore_paths,
            read=read,
        )
