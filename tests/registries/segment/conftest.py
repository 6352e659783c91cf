"""A workspace in the process, and a connection to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from reflekt_dbt.config.model import RegistryConfig
from reflekt_dbt.registries.connection import Connection
from reflekt_dbt.registries.model import Registry
from reflekt_dbt.registries.segment import connect
from tests.fakes.segment import TOKEN, FakeSegment

VENDOR = "com.thejaffleshop"


@pytest.fixture
def fake() -> Iterator[FakeSegment]:
    """A workspace; the test fails if it was asked, or said, what Segment would not."""
    with FakeSegment() as server:
        yield server
    assert server.violations == []


@pytest.fixture
def segment(fake: FakeSegment) -> Registry:
    return connect_to(fake)


def connect_to(
    fake: FakeSegment, environment: Mapping[str, str] | None = None, **config: Any
) -> Registry:
    """Connect as config and environment would."""
    given = RegistryConfig(**{"type": "segment", "url": fake.url, **config})
    usual = {given.token_env or "REFLEKT_SEGMENT_API_TOKEN": TOKEN}
    variables = usual if environment is None else environment
    return connect(Connection("segment", given, variables, Path(), VENDOR))


@pytest.fixture
def connected() -> Callable[..., Registry]:
    return connect_to
