"""Where a shop's warehouse is, for dbt and for tests that look past dbt."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import psycopg2

from integration_tests.emulators import bigquery, postgres, redshift, snowflake

Env = Mapping[str, str]


def duckdb_env(root: Path) -> dict[str, str]:
    return {"JAFFLE_SHOP_DUCKDB": str(root / "jaffle_shop.duckdb")}


def postgres_env(server: postgres.Server | redshift.Server) -> dict[str, str]:
    prefix = f"JAFFLE_SHOP_{server.output['type'].upper()}"
    return {
        f"{prefix}_HOST": server.host,
        f"{prefix}_PORT": str(server.port),
        f"{prefix}_USER": server.user,
        f"{prefix}_DBNAME": server.dbname,
    }


def snowflake_env(server: snowflake.Server) -> dict[str, str]:
    return {
        "JAFFLE_SHOP_SNOWFLAKE_HOST": server.host,
        "JAFFLE_SHOP_SNOWFLAKE_PORT": str(server.port),
        "JAFFLE_SHOP_SNOWFLAKE_DATABASE": server.database,
    }


def bigquery_env(server: bigquery.Server) -> dict[str, str]:
    return {
        "JAFFLE_SHOP_BIGQUERY_ENDPOINT": server.endpoint,
        "JAFFLE_SHOP_BIGQUERY_PROJECT": server.project,
    }


def connect(target: str, env: Env) -> Any:
    """Open a connection of Python's DB API to a target's warehouse, past dbt."""
    with quiet():
        return _CONNECT[target](env)


@contextmanager
def quiet() -> Iterator[None]:
    """Hear no warnings: a client library's own are not ours to mend."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _connect_to_postgres(env: Env, prefix: str = "JAFFLE_SHOP_POSTGRES") -> Any:
    names = ("host", "port", "user", "dbname")
    return psycopg2.connect(**{name: env[f"{prefix}_{name.upper()}"] for name in names})


def _connect_to_redshift(env: Env) -> Any:
    # With psycopg2 too: Redshift's own driver is dbt's to prove.
    return _connect_to_postgres(env, "JAFFLE_SHOP_REDSHIFT")


def _connect_to_duckdb(env: Env) -> Any:
    return duckdb.connect(env["JAFFLE_SHOP_DUCKDB"])


def _connect_to_snowflake(env: Env) -> Any:
    import snowflake.connector  # noqa: PLC0415 - seconds, that most tests do without

    return snowflake.connector.connect(
        account="fakesnow",
        host=env["JAFFLE_SHOP_SNOWFLAKE_HOST"],
        port=int(env["JAFFLE_SHOP_SNOWFLAKE_PORT"]),
        protocol="http",
        user="reflekt",
        password="any",
        database=env["JAFFLE_SHOP_SNOWFLAKE_DATABASE"],
    )


def _connect_to_bigquery(env: Env) -> Any:
    from google.auth.credentials import AnonymousCredentials  # noqa: PLC0415 - as Snowflake's
    from google.cloud import bigquery as client  # noqa: PLC0415 - as Snowflake's
    from google.cloud.bigquery import dbapi  # noqa: PLC0415 - as Snowflake's

    endpoint = {"api_endpoint": env["JAFFLE_SHOP_BIGQUERY_ENDPOINT"]}
    project = env["JAFFLE_SHOP_BIGQUERY_PROJECT"]
    return dbapi.connect(
        client.Client(project, AnonymousCredentials(), client_options=endpoint)
    )


_CONNECT = {
    "": _connect_to_duckdb,  # as the demo's profile has it where no target is named
    "dev": _connect_to_duckdb,
    "postgres": _connect_to_postgres,
    "redshift": _connect_to_redshift,
    "snowflake": _connect_to_snowflake,
    "bigquery": _connect_to_bigquery,
}
