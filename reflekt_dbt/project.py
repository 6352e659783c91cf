"""The Python API: a project loaded once, and what can be asked of it. No dbt, no warehouse."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflekt_dbt.config.home import PROJECT_FILE, parts_of
from reflekt_dbt.config.load import load_config, read_dbt_project
from reflekt_dbt.config.model import Config, SourceConfig
from reflekt_dbt.config.settle import settled_overrides
from reflekt_dbt.errors import SelectError
from reflekt_dbt.events.find import find_schema_files
from reflekt_dbt.events.given import selectors_of
from reflekt_dbt.events.load import load_events
from reflekt_dbt.events.model import Event
from reflekt_dbt.events.select import select_events
from reflekt_dbt.neighbours import Neighbours, project_paths
from reflekt_dbt.plan.committed import FILE as PLAN_MACRO
from reflekt_dbt.plan.committed import committed_text, out_of_date
from reflekt_dbt.plan.compile import Landing, compile_plan, unclaimed
from reflekt_dbt.plan.sources import Target, sources_for, with_shared_docs
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.sdks import SDKS
from reflekt_dbt.write.disk import read_texts
from reflekt_dbt.write.lock import Lock, read_lock
from reflekt_dbt.write.survey import Survey, survey

# A build lints and compares nothing, and neither need wait for what the other imports.
if TYPE_CHECKING:
    from reflekt_dbt.compare.job import Changes
    from reflekt_dbt.fmt import Formatted
    from reflekt_dbt.lint.fix import Fixed, Keep
    from reflekt_dbt.lint.job import Asked, Jobs
    from reflekt_dbt.lint.run import Linted


@dataclass(frozen=True)
class Project:
    """A dbt project that has ``vars.reflekt``, or a tracking plan of its own.

    Attributes:
        root: Its folder.
        dbt: What ``dbt_project.yml`` says, Jinja not rendered; empty without dbt.
        config: What ``vars.reflekt`` or ``reflekt_project.yml`` says.
    """

    root: Path
    dbt: Mapping[str, Any]
    config: Config

    @classmethod
    def load(cls, root: Path) -> Project:
        """Read the project in *root*; its schema files are read when they are asked for.

        Without dbt, in a tracking plan of its own, there is no ``dbt_project.yml``.
        """
        dbt = read_dbt_project(root) if (root / PROJECT_FILE).is_file() else {}
        return cls(root, dbt, load_config(root, SDKS))

    @property
    def name(self) -> str:
        """The dbt project's name."""
        return str(self.dbt.get("name", ""))

    @property
    def target_path(self) -> Path:
        """Folder of dbt's artifacts."""
        return self.root / str(self.dbt.get("target-path") or "target")

    @property
    def schemas_root(self) -> Path:
        """Folder of the schema files; in another project if ``project`` says so."""
        return self.root / self.config.project / self.config.schemas_path

    @property
    def schemas_shown(self) -> str:
        """The same as messages name it: from the project, with ``/``."""
        return posixpath.normpath(f"{self.config.project}/{self.config.schemas_path}")

    @cached_property
    def lock(self) -> Lock:
        """What earlier runs wrote."""
        return read_lock(self.root)

    @cached_property
    def survey(self) -> Survey:
        """What the project's files define and use, those of a generated package included."""
        paths = project_paths(self.dbt)
        package = self.config.build.package
        return survey(
            self.root, replace(paths, models=(*paths.models, package)) if package else paths
        )

    def surroundings(self, *, prunes: bool = True) -> Surroundings:
        """Return what the plan must know of the project's files.

        Args:
            prunes: Whether the run removes files of ours that are planned no more. Those
                that stay need their source tables.
        """
        texts = read_texts(self.root, self.lock.entries) if prunes else {}
        around = Neighbours(self.root, self.dbt, self.config.build, self.survey, self.lock)
        return around.surroundings(texts)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event of the project, in order."""
        return load_events(self.schemas_root)

    def select(self, select: tuple[str, ...]) -> tuple[Event, ...]:
        """Return the events that *select* names.

        Raises:
            SelectError: It names nothing.
        """
        return select_events(self.events, select, self.config.schemas_path)

    def selectors(self, select: tuple[str, ...], paths: tuple[Path, ...]) -> tuple[str, ...]:
        """Return *select* and *paths*, as seen from the current folder, as selectors.

        Raises:
            SelectError: One of *paths* is no schema file of the project, nor a folder of them.
        """
        return (*select, *selectors_of(paths, self.schemas_root, self.config.schemas_path))

    def formatted(self, select: tuple[str, ...]) -> Formatted:
        """Return what the schema files that *select* names would be in our form.

        Raises:
            SchemaError: There is no schemas folder, or no file in it.
            SelectError: *select* names nothing.
        """
        from reflekt_dbt.fmt import format_files

        found = find_schema_files(self.schemas_root)
        files = select_events(found.every, select, self.config.schemas_path)
        return format_files(files, self.schemas_shown)

    def lint(
        self,
        select: Sequence[str] = (),
        select_rules: Sequence[str] = (),
        ignore_rules: Sequence[str] = (),
    ) -> Linted:
        """Return what rules have against the schema files that *select* names.

        Args:
            select: Which files; all of them if empty.
            select_rules: Which rules, in place of what config says.
            ignore_rules: Which rules not, besides.

        Raises:
            SchemaError: There is no schemas folder, or no file in it.
            SelectError: *select* names nothing, or a rule does not exist.
            ConfigError: A rule that a plug-in or config brings cannot be used.
        """
        from reflekt_dbt.lint.job import Asked
        from reflekt_dbt.lint.run import lint

        return lint(self._jobs(Asked(select, select_rules, ignore_rules)).make())

    def fix(self, asked: Asked, *, unsafe: bool = False, keep: Keep = tuple) -> Fixed:
        """Return the files that are *asked* for with all mended that needs no person.

        Args:
            asked: As for `lint`.
            unsafe: Whether to change names as well.
            keep: Returns those of some violations that count.

        Raises:
            ReflektError: As for `lint`.
        """
        from reflekt_dbt.lint.fix import fix

        return fix(self._jobs(asked), unsafe=unsafe, keep=keep)

    def _jobs(self, asked: Asked) -> Jobs:
        from reflekt_dbt.lint.job import Jobs

        return Jobs(self.config, self.schemas_root, self.schemas_shown, asked)

    def changes(self, against: str, *, exact: bool = False) -> Changes:
        """Return the comparison of the schemas with those of a commit or a folder.

        Args:
            against: A branch, tag or commit, or a folder as seen from the current one.
            exact: Whether to take that commit itself, and not where it and HEAD part.

        Raises:
            GitError: Git cannot tell what was there.
            SchemaError: There is no schema file.
            SelectError: *against* is nothing that exists.
        """
        from reflekt_dbt.compare.against import schemas_against
        from reflekt_dbt.compare.job import Changes
        from reflekt_dbt.compare.read import side_of_folder

        place = (self.schemas_root, self.schemas_shown)
        old = schemas_against(*place, self.config.schemas_path, against, exact=exact)
        manifest = self.target_path / "manifest.json"
        return Changes(old, side_of_folder(*place), self.config, self.name, manifest)

    def landings(
        self, source: str = "", sdk: str = "", target: Target | None = None
    ) -> tuple[Landing, ...]:
        """Return the sources that are asked for, each with the events that land in it."""
        configured = self.config.sources
        asked = sources_for(configured, source, sdk, SDKS, target)
        found = with_shared_docs(asked, configured, self.config.build)
        return tuple(Landing(self._settled(one), self.select(one.select)) for one in found)

    def _settled(self, source: SourceConfig) -> SourceConfig:
        """Return *source* with the ids of the events whose tables get its freshness."""
        chosen = self.select(source.freshness_events) if source.freshness_events else ()
        return replace(source, freshness_events=tuple(event.id for event in chosen))

    def plan(
        self,
        landings: tuple[Landing, ...],
        select: tuple[str, ...] = (),
        adopted: Collection[str] = (),
    ) -> dict[str, Any]:
        """Return the plan of *landings*, in which only what *select* names is built.

        The files *adopted* are planned as if they were ours, whoever wrote them.

        Raises:
            SelectError: *select* names nothing, or an event that none of *landings* holds.
        """
        selected = self._selected(landings, select) if select else None
        around = self.surroundings(prunes=not select).with_ours(adopted)
        plan = compile_plan(landings, self._settled_for(landings), SDKS, around, selected)
        if not select:
            plan["findings"].extend(unclaimed(self.events, self._all_landings(landings)))
        return plan

    @property
    def committed_plan(self) -> str:
        """Where ``plan --write`` puts the plan: below the project, with ``/``."""
        return f"{project_paths(self.dbt).macros[0]}/{PLAN_MACRO}"

    def committed_text(self) -> str:
        """Return the text that the committed plan is to have.

        Raises:
            ReflektError: The schemas cannot be read, or make no plan.
        """
        return committed_text(self.plan(self.landings()), self._variables())

    def plan_out_of_date(self) -> list[tuple[str, str]]:
        """Return what of the committed plan is not as it would be made now.

        Returns:
            ``(event or "", what)``, sorted; empty if it is up to date, or if there is none.
        """
        text = read_texts(self.root, [self.committed_plan]).get(self.committed_plan)
        return out_of_date(text, self.plan(self.landings()), self._variables()) if text else []

    def _variables(self) -> Any:
        # As macros see it: Jinja is not rendered.
        return parts_of(self.root)[0].settings

    def _settled_for(self, landings: tuple[Landing, ...]) -> Config:
        """Return the settings, ``build.events`` by ids of events and names of tables."""
        given = self.config.build.events
        if not given:
            return self.config
        sources = [*self.config.sources, *(landing.source for landing in landings)]
        names = {name for one in sources for name in (one.name, one.union) if name}
        events = settled_overrides(given, self.events, names, self.config.schemas_path)
        return replace(self.config, build=replace(self.config.build, events=events))

    def _selected(self, landings: tuple[Landing, ...], select: tuple[str, ...]) -> set[str]:
        held = {event.id for landing in landings for event in landing.events}
        names = {landing.source.name for landing in landings}
        is_all = names >= {source.name for source in self.config.sources}
        wanted = set()
        for selector in select:
            chosen = {event.id for event in self.select((selector,))}
            lost = chosen - held
            # With one source asked for, a folder may well hold another's events too.
            if lost and (is_all or lost == chosen):
                raise SelectError(
                    f"no source selects {min(lost)!r}",
                    where="vars.reflekt.sources",
                    hint=f"add it to the select of a source ({', '.join(sorted(names))}), or "
                    "leave it out of --select",
                )
            wanted |= chosen
        return wanted

    def _all_landings(self, landings: tuple[Landing, ...]) -> tuple[Landing, ...]:
        configured = self.landings() if self.config.sources else ()
        return (*configured, *landings)
