"""What ``rule`` prints."""

from __future__ import annotations

from pathlib import Path

from reflekt_dbt.config.linting import CustomRule
from reflekt_dbt.config.load import find_project
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.lint.catalogue import all_rules
from reflekt_dbt.lint.page import page_of, rule_markdown
from reflekt_dbt.project import Project


def explanation(word: str, project_dir: Path | None) -> str:
    """Return the page of the rules that *word* names; for ``""``, a line for each rule.

    Raises:
        SelectError: There is no such rule.
        ConfigError: The project that *project_dir* names cannot be read.
    """
    catalogue = all_rules(_custom(project_dir))
    if word:
        found = catalogue.named_by(word, "rule")
        return "\n".join(rule_markdown(rule) for rule in found)
    width = max(len(rule.name) for rule in catalogue.rules)
    return "".join(
        f"{rule.code:<6} {rule.severity:<7} {rule.name:<{width}}  {page_of(rule).summary}\n"
        for rule in catalogue.rules
    )


def _custom(project_dir: Path | None) -> tuple[CustomRule, ...]:
    try:
        project = Project.load(find_project(project_dir or Path.cwd()))
    except ConfigError:
        if project_dir:
            raise
        return ()  # rules can be read about anywhere
    return project.config.lint.custom
