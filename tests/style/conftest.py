"""What is looked at here: the files of the demo, as we generate them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines.demo import built_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Path:
    return built_demo(tmp_path_factory.mktemp("demo") / "jaffle_shop")
