"""Failures, edits and kills at any moment: a re-run converges, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflekt_dbt.errors import RegistryError, SchemaError
from reflekt_dbt.registries import push as pushing
from reflekt_dbt.registries.local import Files, text_of
from reflekt_dbt.registries.push import Tools
from reflekt_dbt.registries.run import Request, run
from reflekt_dbt.registries.select import Target
from reflekt_dbt.registries.show import text_lines
from reflekt_dbt.registries.sync import Choice
from tests.fakes.memory import MemoryRegistry

PLAN = Target("shop", "shop")


def schema(name, version="1-0", text="", **more):
    own = {"vendor": "com.shop", "name": name, "format": "jsonschema", "version": version}
    draft = "http://json-schema.org/draft-07/schema#"
    said = {"$schema": draft, "$id": "x.json", "description": text, "self": own}
    return {**said, "type": "object", "properties": {}, **more}


class Person:
    """Says yes, and remembers what it was shown."""

    def __init__(self, meanwhile=lambda: None):
        self.lines = []
        self.meanwhile = meanwhile

    def note(self, sentence):
        self.lines.append(sentence)

    def show(self, planned):
        self.lines += [line for one in planned for line in text_lines(one)]

    def confirm(self, planned):
        self.meanwhile()
        return bool(planned)


class Both:
    """A folder in git and a registry in memory."""

    def __init__(self, root: Path, registry=None):
        self.root = root
        self.registry = registry or MemoryRegistry(minors=True)
        self.slept = []

    def schema(self, name, version="1-0", text="", **more):
        path = self.root / "schemas" / "shop" / name.replace(" ", "_") / f"{version}.json"
        data = schema(name, version, text, **more)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(data, str(path)), encoding="utf-8")
        return path

    def run(self, direction, person=None, **asked):
        how = {"yes": asked.pop("yes", True), "dry_run": asked.pop("dry_run", False)}
        request = Request(direction, (PLAN,), Choice(**asked), **how)
        files = Files(self.root, "schemas")
        tools = Tools(sleep=self.slept.append)
        return run(request, self.registry, files, person or Person(), tools)

    def files(self):
        every = (one for one in (self.root / "schemas").rglob("*") if one.is_file())
        return {one.relative_to(self.root).as_posix(): one.read_bytes() for one in every}

    def state(self):
        file = self.root / "reflekt.registries"
        return file.read_text(encoding="utf-8") if file.exists() else ""


@pytest.fixture
def both(tmp_path):
    return Both(tmp_path)


@pytest.mark.parametrize("number", range(1, 9))
def test_push_that_fails_at_any_call_converges_when_run_again(both, number):
    for name in ("A", "B", "C"):
        both.schema(name)
    both.run("push")
    both.schema("A", text="new")
    both.schema("D")
    (both.root / "schemas/shop/C/1-0.json").unlink()
    both.registry._calls, both.registry.fails_at = 0, number

    failed = False
    try:
        both.run("push", prune=True)
    except RegistryError:
        failed = True
    both.registry.fails_at = 0
    both.schema("A", text="newer still")
    outcome = both.run("push", prune=True)

    assert failed == (number <= 6)
    assert outcome.exit_code == 0
    assert sorted(both.registry.plans["shop"]) == ["A/1-0", "B/1-0", "D/1-0"]
    assert both.registry.plans["shop"]["A/1-0"]["description"] == "newer still"
    assert both.run("push", prune=True).planned[0].to_do == ()
    assert len(both.state().splitlines()) == 4


def test_created_event_that_failed_is_not_taken_for_one_deleted_there(both):
    both.schema("A")
    both.registry.fails_at = 2
    with pytest.raises(RegistryError):
        both.run("push")

    both.registry.plans["shop"] = {}
    both.run("pull", prune=True)

    assert both.files().keys() == {"schemas/shop/A/1-0.json"}


def test_registry_that_tells_late_is_waited_for(both):
    both.schema("A")
    both.registry.before_push = lambda: setattr(both.registry, "late", 2)

    assert both.run("push").exit_code == 0
    assert both.slept == list(pushing.WAITS[:2])


def test_registry_that_tells_something_else_is_said_and_not_put_on_record(both):
    both.schema("A", text="mine")
    held = both.registry.plans

    class Rewriting(MemoryRegistry):
        def push(self, plan, operations, progress):
            super().push(plan, operations, progress)
            self.plans[plan]["A/1-0"]["description"] = "ours"

    both.registry = Rewriting(minors=True)
    both.registry.plans = held

    outcome = both.run("push")

    assert outcome.exit_code == 1
    assert outcome.planned[0].failed == {
        "A/1-0": "the registry does not tell it back as it was pushed"
    }
    assert both.state() == ""


def test_concurrent_edit_while_a_person_is_asked_stops_the_push(both):
    both.schema("A")
    both.run("push")
    both.schema("A", text="mine")

    def edit():
        both.registry.plans["shop"]["A/1-0"]["description"] = "theirs"

    with pytest.raises(RegistryError, match="something changed while you were asked"):
        both.run("push", Person(edit), yes=False)
    assert both.registry.plans["shop"]["A/1-0"]["description"] == "theirs"


def test_registry_without_minors_gets_the_highest_and_says_so(tmp_path):
    # Reflekt: 1-0 and 1-1 are both pushed as version 1.
    both = Both(tmp_path, MemoryRegistry())
    both.schema("A", "1-0", text="old")
    both.schema("A", "1-2", text="new")
    both.schema("A", "2-0")
    person = Person()

    both.run("push", person)

    assert sorted(both.registry.plans["shop"]) == ["A/1-0", "A/2-0"]
    assert both.registry.plans["shop"]["A/1-0"]["description"] == "new"
    assert "  1 older minor versions stay in git: this registry keeps one of a major" in (
        person.lines
    )
    assert both.run("push").planned[0].to_do == ()


def test_losses_are_shown_and_stay_in_the_file_when_the_registry_changes(tmp_path):
    both = Both(tmp_path, MemoryRegistry())
    path = both.schema("A", "1-2", **{"$comment": "why"})
    person = Person()
    both.run("push", person)
    both.registry.plans["shop"]["A/1-0"]["description"] = "theirs"

    both.run("pull")

    data = json.loads(path.read_text())
    assert "      lost there: /$comment: comments are not kept" in person.lines
    assert (data["$comment"], data["description"]) == ("why", "theirs")
    assert data["self"]["version"] == "1-2"
    assert both.run("pull").planned[0].to_do == ()


def test_two_files_of_one_event_are_refused_before_anything_is_done(both):
    both.schema("A")
    path = both.schema("Other")
    path.write_text(path.read_text().replace('"Other"', '"A"'))

    with pytest.raises(SchemaError, match="to the registry, it is the same event as"):
        both.run("push")
    assert both.registry.writes == []


def test_any_folder_that_git_holds_can_be_in_step(both):
    both.schema("A: {b}")

    both.run("push")

    assert both.run("push").planned[0].to_do == ()


def test_dry_run_says_that_an_interrupted_run_is_still_to_be_finished(both):
    both.schema("A")
    both.run("push")
    journal = both.root / ".reflekt" / "run" / "journal.json"
    journal.parent.mkdir(parents=True)
    journal.write_text('{"version": 1, "steps": []}')
    person = Person()

    both.run("pull", person, dry_run=True)
    both.run("pull", person)

    assert person.lines[0].startswith("an interrupted run is still to be finished")
    assert "finished what an interrupted run had begun" in person.lines


HOSTILE = (
    "../../etc/x", "CON", "x" * 300, "🎉🎉", "A B", "A_B", "a b", "..", ".", "nul", "/abs",
    "{{ x }}", "\x1b[31m",
)  # fmt: skip


def test_hostile_names_become_files_below_the_plan_and_a_second_pull_is_no_diff(both):
    held = both.registry.plans["shop"] = {}
    for name in HOSTILE[:-1]:
        held[f"{name}/1-0"] = schema(name, text="{{ 1 }}")

    outcome = both.run("pull")
    before = both.files()

    assert outcome.exit_code == 0, outcome.planned[0].failed
    assert len(before) == len(HOSTILE) - 1
    assert all(path.startswith("schemas/shop/") for path in before)
    assert {one.name for one in both.root.iterdir()} == {"schemas", "reflekt.registries"}
    assert len({path.casefold() for path in before}) == len(before)
    names = {json.loads(text)["self"]["name"] for text in before.values()}
    assert names == set(HOSTILE[:-1])
    assert both.run("pull").planned[0].to_do == ()
    assert both.files() == before


def test_event_that_no_file_may_hold_stops_no_other_and_reaches_no_terminal(both):
    both.registry.plans["shop"] = {
        "bad/1-0": schema(HOSTILE[-1]),
        "none/1-0": {"self": {"name": "none"}},
        "good/1-0": schema("good"),
    }
    person = Person()

    outcome = both.run("pull", person)

    assert outcome.exit_code == 1
    assert outcome.planned[0].failed.keys() == {"bad/1-0", "none/1-0"}
    assert both.files().keys() == {"schemas/shop/good/1-0.json"}
    assert not any("\x1b" in line for line in person.lines)


def test_file_that_changes_while_a_person_is_asked_is_left_alone(both):
    path = both.schema("A")
    both.run("push")
    both.schema("A", text="mine")
    both.registry.plans["shop"]["A/1-0"]["description"] = "theirs"

    with pytest.raises(RegistryError, match="something changed while you were asked"):
        both.run("pull", Person(lambda: both.schema("A", text="mine again")),
                 yes=False, overwrite=True)  # fmt: skip
    assert "mine again" in path.read_text()


# What may happen between two commands; a name and what to do to it.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["edit here", "edit there", "drop here", "drop there", "push", "pull"]),
        st.sampled_from("AB"),
    ),
    max_size=8,
)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS, st.integers(0, 12))
def test_nothing_is_lost_that_nobody_deleted(tmp_path_factory, steps, fails_at):
    both = Both(tmp_path_factory.mktemp("both"))
    both.schema("A")
    both.schema("B")
    both.run("push")
    both.registry.fails_at = fails_at
    for number, (what, name) in enumerate(steps):
        here, there = set(both.files()), set(both.registry.plans["shop"])
        text = f"edit {number}"
        if what == "edit here":
            both.schema(name, text=text)
        elif what == "edit there":
            both.registry.plans["shop"][f"{name}/1-0"] = schema(name, text=text)
        elif what == "drop here":
            (both.root / f"schemas/shop/{name}/1-0.json").unlink(missing_ok=True)
        elif what == "drop there":
            both.registry.plans["shop"].pop(f"{name}/1-0", None)
        else:
            with suppress(RegistryError):
                both.run(what)
            assert set(both.files()) >= here
            assert set(both.registry.plans["shop"]) >= there


@settings(deadline=None, max_examples=40)
@given(st.sets(st.sampled_from("ABCDE")), st.sets(st.sampled_from("ABCDE")), st.booleans())
def test_prune_deletes_what_is_gone_from_git_and_nothing_else(
    tmp_path_factory, dropped, theirs, delete
):
    both = Both(tmp_path_factory.mktemp("both"))
    for name in "ABCDE":
        both.schema(name)
    both.run("push")
    for name in dropped:
        (both.root / f"schemas/shop/{name}/1-0.json").unlink()
    for name in theirs:
        both.registry.plans["shop"][f"{name}/1-0"]["description"] = "theirs"
    both.registry.plans["shop"]["Theirs/1-0"] = {"self": {"name": "Theirs"}}
    both.registry.writes.clear()

    both.run("push", prune=delete)

    gone = {key for kind, key in both.registry.writes if kind == "delete"}
    assert gone == ({f"{name}/1-0" for name in dropped - theirs} if delete else set())


CHILD = """
import os, signal, sys
from reflekt_dbt.write import transaction
from reflekt_dbt.registries import record
commit, count = transaction.commit, [int(sys.argv[1])]
def pause():
    count[0] -= 1
    if count[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
record.commit = lambda root, changes: commit(root, changes, pause)
from reflekt_dbt.cli.main import cli
cli(sys.argv[2:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_pull_killed_at_any_moment_leaves_files_whole_and_is_finished_next(tmp_path):
    theirs = tmp_path / "registry"
    root = tmp_path / "project"
    root.mkdir()
    (root / "reflekt_project.yml").write_text("vendor: com.shop\n")
    theirs.mkdir()
    other = Both(tmp_path / "other")
    for name in ("A", "B"):
        other.schema(name, text="old")
    arguments = ["pull", "-r", str(theirs), "-s", "shop", "--project-dir", str(root)]
    (other.root / "schemas/shop").rename(theirs / "shop")
    _child(0, arguments)
    old = {path: path.read_bytes() for path in (root / "schemas").rglob("*.json")}
    for name in ("A", "B"):
        other.schema(name, text="new")
        source = other.root / f"schemas/shop/{name}/1-0.json"
        source.replace(theirs / f"shop/{name}/1-0.json")

    for moment in range(1, 40):
        code = _child(moment, arguments)
        for path, text in old.items():
            assert path.read_bytes() in {text, text.replace(b"old", b"new")}
        if code == 0:
            break
        assert code == -signal.SIGKILL
    _child(0, arguments)

    assert moment > 2
    assert all(b"new" in path.read_bytes() for path in old)
    assert not (root / ".reflekt").exists()


def _child(moment: int, arguments: list[str]) -> int:
    command = [sys.executable, "-c", CHILD, str(moment), *arguments]
    return subprocess.run(
        command, capture_output=True, check=False, env=dict(os.environ)
    ).returncode
