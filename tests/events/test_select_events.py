from __future__ import annotations

from pathlib import Path

import pytest

from reflekt_dbt.errors import SelectError
from reflekt_dbt.events.model import Event, Version
from reflekt_dbt.events.select import select_events

IDS = [
    "blog/Post_Read/1-0",
    "jaffle_shop/Cart_Viewed/1-0",
    "jaffle_shop/Order_Completed/1-0",
    "jaffle_shop/Order_Completed/1-1",
    "jaffle_shop/Order_Refunded/1-0",
    "jaffle_shop_eu/web/Cart Viewed/1-0",
]
CART, COMPLETED, SECOND, REFUNDED = IDS[1:5]
SHOP = IDS[1:5]


def events(ids=IDS):
    return [Event(one, one.split("/")[-2], Version(1, 0), Path(f"{one}.json")) for one in ids]


def selected(*selectors, ids=IDS, **more):
    return [event.id for event in select_events(events(ids), selectors, **more)]


FORMS = {
    "jaffle_shop": SHOP,
    "jaffle_shop/": SHOP,
    "./jaffle_shop": SHOP,
    "schemas/jaffle_shop": SHOP,
    "./schemas/jaffle_shop/": SHOP,
    ".\\schemas\\jaffle_shop\\Cart_Viewed": [CART],
    "jaffle_shop/Order_Completed": [COMPLETED, SECOND],
    "jaffle_shop/Order_Completed/1-0": [COMPLETED],
    "jaffle_shop/Order_Completed/1-0.json": [COMPLETED],
    "schemas/jaffle_shop/Order_Completed/1-0.json": [COMPLETED],
    "jaffle_shop/Order_*": [COMPLETED, SECOND, REFUNDED],
    "jaffle_shop/Order_[!C]*": [REFUNDED],
    "jaffle_shop/*/1-1": [SECOND],
    "jaffle_shop/Order_Completed/1-?.json": [COMPLETED, SECOND],
    "**/1-1": [SECOND],
    "**/Order_*": [COMPLETED, SECOND, REFUNDED],
    "jaffle*": [*SHOP, IDS[5]],
    "**": IDS,
    "schemas": IDS,
    ".": IDS,
    "jaffle_shop_eu/web/Cart Viewed": [IDS[5]],
    "jaffle_shop/Cart_Viewed blog": [IDS[0], CART],
    "  blog\tschemas/blog ": [IDS[0]],
}


@pytest.mark.parametrize("selector", FORMS)
def test_selects(selector):
    assert selected(selector) == FORMS[selector]


def test_no_selector_means_every_event():
    assert selected() == IDS


def test_several_selectors_keep_the_order_of_the_events_and_repeat_none():
    assert selected("jaffle_shop/Order_*", "blog", "jaffle_shop/Order_Completed") == [
        IDS[0],
        COMPLETED,
        SECOND,
        REFUNDED,
    ]


def test_the_schemas_folder_may_be_elsewhere():
    found = selected("tracking/plan/blog/", schemas_path="./tracking\\plan/")

    assert found == [IDS[0]]


def test_a_group_may_be_named_like_the_schemas_folder():
    ids = ["schemas/A/1-0", "shop/A/1-0"]

    assert selected("schemas/A", ids=ids) == ["schemas/A/1-0"]


NOTHING = {
    "jaffle_shp": "did you mean 'jaffle_shop'?",
    "Jaffle_Shop": "did you mean 'jaffle_shop'?",
    "jaffle": "did you mean 'jaffle_shop'?",
    "jaffle_shop/Order_Complete": "did you mean 'jaffle_shop/Order_Completed'?",
    "schemas/blog/Post_Read/3-0.json": "did you mean 'blog/Post_Read/1-0'?",
    "Order Completed": "did you mean 'jaffle_shop/Order_Completed'?",
    "*/1-0": "did you mean 'blog/Post_Read/1-0'?",
    "(": "known: blog, jaffle_shop, jaffle_shop_eu",
    "[": "known: blog, jaffle_shop, jaffle_shop_eu",
    "[z-a]": "known: blog, jaffle_shop, jaffle_shop_eu",
    ".reflekt/meta/1-0": "known: blog, jaffle_shop, jaffle_shop_eu",
}


@pytest.mark.parametrize("selector", NOTHING)
def test_what_selects_nothing_is_an_error_that_guesses(selector):
    with pytest.raises(SelectError) as caught:
        selected("blog", selector)

    assert caught.value.problem == f"no schema file under {selector!r}"
    assert caught.value.hint == NOTHING[selector]


def test_of_several_words_the_one_that_selects_nothing_is_named():
    with pytest.raises(SelectError, match="under 'blgo'"):
        selected("jaffle_shop blgo")


@pytest.mark.parametrize("selector", ["", "  "])
def test_an_empty_selector_is_an_error(selector):
    with pytest.raises(SelectError, match="empty selector"):
        selected(selector)
