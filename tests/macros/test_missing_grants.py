"""The statements that give a role sight of a schema: the page has those of the macro."""

from __future__ import annotations

import json
import re

import pytest

from reflekt_dbt.plan.dump import inert_json
from tests.grants import documented_grants

# While dbt parses, so that no server is asked.
PROBE = """\
{%- set text -%}GIVEN{%- endset -%}
{%- set given = fromjson(text) -%}
{%- set answers = {'grantee': reflekt.grantee()} -%}
{%- for name, place, role in given -%}
    {%- do answers.update({name: reflekt.missing_grants(place, role)}) -%}
{%- endfor -%}
{%- do print('MARK' ~ tojson(answers)) -%}
select 1 as one
"""

SERVER = {"host": "127.0.0.1", "port": 1, "user": "dbt", "password": "p", "dbname": "raw"}
OUTPUTS = {
    "duckdb": {"type": "duckdb", "path": ":memory:"},
    "postgres": {"type": "postgres", **SERVER},
    "snowflake": {
        "type": "snowflake", "account": "a", "user": "me", "password": "p",
        "database": "RAW", "warehouse": "w", "role": "dbt",
    },
    "bigquery": {
        "type": "bigquery", "method": "oauth-secrets", "token": "t", "project": "my-project",
        "impersonate_service_account": "dbt@my-project.iam.gserviceaccount.com",
    },
    "redshift": {"type": "redshift", "method": "database", **SERVER},
}  # fmt: skip
GRANTEES = {
    "duckdb": None,
    "postgres": "dbt",
    "snowflake": "DBT",
    "bigquery": "serviceAccount:dbt@my-project.iam.gserviceaccount.com",
    "redshift": "dbt",
}


def place(database, schema, quoting=None):
    return {"database": database, "schema": schema, "quoting": quoting or {}}


def given(warehouse):
    database = "my-project" if warehouse == "bigquery" else "raw"
    documented = (database, "shop")
    return {
        "documented": (place(*documented), GRANTEES[warehouse]),
        "other case": (place(database, "SHOP"), GRANTEES[warehouse]),
        "asked for quotes": (place(database, "Shop", {"schema": True}), GRANTEES[warehouse]),
        "no role": (place(*documented), None),
        "hostile": (place('d"`', 's"`; drop'), "r\"`'\\; drop"),
    }


@pytest.fixture(scope="module", params=OUTPUTS)
def warehouse(request):
    return request.param


@pytest.fixture(scope="module")
def answers(warehouse, make_project, mark):
    project = make_project({"schema": "analytics", "threads": 1, **OUTPUTS[warehouse]})
    cases = [[name, *case] for name, case in given(warehouse).items()]
    text = PROBE.replace("GIVEN", inert_json(cases)).replace("MARK", mark)
    project.write({"models/probe.sql": text})
    (line,) = project.dbt("parse")
    return json.loads(line)


def test_grantee_is_whom_the_profile_names(answers, warehouse):
    assert answers["grantee"] == GRANTEES[warehouse]


def test_page_of_the_warehouses_has_these_statements_and_for_tables_to_come(answers, warehouse):
    statements = documented_grants(warehouse)

    of_now = [one for one in statements if not one.startswith("alter default privileges")]

    assert of_now == answers["documented"]
    assert bool(statements) == (warehouse != "duckdb")


def test_schema_is_spelled_as_the_warehouse_folds_it(answers, warehouse):
    # A dataset of BigQuery is another one in another case.
    same = warehouse != "bigquery"

    assert (answers["other case"] == answers["documented"]) == (
        same or not answers["documented"]
    )


def test_name_that_config_wants_in_quotes_stays_as_it_is(answers, warehouse):
    quoted = "`Shop`" if warehouse == "bigquery" else '"Shop"'

    of_schema = [one for one in answers["asked for quotes"] if " on database " not in one]

    assert [one for one in of_schema if quoted not in one] == []


def test_role_that_the_profile_does_not_name_is_left_to_the_reader(answers):
    assert all(re.search(r"<(role|member)>'?$", one) for one in answers["no role"])


def test_hostile_name_stays_inside_its_quotes(answers, warehouse):
    for statement in answers["hostile"]:
        # What is left without quoted names and literals is ours, to the letter.
        if warehouse == "bigquery":
            bare = re.sub(r"`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'", "_", statement)
        else:
            bare = re.sub(r'"(?:[^"]|"")*"', "_", statement)

        assert re.fullmatch(
            r"grant [a-z_ ]+ (on|in) (schema|database) _(\._)? to (role )?_", bare
        )
