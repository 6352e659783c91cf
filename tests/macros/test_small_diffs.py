"""What a reviewer sees when one thing changes: that thing, and nothing else."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from reflekt_dbt.config.model import BuildConfig, Config, SourceConfig
from reflekt_dbt.events.model import Event, Property, Version
from reflekt_dbt.plan.compile import Landing, compile_plan
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.sdks import SDKS

OLD = ("order_id", "coupon", "order")
OTHER = (Property(("order_id",), ("string",)),)
PLACES = {"first": 0, "in the middle": 2, "last": 3}
PRESENT = {"column": ["id", "context_ip", *OLD, "late"], "no column yet": ["id", *OLD]}
MODEL = "models/staging/shop/stg_shop__cart.sql"
DOCS = "models/staging/shop/_stg_shop__cart.yml"

LINES = {
    "column": ["+        late,"],
    "no column yet": [
        "+        cast(null as {{ dbt.type_string() }}) as late,  -- no column yet"
    ],
}


def plan_of(*names):
    leaves = tuple(Property((name,), ("string",), description="Words.") for name in names)
    events = (
        Event("shop/Cart/1-0", "Cart", Version(1, 0), Path("x"), properties=leaves),
        Event("shop/Other/1-0", "Other", Version(1, 0), Path("x"), properties=OTHER),
    )
    shop = SourceConfig("shop", "segment", "shop")
    config = Config(sources=(shop,), build=BuildConfig())
    return compile_plan([Landing(shop, events)], config, SDKS, Surroundings("shop"))


def present(columns):
    typed = [[name, "VARCHAR"] for name in columns]
    return {"tables": [["shop", "cart", typed], ["shop", "other", typed]]}


@pytest.fixture(scope="module")
def rendered(call_files):
    before = {("before", kind): (plan_of(*OLD), present(PRESENT[kind])) for kind in PRESENT}
    after = {
        (place, kind): (plan_of(*OLD[:at], "late", *OLD[at:]), present(PRESENT[kind]))
        for place, at in PLACES.items()
        for kind in PRESENT
    }
    cases = before | after
    results = call_files({" / ".join(key): case for key, case in cases.items()})
    return {
        key: {path: text for path, _, text in results[" / ".join(key)]["files"]}
        for key in cases
    }


@pytest.mark.parametrize("kind", PRESENT)
@pytest.mark.parametrize("place", PLACES)
def test_new_property_is_one_line_of_sql_and_its_own_lines_of_yaml(rendered, place, kind):
    old, new = rendered["before", kind], rendered[place, kind]

    changes = {
        path: changed_lines(old[path], new[path]) for path in old if old[path] != new[path]
    }

    assert old.keys() == new.keys()
    assert changes == {
        MODEL: LINES[kind],
        DOCS: ["+      - name: late", "+        description: 'Words.'"],
    }


def changed_lines(old, new):
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]
