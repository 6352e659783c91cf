"""What every engine is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines.demo import built_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Path:
    """The demo as dbt 1.11 made it; tests read it, or take a copy."""
    return built_demo(tmp_path_factory.mktemp("demo") / "jaffle_shop")
