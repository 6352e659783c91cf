"""dbt with our macros in it, started once for all that is built here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.parity.rendering import Render, start_dbt


@pytest.fixture(scope="package")
def render(tmp_path_factory) -> Render:
    """The pure macro; what it was asked once it remembers."""
    fresh = start_dbt(tmp_path_factory.mktemp("dbt"))
    known: dict[str, dict[str, Any]] = {}

    def remembered(plan: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
        key = json.dumps([plan, present])
        if key not in known:
            known[key] = fresh(plan, present)
        return known[key]

    return remembered
