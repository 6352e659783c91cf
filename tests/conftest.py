"""What every test may rely on: a quiet environment, and golden files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dbt_common.tests import enable_test_caching

from reflekt_dbt.garbage import few_collections
from tests.not_tested import pytest_terminal_summary  # noqa: F401 - pytest finds it here
from tests.servers import bigquery, postgres, redshift, snowflake  # noqa: F401 - and these

_TESTS = Path(__file__).parent
# Folders whose tests run dbt, or make environments.
_LONG = {"engines", "hostile", "integration", "macros", "packaging", "regressions"}

# What a developer's shell, or the git hook that runs the tests, may have set.
_LEAKS = (
    "DBT_",
    "REFLEKT_",
    "GIT_",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "PY_COLORS",
    "COLUMNS",
    "PYTHONWARNINGS",
    "PYTHONPATH",
)

# dbt reports to its makers unless told not to; tests use no network. Git must know who
# commits, and nothing of the developer's own hooks, signing keys or default branch.
_INSTEAD = {
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Jaffle",
    "GIT_AUTHOR_EMAIL": "jaffle@example.com",
    "GIT_COMMITTER_NAME": "Jaffle",
    "GIT_COMMITTER_EMAIL": "jaffle@example.com",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite golden files with what the code makes now; review the diff",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long: at the end one worker would wait for the other."""
    items.sort(key=lambda item: item.path.relative_to(_TESTS).parts[0] not in _LONG)


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    """For the session, so that servers and venvs made once do not see the shell either."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(_LEAKS)]:
            patch.delenv(name)
        for name, value in _INSTEAD.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="session", autouse=True)
def frugal_process() -> Iterator[None]:
    """Spare a process that runs dbt hundreds of times what it need not do again.

    dbt keeps what it parsed of a text of Jinja, as it does in its own tests: hundreds of
    macros, dbt's own and ours, are the same in every project that a test makes.
    """
    enable_test_caching()
    with few_collections():
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare text with a golden file; ``--update-golden`` rewrites it instead."""
    update = request.config.getoption("--update-golden")
    assert not (update and os.environ.get("CI")), "golden files are reviewed, not made"

    def check(file: Path, actual: str) -> None:
        if update:
            file.write_text(actual, encoding="utf-8", newline="\n")
        # As bytes: reading as text would take a CRLF for the LF that we promise.
        assert actual == file.read_bytes().decode("utf-8")

    return check
