"""Any name becomes a folder that is safe on every system, and finds its plan again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.errors import RegistryError, SelectError
from reflekt_dbt.registries.model import Document, Expressed, Remote
from reflekt_dbt.registries.names import plan_named, slug
from reflekt_dbt.registries.places import placed
from reflekt_dbt.registries.select import Target, chosen, targets_of
from reflekt_dbt.registries.state import Base
from reflekt_dbt.registries.sync import Entry
from reflekt_dbt.write.paths import is_safe

SLUGS = {
    "Order Completed": "Order_Completed",
    "../../etc/x": "etc_x",
    "CON": "CON_",
    "com1": "com1_",
    "🎉🎉": "unnamed",
    "": "unnamed",
    ".hidden": "hidden",
    "-rf": "rf",
    "Größe & Maß": "Größe_Maß",
    "C:\\x": "C_x",
    "a\x00b\nc": "a_b_c",
    "Order.Completed.": "Order_Completed",
}


@pytest.mark.parametrize("name", SLUGS, ids=repr)
def test_odd_names_become_plain_folders(name):
    assert slug(name) == SLUGS[name]


@given(st.text(max_size=400))
def test_any_name_is_a_safe_folder_and_stays_one(name):
    made = slug(name)

    assert is_safe(made)
    assert "/" not in made
    assert len(made.encode()) <= 255
    assert slug(made).casefold() == made.casefold() or made.endswith("_")


def test_long_names_that_begin_alike_stay_apart():
    assert slug("x" * 300) != slug("x" * 299 + "y")


def test_plan_is_found_by_its_name_or_the_only_one_like_it():
    assert plan_named("jaffle_shop", ["Jaffle Shop", "Other"]) == "Jaffle Shop"
    assert plan_named("Jaffle Shop", ["Jaffle Shop", "jaffle_shop"]) == "Jaffle Shop"
    assert plan_named("nothing", ["Jaffle Shop"]) is None


def test_name_that_several_plans_have_but_for_spelling_is_refused():
    with pytest.raises(SelectError, match="several plans are called like 'JAFFLE SHOP'"):
        plan_named("JAFFLE SHOP", ["Jaffle Shop", "jaffle_shop"])


def remote(key, event, name):
    data = {"self": {"name": name}}
    return Entry(key, None, Remote(key, Document(event, data), None), None)


def here(key, event, name, there=None):
    document = Document(event, {"self": {"name": name}})
    found = there and Remote(key, Document(there, document.data), None)
    return Entry(key, Expressed(key, document, document), found, None)


def ids(*entries):
    return {one.key: one.id for one in placed(entries, "shop")}


def test_new_files_go_to_the_folder_of_the_plan():
    assert ids(remote("k", "Jaffle_Shop/../etc/x/1-0", "x")) == {"k": "shop/unnamed/etc/x/1-0"}


def test_two_events_that_would_be_one_folder_get_a_number():
    made = ids(
        remote("a", "p/A_B/1-0", "A B"),
        remote("b", "p/A_B/1-0", "A_B"),
        remote("c", "p/a_b/1-0", "a b"),
        remote("d", "p/A_B/2-0", "A_B"),
    )

    assert made == {
        "a": "shop/A_B/1-0",
        "b": "shop/A_B_2/1-0",
        "c": "shop/a_b_3/1-0",
        "d": "shop/A_B_2/2-0",
    }


def test_two_kinds_of_calls_with_one_name_never_share_a_file():
    made = ids(
        remote("PAGE/Home/1", "p/Home/1-0", "Home"),
        remote("PAGE/Home/2", "p/Home/2-0", "Home"),
        remote("TRACK/Home/1", "p/Home/1-0", "Home"),
        remote("TRACK/Home/2", "p/Home/2-0", "Home"),
    )

    assert list(made.values()) == [
        "shop/Home/1-0", "shop/Home/2-0", "shop/Home_2/1-0", "shop/Home_2/2-0",
    ]  # fmt: skip


def test_file_that_only_git_has_is_in_nobodys_way():
    made = ids(here("PAGE/Home/1", "shop/Home/1-0", "Home"), remote("T", "p/Home/1-0", "Home"))

    assert made["T"] == "shop/Home_2/1-0"


def test_new_version_goes_where_the_event_is():
    made = ids(
        here("v1", "shop/orders/Done/1-3", "Done", there="p/Done/1-0"),
        remote("v2", "p/Done/2-0", "Done"),
    )

    assert made == {"v1": "shop/orders/Done/1-3", "v2": "shop/orders/Done/2-0"}


def test_file_of_another_event_is_never_taken():
    assert ids(here("x", "shop/Done/1-0", "Other"), remote("y", "p/Done/1-0", "Done")) == {
        "x": "shop/Done/1-0",
        "y": "shop/Done_2/1-0",
    }


def test_file_that_became_another_event_is_not_where_the_old_one_goes_back_to():
    old = Entry(
        "old",
        None,
        Remote("old", Document("p/Done/1-0", {"self": {"name": "Done"}}), None),
        Base("shop/Done/1-0", frozenset({"0" * 16})),
    )

    assert ids(here("new", "shop/Done/1-0", "Finished"), old)["old"] == "shop/Done_2/1-0"


def test_remote_version_that_is_none_is_refused():
    with pytest.raises(RegistryError, match="'latest' is no version"):
        ids(remote("k", "p/A/latest", "A"))


class TestTargets:
    def test_plan_is_named_by_folder_or_as_the_registry_calls_it(self):
        for given_ in ("Jaffle Shop", "jaffle_shop", "schemas/jaffle_shop", "./jaffle_shop"):
            (target,) = targets_of([given_], {}, ["jaffle_shop"], "schemas")
            assert target.folder == "jaffle_shop"

    def test_configured_plan_wins_and_may_hold_a_slash(self):
        plans = {"shop": "Jaffle / Shop"}

        by_name = targets_of(["Jaffle / Shop/Order Completed/1"], plans, [], "schemas")
        by_folder = targets_of(["shop/Order Completed/1"], plans, [], "schemas")

        assert by_name == by_folder
        assert by_name == (Target("Jaffle / Shop", "shop", ("Order Completed/1",)),)

    def test_several_parts_of_a_plan_are_one_target_and_the_whole_takes_them_in(self):
        both = targets_of(["shop/A", "shop/B"], {}, ["shop"], "schemas")
        whole = targets_of(["shop/A", "shop"], {}, ["shop"], "schemas")

        assert both == (Target("shop", "shop", ("A", "B")),)
        assert whole == (Target("shop", "shop"),)

    def test_plan_that_is_named_twice_is_one_target(self):
        asked = ["Jaffle Shop", "jaffle_shop/A"]

        assert targets_of(asked, {}, ["jaffle_shop"], "schemas") == (
            Target("Jaffle Shop", "jaffle_shop"),
        )

    def test_two_plans_that_would_share_a_folder_are_refused(self):
        with pytest.raises(SelectError, match="are both the folder 'unnamed'"):
            targets_of(["🎉", "unnamed", "Unnamed!"], {"unnamed": "Other"}, [], "schemas")

    def test_new_plan_gets_a_safe_folder(self):
        (target,) = targets_of(["../../etc"], {}, [], "schemas")

        assert (target.plan, target.folder) == ("..", "unnamed")

    def test_nothing_selected_is_every_configured_plan(self):
        assert targets_of([], {"a": "A", "b": "B"}, [], "schemas") == (
            Target("A", "a"),
            Target("B", "b"),
        )

    def test_nothing_selected_and_none_configured_is_refused(self):
        with pytest.raises(SelectError, match="nothing is selected"):
            targets_of([], {}, ["shop"], "schemas")

    def test_two_folders_alike_are_refused(self):
        with pytest.raises(SelectError, match="several folders are called like"):
            targets_of(["JAFFLE shop"], {}, ["jaffle_shop", "Jaffle-Shop_"], "schemas")

    @pytest.mark.parametrize(
        ("part", "keys"),
        [
            ("Order Done", "ab"),
            ("Order Done/1-0", "a"),
            ("Order Done/2", "b"),
            ("Order_Done", "ab"),
            ("Order_Done/2-0", "b"),
            ("*/1-0", "ac"),
        ],
    )
    def test_part_is_an_event_by_name_or_file_with_or_without_version(self, part, keys):
        entries = (
            here("a", "shop/Order_Done/1-0", "Order Done"),
            here("b", "shop/Order_Done/2-0", "Order Done"),
            here("c", "shop/Other/1-0", "Other"),
        )

        found = chosen(entries, Target("shop", "shop", (part,)))

        assert "".join(one.key for one in found) == keys

    def test_part_that_is_nothing_is_refused_with_the_nearest(self):
        entries = (here("a", "shop/Order_Done/1-0", "Order Done"),)

        with pytest.raises(SelectError, match="did you mean 'Order Done'"):
            chosen(entries, Target("shop", "shop", ("Order Dne",)))
