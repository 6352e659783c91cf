"""What ``vars.reflekt`` says, as values. Defaults live here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reflekt_dbt.config.check import CheckConfig
from reflekt_dbt.config.linting import LintConfig
from reflekt_dbt.config.overrides import EventOverrides, Unplanned

PROVENANCE = ("call_type", "source_schema", "source_table", "schema_id", "schema_metadata")
# Tells the rows of a union's sources apart; each model of a union has it.
SOURCE_NAME = "source_name"

# As people call the one properties file of a folder.
_SHARED = "_{folder}__models"


@dataclass(frozen=True, slots=True)
class Casing:
    """How names of events or of properties are to be written (checked by lint)."""

    casing: Literal["title", "snake", "camel", "pascal", "any"] = "any"
    numbers: bool = False
    reserved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conventions:
    """What lint holds names and types to."""

    event: Casing = Casing()
    property: Casing = Casing()
    data_types: tuple[str, ...] = (
        "string", "integer", "number", "boolean", "object", "array", "any", "null",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """One schema of the warehouse that an SDK's loader fills.

    Attributes:
        name: The dbt source.
        sdk: Name of an entry of ``sdks.SDKS``.
        select: Schemas that land here, in the forms of ``--select``; empty means all.
        database: As given, Jinja included; None leaves it to dbt's target.
        schema: As given, Jinja included; None leaves it to dbt, which takes *name*.
        description: Of the dbt source; ``""`` leaves it to us.
        calls: Call type (``identify``, ``page`` …) → names of the events that are
            sent by that call; a type that is absent keeps the SDK's own names.
        freshness: dbt's ``freshness``, for the SDK's table of all events; None is none.
        freshness_events: Schemas whose own tables get *freshness* as well, in the forms of
            ``--select``.
        quoting: dbt's ``quoting``: ``database``, ``schema``, ``identifier`` → whether it is
            quoted; what is absent is left to the project and the adapter.
        flatten: Whether nested properties are read out of objects that the loader keeps
            whole in one column.
        union: Sources that name the same get one model an event over all of them; None
            has models of its own.
        file: The source's YAML, below the project; None is made from ``build.sources``.
    """

    name: str
    sdk: str
    select: tuple[str, ...] = ()
    database: str | None = None
    schema: str | None = None
    description: str = ""
    calls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    freshness: Mapping[str, Any] | None = None
    freshness_events: tuple[str, ...] = ()
    quoting: Mapping[str, bool] = field(default_factory=dict)
    flatten: bool = False
    union: str | None = None
    file: str | None = None

    @property
    def schema_name(self) -> str:
        """The schema, given or not; may hold Jinja."""
        return self.schema or self.name


@dataclass(frozen=True, slots=True)
class ModelsConfig:
    """The staging models.

    Attributes:
        prefix: Stands for ``{prefix}`` in *name*.
        name: Of each model, with placeholders; see `config.patterns`.
        tags: dbt tags of all models.
        filter: SQL after ``from``, ``where`` included, as the user wrote it; ``""`` is none.
        materialized: dbt materialization; None leaves it to ``dbt_project.yml``.
        missing_columns: What a planned property without a column becomes: a null of
            its type, so that models compile before the first event, or nothing.
        casts: Alias → SQL type, as the user wrote it; only these columns are cast.
        safe_casts: Whether a value that cannot be cast becomes null, where the warehouse
            has such a cast.
        persist_docs: dbt's: ``relation``, ``columns`` → whether descriptions go to the
            warehouse; empty leaves it to ``dbt_project.yml``.
        partition_by: Alias of the timestamp by whose day tables are laid out; None is none.
        cluster_by: Aliases by which tables are clustered.
    """

    prefix: str = "stg_"
    name: str = "{prefix}{source}__{event}"
    tags: tuple[str, ...] = ()
    filter: str = ""
    materialized: str | None = None
    missing_columns: Literal["null", "omit"] = "null"
    casts: Mapping[str, str] = field(default_factory=dict)
    safe_casts: bool = False
    persist_docs: Mapping[str, bool] = field(default_factory=dict)
    partition_by: str | None = None
    cluster_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocsConfig:
    """The properties files of the models.

    Attributes:
        prefix: Stands for ``{prefix}`` in *name*.
        name: Of each file, with placeholders, without ``.yml``; None is *per*'s own.
        per: How many models share a file: each has its own, those of a folder, or all.
        in_folder: Whether they go to a ``docs`` folder beside the models.
        tests: Column as loaded or as aliased → dbt tests in dbt's own YAML forms.
        schema_tests: Tests made from the schema: ``not_null`` where a property is
            required, ``accepted_values`` where it has an enum.
        severity: Of every test that does not set its own.
        test_window: Days back from now whose rows are tested; None is all rows.
    """

    prefix: str = "_stg_"
    name: str | None = None
    per: Literal["model", "folder", "project"] = "model"
    in_folder: bool = False
    tests: Mapping[str, tuple[Any, ...]] = field(
        default_factory=lambda: {"id": ("unique", "not_null")}
    )
    schema_tests: tuple[str, ...] = ("not_null", "accepted_values")
    severity: Literal["warn", "error"] = "warn"
    test_window: int | None = None

    @property
    def pattern(self) -> str:
        """Of each file's name, given or not."""
        return self.name or ("{prefix}{source}__{event}" if self.per == "model" else _SHARED)


@dataclass(frozen=True, slots=True)
class SourceFilesConfig:
    """The files of the sources.

    Attributes:
        prefix: Stands for ``{prefix}`` in *name*.
        name: Of each file, with placeholders, without ``.yml``.
    """

    prefix: str = "__src_"
    name: str = "{prefix}{source}"


@dataclass(frozen=True, slots=True)
class BuildConfig:
    """What ``build`` writes, and where.

    Attributes:
        target: The dbt target whose catalogue counts; None is the one in use.
        path: Folder of the files, below the project, with placeholders.
        package: Folder of a dbt package of its own to write instead; None is none.
        provenance: Which of ``PROVENANCE`` each model gets as columns, in that order.
        format: Program that formats generated SQL, with its arguments; empty is none.
        gitattributes: Whether generated files are marked as such for git.
        unplanned: What is done with columns that no schema plans.
        context: Globs of context columns to select besides those that the SDK lists.
        pii: What is done with properties that are marked as personal data.
        events: What some events, or tables of a source, are built with instead; see
            `overrides_for` for the keys.
    """

    target: str | None = None
    path: str = "models/staging/{source}"
    package: str | None = None
    provenance: tuple[str, ...] = PROVENANCE[:4]
    sources: SourceFilesConfig = SourceFilesConfig()
    models: ModelsConfig = ModelsConfig()
    docs: DocsConfig = DocsConfig()
    format: tuple[str, ...] = ()
    gitattributes: bool = False
    unplanned: Unplanned = field(default_factory=Unplanned)
    context: tuple[str, ...] = ()
    pii: Literal["tag", "exclude", "hash"] = "tag"
    events: Mapping[str, EventOverrides] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanConfig:
    """One tracking plan: a folder directly below the schemas folder.

    Attributes:
        versions: Who says which version of an event there is: the files, or the registry
            that they were pulled from, in which case nobody is asked for a bump.
    """

    versions: Literal["files", "registry"] = "files"


@dataclass(frozen=True, slots=True)
class RegistryConfig:
    """One connection to a registry; what its type has no use for stays empty.

    Attributes:
        type: ``segment``, ``avo`` or ``file``.
        plans: Folder directly below the schemas folder → what the registry calls that plan.
        region: Of a Segment workspace.
        token_env: Environment variable of the token or secret; ``""`` is the type's own.
        account_env: Environment variable of an Avo service account's name; ``""`` likewise.
        workspace: Id of an Avo workspace; ``""`` leaves it to the environment.
        branches: Name of an Avo branch → its id.
        destination: Of Avo, whose names count; ``""`` for Avo's own names.
        path: Folder of a file registry, from the project.
        url: Of the API; ``""`` is the type's own.
    """

    type: Literal["segment", "avo", "file"]
    plans: Mapping[str, str] = field(default_factory=dict)
    region: Literal["us", "eu"] = "us"
    token_env: str = ""
    account_env: str = ""
    workspace: str = ""
    branches: Mapping[str, str] = field(default_factory=dict)
    destination: str = ""
    path: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """All of ``vars.reflekt``.

    Attributes:
        vendor: Reverse domain of the team, such as ``com.thejaffleshop``; ``""`` if absent.
        schemas_path: Folder of the schema files, below the project.
        project: Folder of the tracking plan that the schema files are part of, from the
            dbt project; ``"."`` is the project itself.
        plans: Folder directly below the schemas folder → what is said of it.
        registries: Named connections.
    """

    vendor: str = ""
    schemas_path: str = "schemas"
    project: str = "."
    conventions: Conventions = Conventions()
    sources: tuple[SourceConfig, ...] = ()
    build: BuildConfig = BuildConfig()
    check: CheckConfig = field(default_factory=CheckConfig)
    lint: LintConfig = field(default_factory=LintConfig)
    plans: Mapping[str, PlanConfig] = field(default_factory=dict)
    registries: Mapping[str, RegistryConfig] = field(default_factory=dict)

    def is_versioned(self, event_id: str) -> bool:
        """Return whether the event's versions are those of its files, not a registry's."""
        plan = self.plans.get(event_id.partition("/")[0], PlanConfig())
        return plan.versions == "files"
