"""Several people, clones and branches: another's build keeps what one edited."""

from __future__ import annotations

import pytest

from reflekt_dbt.write.eject import eject
from tests.trust.crew import Crew, docs_of, sql_of, tables_of
from tests.trust.sound import problems

SCHEMAS = {
    "Cart_Viewed": ["sku", "price"],
    "Order_Placed": ["coupon", "total"],
    "Order_Rated": ["stars"],
}
ORDERS = sql_of("Order_Placed")
ORDERS_YML = docs_of("Order_Placed")


def planned(**more):
    """Return all schemas, with these properties besides: event → properties."""
    events = {*SCHEMAS, *more}
    return {event: [*SCHEMAS.get(event, ()), *more.get(event, ())] for event in sorted(events)}


# Everything that any test here plans has arrived already: what is missing is no matter here.
TABLES = tables_of(
    planned(Order_Placed=["gift", "note", "tip"], Order_Paid=["card"], Order_Packed=["box"])
)


@pytest.fixture
def crew(render, tmp_path) -> Crew:
    """The project as built and committed."""
    crew = Crew.found(tmp_path / "ours", render)
    crew.plan(SCHEMAS)
    crew.build(TABLES)
    crew.commit()
    return crew


def edit(crew, path, old, new):
    text = crew.read(path)
    assert old in text
    crew.write(path, text.replace(old, new, 1))


def edit_both(crew):
    edit(crew, ORDERS, "        coupon,", "        upper(coupon) as code,")
    edit(crew, ORDERS_YML, "What coupon says.", "In capitals, see finance.")


def change(crew, schemas, notes=None):
    crew.plan(schemas, notes)
    return crew.build(TABLES)


def on_two_branches(crew, one, other):
    """Let *one* work on a branch and *other* on main, and merge; return who had conflicts."""
    crew.git("checkout", "-q", "-b", "branch")
    one(crew)
    crew.commit()
    crew.git("checkout", "-q", "main")
    other(crew)
    crew.commit()
    crew.git("merge", "-q", "--no-edit", "branch", code=None)
    listed = crew.git("diff", "--name-only", "--diff-filter=U").split()
    return {path for path in listed if path.startswith("models/")}


class TestFreshClone:
    @pytest.fixture
    def origin(self, crew, tmp_path):
        """Where people push to; somebody has edited, built news into it, and pushed."""
        crew.git("init", "-q", "--bare", "-b", "main", str(tmp_path / "origin.git"))
        crew.git("remote", "add", "origin", (tmp_path / "origin.git").as_uri())
        edit_both(crew)
        crew.commit()
        assert change(crew, planned(Order_Placed=["gift"])).code == 0
        crew.commit()
        crew.git("push", "-q", "origin", "main")
        crew.git("--git-dir", str(tmp_path / "origin.git"), "gc", "-q", "--prune=now")
        return Crew(tmp_path / "origin.git", crew.render)

    def test_builds_nothing_new_where_nothing_is(self, origin, tmp_path):
        clone = origin.cloned(tmp_path / "clone")

        said = clone.build(TABLES)

        assert (said.code, clone.git("status", "--porcelain")) == (0, "")

    def test_merges_a_change_of_the_schema_into_what_another_edited(self, origin, tmp_path):
        clone = origin.cloned(tmp_path / "clone")

        said = change(clone, planned(Order_Placed=["gift", "note"]))

        assert said.code == 0, said.text
        assert {said.kinds()[ORDERS], said.kinds()[ORDERS_YML]} == {"merged"}
        assert (
            "upper(coupon) as code,\n        total,\n        gift,\n        note,\n"
            in clone.read(ORDERS)
        )
        assert "In capitals, see finance." in clone.read(ORDERS_YML)
        assert "      - name: note\n" in clone.read(ORDERS_YML)

    def test_merges_an_edit_that_was_never_built_on(self, origin, crew, tmp_path):
        """Its base is nowhere but in the past of the repository."""
        edit(crew, sql_of("Cart_Viewed"), "        price,", "        price / 100 as price,")
        crew.commit()
        crew.git("push", "-q", "origin", "main")
        clone = origin.cloned(tmp_path / "clone")

        said = change(clone, planned(Order_Placed=["gift"]), {"Cart_Viewed": "Seen."})
        more = change(clone, {**planned(Order_Placed=["gift"]), "Cart_Viewed": ["price"]})

        assert (said.code, more.code) == (0, 0), said.text + more.text
        assert more.kinds()[sql_of("Cart_Viewed")] == "merged"
        assert "price / 100 as price" in clone.read(sql_of("Cart_Viewed"))
        assert "sku" not in clone.read(sql_of("Cart_Viewed"))

    def test_merges_news_into_the_line_after_an_edited_one(self, crew):
        """New properties go behind the last one, so that this is where most of them go."""
        edit(crew, ORDERS, "        total,", "        total * 100 as cents,")
        edit(crew, ORDERS_YML, "What total says.", "In cents.")
        crew.commit()

        said = change(crew, planned(Order_Placed=["gift"]))

        assert said.code == 0, said.text
        assert "        total * 100 as cents,\n        gift,\n" in crew.read(ORDERS)
        assert "In cents.'\n      - name: gift\n" in crew.read(ORDERS_YML)

    def test_that_is_shallow_names_the_cure_and_touches_nothing(self, crew, tmp_path):
        edit_both(crew)
        crew.commit()
        clone = crew.cloned(tmp_path / "clone", "--depth", "1")
        clone.plan(planned(Order_Placed=["gift"]))
        before = clone.files()

        said = clone.build(TABLES)

        after = clone.files()
        assert said.code == 1
        assert "git fetch --unshallow" in said.text
        edited = {ORDERS, ORDERS_YML}
        assert {path: after[path] for path in edited} == {path: before[path] for path in edited}
        assert said.kinds()[ORDERS] == said.kinds()[ORDERS_YML] == "kept"
        clone.git("fetch", "-q", "--unshallow")
        assert clone.build(TABLES).code == 0
        assert "code,\n        total,\n        gift,\n" in clone.read(ORDERS)

    def test_that_is_shallow_has_what_was_merged_before_beside(self, origin, tmp_path):
        clone = origin.cloned(tmp_path / "clone", "--depth", "1")

        said = change(clone, planned(Order_Placed=["gift", "note"]))

        assert said.code == 0, said.text
        assert "        gift,\n        note,\n" in clone.read(ORDERS)


class TestTwoBranches:
    def test_that_add_neighbouring_events_are_resolved_by_building(self, crew):
        on_two_branches(
            crew,
            lambda crew: change(crew, planned(Order_Packed=["box"])),
            lambda crew: change(crew, planned(Order_Paid=["card"])),
        )

        said = change(crew, planned(Order_Packed=["box"], Order_Paid=["card"]))

        assert said.code == 0, said.text
        self.is_at_rest(crew)
        self.is_as_built_at_once(crew)

    def test_that_add_a_property_each_to_one_event_are_resolved_by_building(self, crew):
        conflicts = on_two_branches(
            crew,
            lambda crew: change(crew, planned(Order_Placed=["gift"])),
            lambda crew: change(crew, planned(Order_Placed=["note"])),
        )

        said = change(crew, planned(Order_Placed=["gift", "note"]))

        assert ORDERS in conflicts
        assert said.code == 0, said.text
        self.is_at_rest(crew)
        self.is_as_built_at_once(crew)

    def test_that_add_a_property_each_to_an_edited_event_are_resolved_by_building(self, crew):
        edit_both(crew)
        crew.commit()
        conflicts = on_two_branches(
            crew,
            lambda crew: change(crew, planned(Order_Placed=["gift"])),
            lambda crew: change(crew, planned(Order_Placed=["note"])),
        )

        said = change(crew, planned(Order_Placed=["gift", "note"]))

        assert ORDERS in conflicts
        assert said.code == 0, said.text
        assert "code,\n        total,\n        gift,\n        note,\n" in crew.read(ORDERS)
        assert "In capitals, see finance." in crew.read(ORDERS_YML)
        self.is_at_rest(crew)

    def test_of_a_hand_edit_and_a_schema_change_are_resolved_by_building(self, crew):
        conflicts = on_two_branches(
            crew,
            edit_both,
            lambda crew: change(crew, planned(Order_Placed=["gift"])),
        )

        said = crew.build(TABLES)

        assert conflicts == set()
        assert said.code == 0, said.text
        assert "upper(coupon) as code,\n        total,\n        gift,\n" in crew.read(ORDERS)
        self.is_at_rest(crew)

    def test_of_an_edit_beside_a_schema_change_are_resolved_by_building(self, crew):
        """The two are in each other's way for git; for us one of them is only generated."""
        conflicts = on_two_branches(
            crew,
            lambda crew: edit(crew, ORDERS, "        total,", "        total as paid,"),
            lambda crew: change(crew, planned(Order_Placed=["gift"])),
        )

        said = crew.build(TABLES)

        assert conflicts == {ORDERS}
        assert said.code == 0, said.text
        assert "        total as paid,\n        gift,\n" in crew.read(ORDERS)
        self.is_at_rest(crew)

    def test_that_edit_one_line_each_in_their_way_are_left_to_people(self, crew):
        on_two_branches(
            crew,
            lambda crew: edit(crew, ORDERS, "        total,", "        total as one,"),
            lambda crew: edit(crew, ORDERS, "        total,", "        total as other,"),
        )
        before = crew.files()

        said = crew.build(TABLES)

        assert said.code == 1
        assert f"{ORDERS}: it has git's conflict markers" in said.text
        assert crew.files() == before

    @staticmethod
    def is_at_rest(crew):
        assert problems(crew.files()) == []
        crew.commit()
        said = crew.build(TABLES)
        assert (said.code, crew.git("status", "--porcelain")) == (0, "")

    @staticmethod
    def is_as_built_at_once(crew):
        """Nothing tells that there ever were two branches."""
        before = crew.files()
        for path in [*crew.models(), "reflekt.lock", "reflekt.catalog"]:
            (crew.root / path).unlink()
        crew.build(TABLES)
        assert crew.files() == before


class TestModelThatSomeoneDescribes:
    """dbt reads no project in which two files describe a model."""

    def test_is_left_out_of_a_shared_properties_file(self, crew):
        eject(crew.root, ["stg_shop__order_placed"])
        crew.configure(docs={"per": "folder"})

        said = crew.build(TABLES)

        shared = crew.read("models/staging/shop/_shop__models.yml")
        assert said.code == 0, said.text
        assert "stg_shop__order_rated" in shared
        assert "stg_shop__order_placed" not in shared
        assert problems(crew.files()) == []

    def test_leaves_the_shared_properties_file_once_it_is_described(self, crew):
        crew.configure(docs={"per": "project"})
        crew.build(TABLES)
        crew.write(
            "models/ours.yml",
            "models:\n  - name: stg_shop__order_placed\n    description: Ours.\n",
        )

        said = crew.build(TABLES)

        assert said.code == 0, said.text
        assert problems(crew.files()) == []
