"""Whatever people, schemas, the warehouse and power failures do in turn.

No line that a person wrote is lost, the project parses at every moment, runs come to rest,
and a colleague's fresh clone does what the working copy does. ``REFLEKT_TEST_HISTORIES`` is
how many histories are tried; by default few.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import warnings
from collections import deque
from itertools import count
from pathlib import Path

from dbt.cli.main import dbtRunner
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from reflekt_dbt.write.eject import eject
from reflekt_dbt.write.transaction import recover
from tests.parity.rendering import PROFILES, QUIET
from tests.trust.crew import Crew, Killed, tables_of
from tests.trust.sound import problems

HISTORIES = int(os.environ.get("REFLEKT_TEST_HISTORIES", "5"))
PARSED = 4
EVENTS = ("Cart_Viewed", "Order_Placed", "Order_Rated")
PROPERTIES = ("coupon", "price", "sku", "stars")
ONE_EVENT = st.sampled_from(EVENTS)
ONE_PROPERTY = st.sampled_from(PROPERTIES)
KINDS = st.sampled_from(["model", "docs"])
LAYOUTS = (
    {},
    {"path": "models/events/{source}"},
    {"models": {"prefix": "base_"}},
    {"docs": {"per": "folder"}},
    {"docs": {"in_folder": True, "prefix": ""}},
)
ANYWHERE = st.integers(0, 60)

_COLUMN = re.compile(r"^        (\w+),\r?$")
_DESCRIBED = re.compile(r"^        description: '(?!\{\{)")


class History(RuleBasedStateMachine):
    """One project, all that happens to it, and what must not be lost."""

    render = None
    ends = None  # the files that some histories left, for dbt itself to parse

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        self.numbers = count()
        self.crew = Crew.found(self.folder / "ours", self.render)
        self.schemas = {event: list(PROPERTIES[:2]) for event in EVENTS}
        self.tables = tables_of(self.schemas)
        self.notes = {}
        self.layout = {}
        self.tokens = set()  # of lines that people wrote
        self.frozen = {}  # path → text of what they took over for good
        self.crew.plan(self.schemas)
        assert self.crew.build(self.tables).code == 0
        self.crew.commit()

    def teardown(self):
        self.ends.append(self.crew.files())
        shutil.rmtree(self.folder)

    # What product people do.

    @rule(event=ONE_EVENT, name=ONE_PROPERTY, at=st.integers(0, 3), arrives=st.booleans())
    def plan_property(self, event, name, at, arrives):
        planned = self.schemas.setdefault(event, [])
        if name not in planned:
            planned.insert(at, name)
        if arrives:
            self.tables.setdefault(event.lower(), ["id", "user_id", "received_at"])
            if name not in self.tables[event.lower()]:
                self.tables[event.lower()].append(name)
        self.crew.plan(self.schemas, self.notes)

    @rule(event=ONE_EVENT, name=ONE_PROPERTY)
    def drop_property(self, event, name):
        if name in self.schemas.get(event, ()):
            self.schemas[event].remove(name)
        self.crew.plan(self.schemas, self.notes)

    @rule(event=ONE_EVENT, name=ONE_PROPERTY)
    def describe_property(self, event, name):
        self.notes[f"{event}.{name}"] = f"Said anew, {next(self.numbers)}."
        self.crew.plan(self.schemas, self.notes)

    @rule(event=ONE_EVENT)
    def drop_event(self, event):
        self.schemas.pop(event, None)
        self.crew.plan(self.schemas, self.notes)

    @rule(event=ONE_EVENT)
    def lose_table(self, event):
        self.tables.pop(event.lower(), None)

    # What analytics engineers do.

    @rule(kind=KINDS, event=ONE_EVENT, at=ANYWHERE)
    def comment(self, kind, event, at):
        start = {"model": "-- ", "docs": "# "}[kind]
        self.edit(kind, event, at, lambda line, token: [f"{start}{token}", line])

    @rule(event=ONE_EVENT, at=ANYWHERE)
    def add_column(self, event, at):
        new = "        1 as {},"
        self.edit("model", event, at, lambda line, t: [new.format(t), line], _COLUMN)

    @rule(event=ONE_EVENT, at=ANYWHERE)
    def rename_column(self, event, at):
        def renamed(line, token):
            return [f"        {_COLUMN.match(line)[1]} as {token},"]

        self.edit("model", event, at, renamed, _COLUMN)

    @rule(event=ONE_EVENT, at=ANYWHERE)
    def take_column_out(self, event, at):
        self.edit("model", event, at, lambda _, token: [f"        -- {token}"], _COLUMN)

    @rule(event=ONE_EVENT, at=ANYWHERE)
    def describe_column(self, event, at):
        new = "        description: '{}'"
        self.edit("docs", event, at, lambda _, t: [new.format(t)], _DESCRIBED)

    @rule(kind=KINDS, event=ONE_EVENT)
    def save_on_windows(self, kind, event):
        if path := self.crew.path_of(kind, event):
            text = self.crew.read(path).replace("\r\n", "\n")
            self.crew.write(path, text.replace("\n", "\r\n"))

    @rule(event=ONE_EVENT)
    def refer(self, event):
        if path := self.crew.path_of("model", event):
            model = Path(path).stem
            text = f"table {{{{ ref('{model}') }}}}\n"
            self.crew.write(f"models/marts/of_{event.lower()}.sql", text)

    @rule(event=ONE_EVENT)
    def take_over(self, event):
        if path := self.crew.path_of("model", event):
            for taken in eject(self.crew.root, [path]):
                self.frozen[taken] = self.crew.read(taken)

    @rule(layout=st.sampled_from(LAYOUTS))
    def move(self, layout):
        """Have it all in other places, as people do once; and back, if that cannot be."""
        before, self.layout = self.layout, layout
        self.crew.configure(**layout)
        if self.crew.build(self.tables).code == 2:
            self.layout = before
            self.crew.configure(**before)

    @rule()
    def commit(self):
        self.crew.commit()

    # What is built.

    @rule(kind=KINDS, event=ONE_EVENT, at=ANYWHERE, name=ONE_PROPERTY, dropped=st.booleans())
    def bring_news_to_an_edited_file(self, kind, event, at, name, dropped):
        self.comment(kind, event, at)
        self.build(None, force=False)
        if dropped:
            self.drop_property(event, name)
        else:
            self.plan_property(event, name, at % 4, arrives=True)
        self.build(None, force=False)

    @rule(event=st.none() | ONE_EVENT, force=st.sampled_from([False, False, True]))
    def build(self, event, force):
        select = (f"shop/{event}",) if event in self.schemas else ()
        # A run that was interrupted is finished first, whatever becomes of this one.
        recover(self.crew.root)
        before = self.crew.files()

        said = self.crew.build(self.tables, force=force, select=select)

        if said.code == 2:
            assert self.crew.files() == before
            return
        if force:
            dropped = "".join(one.diff for one in said.report.files if one.action == "forced")
            self.tokens -= {token for token in self.tokens if f"{token}" in dropped}
        self.comes_to_rest(said.code, select=select)

    @rule(event=ONE_EVENT, name=ONE_PROPERTY, after=st.integers(0, 30), new=st.booleans())
    def build_until_the_power_fails(self, event, name, after, new):
        if new:
            self.drop_event(event)
            self.build(None, force=False)
        self.plan_property(event, name, 0, arrives=True)
        left = iter(range(after))

        def fail_in_time():
            if next(left, None) is None:
                raise Killed

        try:
            self.crew.build(self.tables, fail_in_time)
        except Killed:
            self.nothing_is_lost()
            self.project_parses()

    @rule()
    def build_as_a_colleague(self):
        # What is left of an interrupted run is in no commit, so that only here it is finished.
        recover(self.crew.root)
        self.crew.commit()
        other = self.crew.cloned(self.folder / f"clone-{next(self.numbers)}")

        ours, theirs = self.crew.build(self.tables), other.build(self.tables)

        assert theirs.code == ours.code, theirs.text
        assert other.files() == self.crew.files()
        shutil.rmtree(other.root)

    @rule(
        kind=KINDS,
        at=ANYWHERE,
        event=ONE_EVENT,
        name=ONE_PROPERTY,
        built=st.booleans(),
    )
    def merge_branches(self, kind, at, event, name, built):
        """One edits and takes in a property, another describes one anew; git merges."""
        self.build(None, force=False)
        self.crew.commit()
        self.crew.git("checkout", "-q", "-b", f"branch-{next(self.numbers)}")
        self.comment(kind, event, at)
        self.plan_property(event, name, 0, arrives=True)
        if built:
            self.crew.build(self.tables)
        self.crew.commit()
        self.crew.git("checkout", "-q", "main")
        self.describe_property(event, name)
        self.crew.build(self.tables)
        self.crew.commit()
        self.crew.git("merge", "-q", "--no-edit", "@{-1}", code=None)
        # Conflicts in schema files are for people, who know what they want.
        self.crew.plan(self.schemas, self.notes)
        self.build(None, force=False)
        if any("conflict markers" in one for one in problems(self.crew.files())):
            self.build(None, force=True)
        self.crew.commit()

    # What must hold.

    @invariant()
    def nothing_is_lost(self):
        files = self.crew.files()
        text = "".join(text for path, text in files.items() if path.startswith("models/"))

        assert {token for token in self.tokens if token not in text} == set()
        assert {path: files.get(path) for path in self.frozen} == self.frozen

    @invariant()
    def project_parses(self):
        assert problems(self.crew.files()) == []

    def comes_to_rest(self, code, **options):
        once = self.crew.files()

        again = self.crew.build(self.tables, **options)

        assert self.crew.files() == once
        assert again.code == code
        quiet = {"unchanged", "edited", "conflict", "kept", "foreign", "kept_stale", "mine"}
        assert {*again.kinds().values()} - {*quiet, "elsewhere"} == set()

    def edit(self, kind, event, at, change, where=None):
        """Replace a line, one that matches *where*, counted from the top and around."""
        path = self.crew.path_of(kind, event)
        if not path:
            return
        lines = self.crew.read(path).splitlines(keepends=True)
        places = [
            number
            for number, line in enumerate(lines)
            if "mine_" not in line and (where is None or where.match(line.rstrip("\r\n")))
        ]
        if places:
            token = f"mine_{next(self.numbers)}_"
            at = places[at % len(places)]
            end = "\r\n" if lines[at].endswith("\r\n") else "\n"
            lines[at : at + 1] = [
                f"{line}{end}" for line in change(lines[at].rstrip("\r\n"), token)
            ]
            self.crew.write(path, "".join(lines))
            self.tokens.add(token)


def test_no_history_loses_a_line_or_breaks_a_project(render, monkeypatch, tmp_path):
    monkeypatch.setattr(History, "render", staticmethod(render))
    monkeypatch.setattr(History, "ends", deque(maxlen=PARSED))
    phases = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]

    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=20,
            deadline=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )

    problems_of_dbt = [parsed(tmp_path, files) for files in History.ends]
    assert problems_of_dbt == [None] * PARSED


def parsed(folder, files):
    """Have dbt itself parse a project; return what it says is wrong with it."""
    root = Path(tempfile.mkdtemp(dir=folder))
    for path, text in {**files, "profiles.yml": PROFILES}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode("utf-8"))
    where = ["--project-dir", str(root), "--profiles-dir", str(root)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of dbt and its libraries, not ours to mend
        return dbtRunner().invoke(["parse", *QUIET, *where]).exception
