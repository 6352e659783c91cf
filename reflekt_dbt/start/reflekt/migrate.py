"""All that comes over from a Reflekt project, put together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from reflekt_dbt.config.load import read_dbt_project
from reflekt_dbt.config.model import Config
from reflekt_dbt.start.before import Before
from reflekt_dbt.start.reflekt.old import Old, Remark
from reflekt_dbt.start.reflekt.profiles import connections_of, dbt_profile
from reflekt_dbt.start.reflekt.schemas import moved_schemas
from reflekt_dbt.start.reflekt.settings import carried_settings, problem_with
from reflekt_dbt.start.reflekt.sources import built_packages, built_sources
from reflekt_dbt.start.step import Step


class Migration(NamedTuple):
    """What comes over.

    Attributes:
        settings: Of ``vars.reflekt``, but for the sources.
        sources: Of ``vars.reflekt``, as Reflekt has built them.
        steps: What becomes of the schema files.
        remarks: What did not come over, and what is left for a person to do.
        profile: For dbt's ``profiles.yml``, as YAML; ``""`` if there is nothing to say.
        is_whole: Whether every schema file came over.
    """

    settings: Mapping[str, Any]
    sources: tuple[Mapping[str, Any], ...]
    steps: tuple[Step, ...]
    remarks: tuple[Remark, ...]
    profile: str
    is_whole: bool

    def over(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return ``vars.reflekt``: what comes over, and what the user answered.

        The answers are about one source; the others that Reflekt has built follow it.
        """
        (asked,) = answers["sources"]
        others = [one for one in self.sources if one["name"] != asked["name"]]
        return {**self.settings, **answers, "sources": [asked, *others]}


def migration_of(old: Old, before: Before, folder: str, sdks: Collection[str]) -> Migration:
    """Return what comes over from *old* to the dbt project *before*.

    Args:
        old: The project of Reflekt's.
        before: The dbt project.
        folder: Where its schema files are to be; ``""`` is where they usually are.
        sdks: Every SDK that we know.
    """
    folder = folder or before.says("schemas_path") or Config().schemas_path
    carried = carried_settings(old, sdks)
    connections = connections_of(old)
    moved = moved_schemas(old, before.root, folder)
    avo = {*moved.avo_plans, *connections.registries.get("avo", {}).get("branches", {})}
    settings = dict(carried.settings)
    if connections.registries:
        settings["registries"] = connections.registries
    if avo:
        settings["plans"] = {name: {"versions": "registry"} for name in sorted(avo)}
    built = {str(one["name"]): one for one in built_sources(old)}
    odd = {name: problem_with({"sources": [one]}, sdks) for name, one in built.items()}
    sources = tuple(one for name, one in built.items() if not odd[name])
    named = read_dbt_project(before.root).get("profile")
    profile = dbt_profile(old, named if isinstance(named, str) else before.name)
    remarks = (
        *old.remarks,
        *carried.remarks,
        *connections.remarks,
        *moved.remarks,
        *_of_packages(old),
        *(Remark(f"source {name}", problem) for name, problem in odd.items() if problem),
        *_of_sources(sources, moved.steps[1:]),
    )
    return Migration(settings, sources, moved.steps, remarks, profile, moved.is_whole)


def _of_packages(old: Old) -> list[Remark]:
    why = "models are built into this project now; remove the package from packages.yml"
    return [Remark(package, why) for package in built_packages(old)]


def _of_sources(
    sources: Collection[Mapping[str, Any]], plans: Collection[Step]
) -> list[Remark]:
    if len(sources) < 2 and len(plans) < 2:
        return []
    why = "Reflekt did not say which schemas land in which; give each source a select"
    return [Remark("sources", why)]
