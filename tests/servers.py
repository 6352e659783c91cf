"""What stands for each warehouse, one server a session, thus one a worker of pytest-xdist.

Tests use databases, schemas or datasets of their own. Where a server cannot be had its
tests are skipped, and the end of the session says so by name.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from integration_tests.emulators import bigquery as bigquery_emulator
from integration_tests.emulators import postgres as postgres_emulator
from integration_tests.emulators import redshift as redshift_emulator
from integration_tests.emulators import snowflake as snowflake_emulator
from integration_tests.venvs import NoVenvError
from tests.not_tested import skip, skip_but_in_ci


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_emulator.Server]:
    """A real PostgreSQL."""
    try:
        postgres_emulator.find_programs()
    except postgres_emulator.NoServerBinariesError as error:
        skip_but_in_ci("PostgreSQL", error)
    with postgres_emulator.postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def redshift() -> Iterator[redshift_emulator.Server]:
    """PostgreSQL as dbt-redshift sees it."""
    try:
        postgres_emulator.find_programs()
    except postgres_emulator.NoServerBinariesError as error:
        skip_but_in_ci("Redshift", error)
    with redshift_emulator.redshift_server() as server:
        yield server


@pytest.fixture(scope="session")
def snowflake() -> Iterator[snowflake_emulator.Server]:
    """fakesnow as dbt-snowflake sees it."""
    try:
        snowflake_emulator.check_installed()
    except snowflake_emulator.NoFakesnowError as error:
        # It does not serve every Python that we do.
        skip("Snowflake", error)
    with snowflake_emulator.snowflake_server() as server:
        yield server


@pytest.fixture(scope="session")
def bigquery() -> Iterator[bigquery_emulator.Server]:
    """local-bigquery as dbt-bigquery sees it."""
    try:
        bigquery_emulator.find_python()
    except bigquery_emulator.NoPythonError as error:
        # Whoever has but one Python has no other, in CI too.
        skip("BigQuery", error)
    try:
        bigquery_emulator.installed()
    except NoVenvError as error:
        skip_but_in_ci("BigQuery", error)
    with bigquery_emulator.bigquery_server() as server:
        yield server
