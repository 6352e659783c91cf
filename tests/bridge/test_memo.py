"""What was rendered before comes back only for the very same input, and only whole."""

from __future__ import annotations

import os
import re
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from dbt_common.clients.jinja import get_environment
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import meta, nodes

from reflekt_dbt.bridge import memo
from reflekt_dbt.bridge.memo import KEPT_AT_MOST, Memo, memo_of
from reflekt_dbt.bridge.package import package_root

RESULT = {"files": [["models/a.sql", "shop", "select 1\n"]], "findings": [], "tables": []}
AS_TEXT = "{{ return(adapter.dispatch('as_text', 'reflekt')(sql)) }}"


def macro(name: str, text: str = "", package: str = "reflekt") -> Any:
    return SimpleNamespace(
        macro=SimpleNamespace(name=name, package_name=package, macro_sql=text)
    )


@dataclass
class Input:
    """All that a result goes by."""

    plan: dict[str, Any] = field(default_factory=lambda: {"tables": [{"model": "a"}]})
    present: dict[str, Any] = field(default_factory=lambda: {"tables": [["shop", "a", []]]})
    macros: dict[str, Any] = field(
        default_factory=lambda: {
            "as_text": macro("as_text", AS_TEXT),
            "default__as_text": macro("default__as_text", "cast"),
            "duckdb__as_text": macro("duckdb__as_text", "::"),
        }
    )
    chosen: Any = None
    type: str = "duckdb"

    def memo(self, folder: Path = Path("target")) -> Memo:
        chosen = self.chosen or self.macros["default__as_text"]
        adapter = SimpleNamespace(type=lambda: self.type, dispatch=lambda *_: chosen)
        return memo_of(self.plan, self.present, self.macros, adapter, folder)


def changed(change) -> Input:
    one = Input()
    change(one)
    return one


CHANGES = {
    "a name in the plan": lambda one: one.plan["tables"][0].update(model="b"),
    "the order of keys": lambda one: setattr(one, "plan", {"x": 1, **one.plan}),
    "a table that is present": lambda one: one.present["tables"].append(["shop", "b", []]),
    "a type that is present": lambda one: one.present["tables"][0][2].append(["id", "text"]),
    "a macro's text": lambda one: one.macros.update(
        default__as_text=macro("default__as_text", "convert")
    ),
    "another macro": lambda one: one.macros.update(extra=macro("extra")),
    "a macro's name": lambda one: one.macros.update(other=one.macros.pop("duckdb__as_text")),
    "the version that is chosen": lambda one: setattr(
        one, "chosen", one.macros["duckdb__as_text"]
    ),
    "the adapter": lambda one: setattr(one, "type", "postgres"),
}


def test_same_input_has_the_same_key():
    assert Input().memo().key == Input().memo().key != ""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_any_other_input_has_another_key(change):
    assert changed(change).memo().key not in {Input().memo().key, ""}


@pytest.mark.parametrize("number", range(4))
def test_so_has_any_other_version_of_what_runs_macros(number, monkeypatch):
    before = Input().memo().key
    versions = list(memo._surroundings())
    versions[number] += ".dev0"
    monkeypatch.setattr(memo, "_surroundings", lambda: versions)

    assert Input().memo().key != before


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(json_values, min_size=1), st.lists(json_values, min_size=1))
def test_keys_are_equal_only_for_equal_plans(one, other):
    keys = [Input(plan={"tables": plan}).memo().key for plan in (one, other)]

    # Not ==: 1, 1.0 and true are equal in Python, and macros render each in its own way.
    assert (keys[0] == keys[1]) == (repr(one) == repr(other))


def test_nothing_is_kept_where_a_project_has_its_own_version_of_a_macro(tmp_path):
    own = macro("duckdb__as_text", "{{ env_var('USER') }}", package="shop")
    kept = Input(chosen=own).memo(tmp_path)

    kept.write(RESULT)

    assert kept.read() is None
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_kept_of_a_plan_that_is_not_made_of_json_values(tmp_path):
    kept = Input(plan={"tables": {1, 2}}).memo(tmp_path)

    kept.write(RESULT)

    assert kept.key == ""
    assert list(tmp_path.iterdir()) == []


@given(json_values)
def test_what_is_written_is_read(tmp_path_factory, value):
    folder = tmp_path_factory.mktemp("memo")
    result = {"files": [["é\ud800\x00", value]]}
    Memo(folder, "a" * 64).write(result)

    assert repr(Memo(folder, "a" * 64).read()) == repr(result)


def test_what_json_cannot_hold_is_not_kept(tmp_path):
    Memo(tmp_path, "a" * 64).write({"files": [object()]})

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_read_where_nothing_is_or_can_be(tmp_path):
    (tmp_path / "file").write_text("")

    assert Memo(tmp_path, "a" * 64).read() is None
    assert Memo(tmp_path / "file", "a" * 64).read() is None


def test_place_that_cannot_be_written_to_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")

    Memo(tmp_path / "file", "a" * 64).write(RESULT)

    assert (tmp_path / "file").read_text() == ""


def damaged_at(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_no_byte_of_it_can_be_damaged_unnoticed(tmp_path):
    kept = Memo(tmp_path, "a" * 64)
    kept.write(RESULT)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()

    for content in (
        *(damaged_at(whole, place) for place in range(len(whole))),
        *(whole[:length] for length in range(len(whole))),
        whole + b" ",
    ):
        file.write_bytes(content)
        assert Memo(tmp_path, "a" * 64).read() is None

    file.write_bytes(whole)
    assert Memo(tmp_path, "a" * 64).read() == RESULT


def test_file_of_another_input_under_this_name_is_passed_over(tmp_path):
    Memo(tmp_path, "b" * 64).write(RESULT)
    (file,) = tmp_path.iterdir()
    file.rename(file.with_name(f"{'a' * 64}.json"))

    assert Memo(tmp_path, "a" * 64).read() is None


def test_targets_that_take_turns_each_keep_theirs_and_old_ones_go(tmp_path):
    for number in range(KEPT_AT_MOST):
        Memo(tmp_path, f"{number}").write(RESULT)
        os.utime(tmp_path / f"{number}.json", (number, number))
    assert Memo(tmp_path, "0").read() == RESULT

    Memo(tmp_path, "new").write(RESULT)

    left = sorted(file.stem for file in tmp_path.iterdir())
    assert left == sorted(["new", "0", *map(str, range(2, KEPT_AT_MOST))])


def test_what_was_found_is_not_written_again(tmp_path):
    Memo(tmp_path, "a").write(RESULT)
    again = Memo(tmp_path, "a")
    found = again.read()
    (file,) = tmp_path.iterdir()
    file.unlink()

    again.write(found)

    assert not file.exists()


def test_input_is_left_as_it_was():
    one = Input()
    plan = deepcopy(one.plan)

    one.memo()

    assert one.plan == plan


@pytest.fixture(scope="module")
def reachable():
    """The macros that reflekt_files may call, by name."""
    text = "\n".join(
        file.read_text(encoding="utf-8") for file in (package_root() / "macros").rglob("*.sql")
    )
    every = {
        name: whole
        for whole, name in re.findall(
            r"(\{%-? macro (\w+)\(.*?\{%-? endmacro -?%\})", text, re.DOTALL
        )
    }
    found: dict[str, str] = {}
    waiting = ["reflekt_files"]
    while waiting:
        name = waiting.pop()
        if name in every and name not in found:
            found[name] = every[name]
            called = set(re.findall(r"\w+", every[name]))
            waiting.extend(one for one in every if one.split("__")[-1] in called)
            waiting.extend(called)
    return found


def names_read(text):
    """Return the names that a macro takes from its surroundings."""
    tree = get_environment(None).parse(text)
    # Jinja takes a name that is set under a condition for one that may come from outside.
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    return meta.find_undeclared_variables(tree) - own


class TestMacrosArePure:
    """The key holds all that reflekt_files goes by only while this is all that it goes by."""

    # Of the last two, dispatch and type are in the key; re hangs on nothing but Python.
    ALLOWED = frozenset(
        {"return", "reflekt", "zip", "tojson", "local_md5", "adapter", "modules"}
    )
    PARTS = re.compile(r"\b(adapter|modules)\.(\w+)")

    def test_they_are_many(self, reachable):
        assert {"reconcile", "render_model", "duckdb__safe_cast"} <= reachable.keys()
        assert "get_catalog" not in reachable

    def test_they_read_nothing_but_what_the_key_holds(self, reachable):
        read = {name: names_read(text) for name, text in reachable.items()}

        assert {
            name: sorted(names - self.ALLOWED)
            for name, names in read.items()
            if not names <= self.ALLOWED
        } == {}

    def test_of_adapter_and_modules_they_use_no_more_than_is_known(self, reachable):
        used = {pair for text in reachable.values() for pair in self.PARTS.findall(text)}

        assert used == {("adapter", "dispatch"), ("adapter", "type"), ("modules", "re")}
