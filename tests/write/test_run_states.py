"""Whatever people and runs do in turn: no edit is lost, and runs come to rest."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from reflekt_dbt.write.run import Job, write_files
from tests.write.projects import (
    CARTS,
    CARTS_YML,
    ORDERS,
    ORDERS_YML,
    SOURCE,
    files_in,
    generated,
    model_sql,
    model_yaml,
    source_yaml,
    surveyed,
)

MODELS = {"orders": (ORDERS, ORDERS_YML), "carts": (CARTS, CARTS_YML)}
MART = "models/marts/mart.sql"
PATHS = [SOURCE, *MODELS["orders"], *MODELS["carts"]]
COLUMNS = st.sampled_from(["a", "b", "c"])
EVENTS = st.sets(st.sampled_from(sorted(MODELS)))


def texts_of(planned, events):
    """What a build of *events* makes, where *planned* is event → column."""
    texts = {SOURCE: source_yaml(*sorted(planned))} if planned else {}
    for event in events & planned.keys():
        sql, yml = MODELS[event]
        texts |= {sql: model_sql(event, planned[event]), yml: model_yaml(event)}
    return texts


class Project(RuleBasedStateMachine):
    """A project, the schemas it is built from, and the people who edit its files."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.planned = {"orders": "a"}
        self.lock_was_lost = False
        self.mine = {}  # path → text that a person wrote and nobody may lose

    def teardown(self):
        self.folder.cleanup()

    @rule(planned=st.dictionaries(st.sampled_from(sorted(MODELS)), COLUMNS))
    def change_schemas(self, planned):
        self.planned = planned

    @rule(events=EVENTS)
    def build_a_selection(self, events):
        self.build(texts_of(self.planned, events), frozenset())

    @rule()
    def build_all(self):
        self.build(texts_of(self.planned, set(MODELS)), frozenset({"shop", "-"}))

    @rule(path=st.sampled_from(PATHS), text=st.text("ab\n", min_size=1))
    def edit(self, path, text):
        file = self.root / path
        if file.exists():
            self.write(path, f"{file.read_text(encoding='utf-8')}-- {text}")

    @rule(path=st.sampled_from([*PATHS, MART]))
    def delete(self, path):
        (self.root / path).unlink(missing_ok=True)
        self.mine.pop(path, None)

    @rule(event=st.sampled_from(sorted(MODELS)))
    def refer(self, event):
        self.write(MART, f"table {{{{ ref('stg_shop__{event}') }}}}\n")

    @rule()
    def lose_the_lock(self):
        (self.root / "reflekt.lock").unlink(missing_ok=True)
        self.lock_was_lost = True

    @invariant()
    def no_edit_is_lost(self):
        on_disk = files_in(self.root)

        assert {path: on_disk.get(path) for path in self.mine} == self.mine

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        self.mine[path] = text

    def build(self, texts, scope):
        job = Job(generated(texts), scope, catalog="")
        first = write_files(self.root, job, surveyed(self.root))
        once = files_in(self.root)
        again = write_files(self.root, job, surveyed(self.root))

        assert files_in(self.root) == once
        assert not again.of("create", "update", "adopt", "delete", "gone", "forced")
        assert not again.on_record
        # Without a lock, what was generated once cannot be told from a person's file.
        foreign = {one.path for one in first.of("foreign") if self.lock_was_lost}
        brought = texts.keys() - self.mine.keys() - foreign
        assert {path: once[path] for path in brought} == {path: texts[path] for path in brought}


TestProject = Project.TestCase
TestProject.settings = settings(max_examples=30, stateful_step_count=12, deadline=None)
