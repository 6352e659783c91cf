"""Whoever has the privileges of docs/warehouses.md can build; others hear what they lack."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import psycopg2
import pytest

from tests.grants import documented_grants
from tests.integration.shops import Shop

SCHEMA = "jaffle_shop_segment"
WAREHOUSES = ("postgres", "redshift")

_NUMBER = count()


@dataclass(frozen=True)
class Staff:
    """The demo on one warehouse: as its owner, as a loader of events, and as a new role."""

    admin: Shop
    role: str

    @property
    def shop(self) -> Shop:
        """The same project, for the new role."""
        variable = f"JAFFLE_SHOP_{self.admin.target.upper()}_USER"
        return self.admin.aimed_at(self.admin.target, **{variable: self.role})

    @property
    def database(self) -> str:
        return self.admin.env[f"JAFFLE_SHOP_{self.admin.target.upper()}_DBNAME"]

    @property
    def loader(self) -> str:
        return f"{self.role}_loader"

    def grant_what_is_documented(self) -> None:
        text = "\n".join(documented_grants(self.admin.target))
        for name, ours in {"shop": SCHEMA, "dbt": self.role, "loader": self.loader}.items():
            text = text.replace(f'"{name}"', f'"{ours}"')
        self.admin.execute(*text.splitlines())


def newcomer(admin: Shop) -> Staff:
    """Make roles that have nothing yet; they are the server's, thus others' too."""
    staff = Staff(admin, f"New-comer {next(_NUMBER)}")
    staff.admin.execute(
        f'create role "{staff.role}" login',
        f'create role "{staff.loader}" login',
        f'grant all on schema {SCHEMA} to "{staff.loader}"',
    )
    return staff


@pytest.fixture(params=WAREHOUSES)
def staff(new_shop, request) -> Staff:
    return newcomer(new_shop(request.param))


def test_role_of_the_docs_builds_what_the_owner_builds(staff):
    staff.grant_what_is_documented()

    said = staff.shop.build()

    assert said.code == 0, said.err
    built = staff.shop.files()
    assert staff.admin.build("--check", "--live").code == 0
    assert staff.admin.files() == built


def test_tables_that_come_later_are_seen_too(staff):
    staff.grant_what_is_documented()

    staff.admin.execute(
        f'set role "{staff.loader}"',
        f"create table {SCHEMA}.of_tomorrow (id text)",
        "reset role",
    )

    # Whoever may only read hears of the findings first, and then of the table.
    said = staff.shop.reflekt("check", "--table", f"{SCHEMA}.findings")

    assert f"{SCHEMA}.of_tomorrow is planned by no schema" in said.out
    assert said.code == 2
    assert "error: table of findings: " in said.err
    assert "permission denied" in said.err
    assert "let dbt's role create and add to that table" in said.err


def test_materialized_views_of_postgres_are_among_what_is_seen(new_shop):
    staff = newcomer(new_shop("postgres"))
    staff.admin.execute(
        f"create materialized view {SCHEMA}.kept as select id from {SCHEMA}.tracks"  # noqa: S608 - our own name
    )
    staff.grant_what_is_documented()

    assert f"{SCHEMA}.kept is planned by no schema" in staff.shop.reflekt("check").out


def test_role_of_the_docs_may_read_no_row_of_postgres(new_shop):
    staff = newcomer(new_shop("postgres"))
    staff.grant_what_is_documented()

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        staff.shop.query(f"select * from {SCHEMA}.tracks")  # noqa: S608 - our own name


def test_role_without_access_is_told_what_to_grant_and_that_is_enough(staff):
    before = staff.admin.files()

    refused = staff.shop.build()

    assert refused.code == 2
    sentence, hint = refused.err.splitlines()
    assert f"no table is to be seen in '{staff.database}.{SCHEMA}'" in sentence
    assert refused.out == ""
    assert staff.admin.files() == before
    staff.admin.execute(*hint.partition(" run: ")[2].split("; "))
    assert staff.shop.build().code == 0


def test_role_without_access_changes_no_byte_of_what_others_have_built(new_shop):
    staff = newcomer(new_shop("postgres"))
    assert staff.admin.build().code == 0
    before = staff.admin.files()

    refused = staff.shop.build()

    assert refused.code == 2
    assert (
        f'grant references on all tables in schema "{SCHEMA}" to "{staff.role}"' in refused.err
    )
    assert staff.admin.files() == before
    assert staff.shop.build("--offline").code == 0
    assert staff.admin.files() == before


def test_warehouse_that_refuses_the_query_is_told_of_in_the_same_way(new_shop):
    # As Snowflake and BigQuery do where a role has no access; Postgres does not, left alone.
    staff = newcomer(new_shop("postgres"))
    staff.admin.execute("revoke select on information_schema.columns from public")
    before = staff.admin.files()

    refused = staff.shop.build()

    assert refused.code == 2
    assert "permission denied for view columns" in refused.err
    assert f'run: grant references on all tables in schema "{SCHEMA}" to' in refused.err
    assert staff.admin.files() == before
