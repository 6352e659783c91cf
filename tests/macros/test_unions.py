"""Branches of a union: what becomes of columns that are not the same in all of them."""

from __future__ import annotations

import copy
import difflib
import json
import warnings
from pathlib import Path

import duckdb
import pytest

from reflekt_dbt.config.model import BuildConfig, Config, ModelsConfig, SourceConfig
from reflekt_dbt.events.model import Event, Property, Version
from reflekt_dbt.plan.compile import Landing, compile_plan
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.sdks import SDKS
from tests.macros.dialects import OUTPUTS, call_offline, output
from tests.macros.test_kinds_of_sdk import DOCS, JOINED_TABLE, JSON_IN_ONE_TABLE

GOLDEN = Path(__file__).parents[1] / "golden" / "render"
MODEL = "models/staging/shop/stg_shop__cart.sql"
YAML = "models/staging/shop/_stg_shop__cart.yml"

STRING = "{{ dbt.type_string() }}"
BIGINT = "{{ dbt.type_bigint() }}"
FLOAT = "{{ dbt.type_float() }}"
BOOLEAN = "{{ dbt.type_boolean() }}"
TIMESTAMP = "{{ dbt.type_timestamp() }}"
MONEY = "numeric(9, 2)"
NO_COLUMN = ",  -- no column yet"


def null(type_):
    return f"cast(null as {type_}) as x"


def cast(type_):
    return f"cast(x as {type_}) as x"


# Planned type and format; types that the sources' columns have, None where there is no
# column; what each branch selects.
TYPES = {
    "alike": ("string", "", ["TEXT", "TEXT"], ["x", "x"]),
    "of one family": ("integer", "", ["BIGINT", "SMALLINT"], ["x", "x"]),
    "of one family in another case": ("string", "", ["varchar", "VARCHAR"], ["x", "x"]),
    "no source has it": ("integer", "", [None, None], [f"{null(BIGINT)}{NO_COLUMN}"] * 2),
    "one lacks it": ("string", "", ["TEXT", None], ["x", null(STRING)]),
    "the first lacks it": ("boolean", "", [None, "BOOL"], [null(BOOLEAN), "x"]),
    # A null is of the type that is there, whatever was planned.
    "one lacks it, another is not as planned": (
        "integer", "", ["TEXT", None], ["x", null(STRING)],
    ),
    "two lack it": ("integer", "", ["INT", None, None], ["x", null(BIGINT), null(BIGINT)]),
    "money": ("number", "", ["NUMERIC(18,2)", None], ["x", null("numeric(18, 2)")]),
    "money and a float": ("number", "", ["DOUBLE", "NUMERIC", None], ["x", "x", null(FLOAT)]),
    "whole and other numbers": ("integer", "", ["BIGINT", "DOUBLE"], ["x", "x"]),
    "whole and other numbers, one lacks it": (
        "integer", "", ["BIGINT", "DOUBLE", None], ["x", "x", null(FLOAT)],
    ),
    "text of a number": ("integer", "", ["BIGINT", "TEXT"], ["x", cast(BIGINT)]),
    "text of a number, one lacks it": (
        "number", "", ["TEXT", "DOUBLE", None], [cast(FLOAT), "x", null(FLOAT)],
    ),
    # No cast to whole numbers, which would round in silence.
    "text, a float and a whole number": (
        "integer", "", ["TEXT", "DOUBLE", "INT"], [cast(FLOAT), "x", cast(FLOAT)],
    ),
    "text of a truth": ("boolean", "", ["TEXT", "BOOLEAN"], [cast(BOOLEAN), "x"]),
    "text of a time": ("string", "date-time", ["TIMESTAMPTZ", "TEXT"], ["x", cast(TIMESTAMP)]),
    "a day and a time": ("string", "date", ["DATE", "TIMESTAMP"], [cast(TIMESTAMP), "x"]),
    "days": ("string", "date", ["DATE", None], ["x", null("date")]),
    # Not every warehouse makes times of numbers, nor truths.
    "a time and a number": (
        "string", "date-time", ["TIMESTAMP", "BIGINT"], [cast(STRING), cast(STRING)],
    ),
    "a truth and a number": (
        "boolean", "", ["BOOLEAN", "BIGINT", "TEXT"], [cast(STRING), cast(STRING), "x"],
    ),
    "not as planned, and not alike": (
        "string", "", ["BIGINT", "BOOLEAN"], [cast(STRING), cast(STRING)],
    ),
    "JSON": ("array", "", ["JSON", None], ["x", null("json")]),
    "JSON of two kinds": ("array", "", ["JSON", "JSONB"], [cast(STRING), cast(STRING)]),
    "JSON and its text": ("array", "", ["JSON", "TEXT"], [cast(STRING), "x"]),
    "structs": ("object", "", ["STRUCT(a INTEGER)", None], ["x", null("struct(a integer)")]),
    "lists": ("array", "", ["VARCHAR[]", None], ["x", null("varchar[]")]),
    "a type that no one can plan": ("string", "", ["TIME", None], ["x", null("time")]),
    # The catalogue of Postgres says no more of these than what stands here.
    "arrays of Postgres": ("array", "", ["ARRAY", None], [cast(STRING), null(STRING)]),
    "someone's own type": ("string", "", ["USER-DEFINED", None], [cast(STRING), null(STRING)]),
    "ids and text": ("string", "", ["UUID", "TEXT", None], [cast(STRING), "x", null(STRING)]),
    "ids": ("string", "", ["UUID", None], ["x", null("uuid")]),
    "times of BigQuery": (
        "string", "date-time", ["DATETIME", "TIMESTAMP", None],
        [cast(TIMESTAMP), "x", null(TIMESTAMP)],
    ),
    # What stands in a type is text of strangers.
    "a type with a quote": (
        "string", "", ["ENUM('a', 'b')", None], [cast(STRING), null(STRING)],
    ),
    "a type with a brace": (
        "string", "", ['STRUCT("{{ x }}" INT)', None], [cast(STRING), null(STRING)],
    ),
    "a type with a line break": (
        "string", "", ["int\n) --", None], [cast(STRING), null(STRING)],
    ),
}  # fmt: skip
CASTS = {
    "types that differ": (["BIGINT", "TEXT", None], [cast(MONEY), cast(MONEY), null(MONEY)]),
    "no source has it": ([None, None], [f"{null(MONEY)}{NO_COLUMN}"] * 2),
}


def plan_of(*properties, sources=2, **models):
    cart = Event("shop/Cart/1-0", "Cart", Version(1, 0), Path("x"), properties=properties)
    named = [SourceConfig(f"s{n}", "segment", union="shop") for n in range(sources)]
    config = Config(build=BuildConfig(models=ModelsConfig(**models)))
    landings = [Landing(source, (cart,)) for source in named]
    return compile_plan(landings, config, SDKS, Surroundings("shop"))


def present(*columns):
    """A catalogue in which source number n has the columns in place n."""
    return {
        "tables": [[f"s{n}", "cart", [["id", "TEXT"], *own]] for n, own in enumerate(columns)]
    }


def case(planned, format_, types, **models):
    x = Property(("x",), (planned,), format=format_)
    columns = [[["x", type_]] if type_ else [] for type_ in types]
    return plan_of(x, sources=len(types), **models), present(*columns)


def selected(result, alias="x"):
    """What each branch selects as *alias*, without its comma."""
    (sql,) = [text for path, _, text in result["files"] if path == MODEL]
    lines = [line.strip() for line in sql.splitlines()]
    found = [
        line
        for line in lines
        if line.partition(",  --")[0].rstrip(",") == alias or f" as {alias}," in line
    ]
    return [line.removesuffix(",") for line in found]


@pytest.fixture(scope="module")
def cases():
    typed = {f"type {name}": case(*given[:3]) for name, given in TYPES.items()}
    casts = {"x": MONEY}
    made = {
        f"cast {name}": case("string", "", types, casts=casts)
        for name, (types, _) in CASTS.items()
    }
    omitted = {
        "omit": case("string", "", ["TEXT", None, None], missing_columns="omit"),
        "omit all": case("string", "", [None, None], missing_columns="omit"),
    }
    return {**typed, **made, **omitted}


@pytest.fixture(scope="module", params=["Core", "v2"])
def rendered(request, call_files, cases):
    program = request.getfixturevalue("v2_program") if request.param == "v2" else None
    return call_files(cases, program)


@pytest.mark.parametrize("name", TYPES)
def test_each_branch_selects_what_the_others_go_together_with(rendered, name):
    assert selected(rendered[f"type {name}"]) == TYPES[name][3]


@pytest.mark.parametrize("name", CASTS)
def test_cast_of_the_config_stands_in_every_branch(rendered, name):
    assert selected(rendered[f"cast {name}"]) == CASTS[name][1]


def test_column_that_a_source_has_is_in_every_branch_though_missing_ones_are_omitted(rendered):
    assert selected(rendered["omit"]) == ["x", null(STRING), null(STRING)]
    assert selected(rendered["omit all"]) == []


def test_aliases_are_the_same_in_every_branch_and_in_the_docs(rendered):
    for result in rendered.values():
        files = {path: text for path, _, text in result["files"]}
        branches = [
            part.partition("\n    from ")[0] for part in files[MODEL].split("    select\n")[1:]
        ]

        named = [
            [
                line.partition(",  --")[0].rstrip(",").rpartition(" ")[2]
                for line in part.splitlines()
            ]
            for part in branches
        ]

        described = [
            line.removeprefix("      - name: ")
            for line in files[YAML].splitlines()
            if line.startswith("      - name: ")
        ]
        assert all(names == described for names in named)


COLUMNS = [["a", "TEXT"], ["b", "TEXT"], ["late", "TEXT"]]
LEAVES = {
    name: Property((name,), ("string",), description="Words.") for name in ("a", "late", "b")
}
GROWN = {
    "all have it": ([COLUMNS, COLUMNS], ["+        late,"] * 2),
    "one lacks it": (
        [COLUMNS, COLUMNS[:2]],
        ["+        late,", f"+        cast(null as {STRING}) as late,"],
    ),
}


@pytest.fixture(scope="module")
def grown(call_files):
    leaves = {"before": (LEAVES["a"], LEAVES["b"]), "after": tuple(LEAVES.values())}
    return call_files(
        {
            f"{name} {when}": (plan_of(*leaves[when]), present(*columns))
            for name, (columns, _) in GROWN.items()
            for when in leaves
        }
    )


@pytest.mark.parametrize("name", GROWN)
def test_new_property_is_one_line_of_each_branch_and_its_own_lines_of_yaml(grown, name):
    old, new = (
        {path: text for path, _, text in grown[f"{name} {when}"]["files"]}
        for when in ("before", "after")
    )

    changes = {
        path: changed_lines(old[path], new[path]) for path in old if old[path] != new[path]
    }

    assert changes == {
        MODEL: GROWN[name][1],
        YAML: ["+      - name: late", "+        description: 'Words.'"],
    }


def changed_lines(old, new):
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


# Family of a value that becomes text → the SQL of it, where that is no plain cast.
AS_TEXT = {
    "bigquery": {"json": "if(x is null, null, to_json_string(x))"},
    "redshift": {
        "json": "json_serialize(x)",
        "boolean": "case when x then 'true' when not x then 'false' end",
    },
}
_AS_TEXT = """\
{%- macro as_texts() -%}
    {%- set found = {} -%}
    {%- for family in ['json', 'boolean', 'integer', 'timestamp'] -%}
        {%- do found.update({family: reflekt.as_text('x', 'text', family)}) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro -%}
"""


@pytest.mark.parametrize("type_", OUTPUTS)
def test_each_warehouse_makes_text_of_what_it_does_not_cast(make_project, type_):
    project = make_project(output(type_))
    project.write({"macros/as_texts.sql": _AS_TEXT})
    cast_ = "cast(x as text)"
    plain = {"json": cast_, "boolean": cast_, "integer": cast_, "timestamp": cast_}

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dbt's own and its libraries'
        found = call_offline(project, "as_texts")

    assert found == {**plain, **AS_TEXT.get(type_, {})}


# Golden cases of other kinds of SDK, and how many rows its first model has.
KINDS = {
    "json_in_one_table": (JSON_IN_ONE_TABLE, "stg_amplitude__order_completed"),
    "joined_table": (JOINED_TABLE, "stg_atomic__click"),
}


def twice(name):
    """A golden case whose source is there under two names, as a union."""
    plan, there = (
        json.loads((GOLDEN / name / f"{part}.json").read_text("utf-8"))
        for part in ("plan", "present")
    )
    (source,) = plan["sources"]
    tables = plan["tables"]
    plan["unions"] = [
        {**{key: table[key] for key in UNION_KEYS}, "source": "both", "optional": False}
        for table in tables
    ]
    plan["tables"] = [
        {**copy.deepcopy(table), "source": new, "union": {"name": "both", "branch": new}}
        for new in ("one", "other")
        for table in tables
    ]
    plan["sources"] = [
        {
            **source,
            "name": new,
            "path": f"models/__src_{new}.yml",
            "location": [f"schema: {source['name']}"],
        }
        for new in ("one", "other")
    ]
    there["tables"] = [[new, *rest] for _, *rest in there["tables"] for new in ("one", "other")]
    return plan, there


UNION_KEYS = (
    "event", "source", "layout", "relations", "optional", "model", "path", "taken_by", "header",
    "config", "docs_path", "description", "meta", "properties", "received_at", "selected",
)  # fmt: skip


@pytest.fixture(scope="module")
def kinds(call_files):
    return call_files({name: twice(name) for name in KINDS})


@pytest.mark.parametrize("name", KINDS)
def test_filters_of_rows_joins_and_json_hold_inside_of_branches(
    kinds, make_project, tmp_path, name
):
    raw, model = KINDS[name]
    database = tmp_path / "shop.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(raw)
    target = {"type": "duckdb", "path": str(database), "schema": "analytics", "threads": 1}
    project = make_project(target)
    texts = {path: text for path, _, text in kinds[name]["files"]}
    project.write({**texts, "models/docs.md": DOCS})

    # An id is there twice, of which dbt's tests warn.
    project.dbt("run", "--warn-error")

    with duckdb.connect(str(database)) as connection:
        rows = connection.table(f"analytics.{model}").fetchall()
    alone = set(rows)
    assert alone
    assert len(rows) == 2 * len(alone)
    read = texts[f"models/staging/{model.removeprefix('stg_').partition('__')[0]}/{model}.sql"]
    assert "renamed_other as (" in read
