"""What ``sources[].union`` may say."""

from __future__ import annotations

from typing import Any

import pytest

from reflekt_dbt.config.load import config_from
from reflekt_dbt.errors import ConfigError

IOS = {"name": "ios", "sdk": "segment", "union": "shop"}
WEB = {"name": "web", "sdk": "segment", "union": "shop"}


def read(*sources: dict[str, Any]):
    return config_from({"sources": list(sources)}, "f.yml", ("segment", "rudderstack"))


REFUSED = {
    "two SDKs": ([IOS, {**WEB, "sdk": "rudderstack"}], "sources.1.union", "two SDKs"),
    "case": ([IOS, {**WEB, "union": "Shop"}], "sources.1.union", "differ in case only"),
    "source outside": (
        [IOS, {**WEB, "name": "shop", "union": None}], "sources.0.union", "source 'shop'",
    ),
    "source outside, in another case": (
        [{"name": "SHOP", "sdk": "segment"}, IOS], "sources.1.union", "source 'SHOP'",
    ),
    "source of another union": (
        [IOS, {**WEB, "name": "shop", "union": "other"}], "sources.0.union", "not in it",
    ),
    "dash": ([{**IOS, "union": "my-shop"}], "sources.0.union", "letters"),
    "digit": ([{**IOS, "union": "1st"}], "sources.0.union", "letters"),
    "empty": ([{**IOS, "union": ""}], "sources.0.union", "letters"),
    "line break": ([{**IOS, "union": "shop\n"}], "sources.0.union", "letters"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_union_that_cannot_be_is_named_with_the_reason(case):
    sources, place, part = case

    with pytest.raises(ConfigError) as caught:
        read(*sources)

    assert caught.value.where == f"f.yml: vars.reflekt.{place}"
    assert part in caught.value.problem
    assert caught.value.hint


def test_source_without_a_union_is_in_none():
    (source,) = read({"name": "shop", "sdk": "segment"}).sources

    assert source.union is None


def test_union_may_have_the_name_of_a_source_in_it():
    sources = read(IOS, {**WEB, "name": "shop"}).sources

    assert [one.union for one in sources] == ["shop", "shop"]


def test_each_sdk_may_have_a_union_of_its_own():
    sources = read(IOS, {**WEB, "sdk": "rudderstack", "union": "shop_rudderstack"}).sources

    assert [one.union for one in sources] == ["shop", "shop_rudderstack"]
