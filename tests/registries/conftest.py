"""Registries answer at once here, and so are asked again at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina


@pytest.fixture(autouse=True)
def no_waits() -> Iterator[None]:
    """Retry without waiting, as often as in earnest."""
    with stamina.set_testing(True, attempts=8, cap=True):
        yield
