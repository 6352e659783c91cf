from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.journal import Change
from reflekt_dbt.write.lock import LOCK, parse_lock
from reflekt_dbt.write.transaction import commit, is_interrupted, recover
from tests.write.projects import (
    ALL,
    CARTS,
    CARTS_YML,
    ORDERS,
    WITHOUT_CARTS,
    files_in,
    lay_out,
    locked,
    model_sql,
    surveyed,
)

MOVED = "models/staging/web/stg_shop__orders.sql"

# What dbt cannot parse a project without.
NEEDED = {"source", "doc", "macro"}

# A run that creates, updates, deletes and moves.
BEFORE = {**ALL, LOCK: locked(ALL).render()}
_AFTER = {**WITHOUT_CARTS, MOVED: model_sql("orders", "event_id")}
del _AFTER[ORDERS]
AFTER = {**_AFTER, LOCK: locked(_AFTER).render()}


def changes_between(before, after):
    paths = sorted(before.keys() | after.keys())
    pairs = [(path, before.get(path), after.get(path)) for path in paths]
    return [Change(*one) for one in pairs if one[1] != one[2]]


CHANGES = changes_between(BEFORE, AFTER)


def killed_at(number, project, tmp_path):
    """Commit CHANGES in a process that dies at change *number*; return whether it died."""
    file = tmp_path / "changes.json"
    file.write_text(json.dumps([[one.path, one.before, one.after] for one in CHANGES]))
    command = [sys.executable, "-m", "tests.write.killed", project, file, str(number)]
    return subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode == 9


class Killed(BaseException):
    """Stops a commit in this very process, where nothing catches it."""


def stopped_at(number, project):
    """As `killed_at`, but in this process, which is quicker."""
    made = count()

    def stop():
        if next(made) == number:
            raise Killed

    with pytest.raises(Killed):
        commit(project, CHANGES, stop)


def places_to_die(tmp_path):
    project = tmp_path / "counted"
    lay_out(project, BEFORE)
    made = []
    commit(project, CHANGES, lambda: made.append(1))
    return len(made)


def first_place_after_the_journal(tmp_path):
    project = tmp_path / "tried"
    seen = []
    lay_out(project, BEFORE)
    commit(project, CHANGES, lambda: seen.append(is_interrupted(project)))
    return seen.index(True)


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    lay_out(root, BEFORE)
    return root


def test_commit_makes_every_change_and_leaves_nothing_of_its_own(project):
    skipped = commit(project, CHANGES)

    assert skipped == ()
    assert files_in(project) == AFTER
    assert not (project / ".reflekt").exists()


def test_killed_anywhere_each_file_is_old_or_new_and_recovery_finishes(tmp_path):
    number, died = 0, True
    wrong, unfinished = [], []
    while died:
        project = tmp_path / f"project_{number}"
        lay_out(project, BEFORE)
        died = killed_at(number, project, tmp_path)
        left = files_in(project)
        ours = {path: text for path, text in left.items() if not path.startswith(".reflekt")}
        # A file that moves may be at its new place with its old text.
        whole = {*BEFORE.items(), *AFTER.items(), (MOVED, BEFORE[ORDERS])}
        wrong += sorted(ours.items() - whole)
        ended = not died or (project / ".reflekt" / "done").exists()
        end = AFTER if ended or is_interrupted(project) else BEFORE
        recover(project)
        unfinished += [number] if files_in(project) != end else []
        number += 1

    assert wrong == []
    assert unfinished == []
    assert number == places_to_die(tmp_path) + 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BEFORE, AFTER),
        ({}, ALL),
        (ALL, WITHOUT_CARTS),
        (WITHOUT_CARTS, ALL),
        (ALL, {path.replace("/shop/", "/web/"): text for path, text in ALL.items()}),
        (ALL, {path.replace("__src_", "_src_"): text for path, text in ALL.items()}),
        (ALL, {}),
    ],
    ids=["all at once", "first build", "removal", "addition", "folder", "file name", "end"],
)
def test_after_every_step_what_is_used_is_defined_and_only_once(before, after, tmp_path):
    lay_out(tmp_path, before)
    problems = []

    def look():
        files = surveyed(tmp_path).files.values()
        # dbt parses properties without their model, and models without properties.
        defined = Counter(t for use in files for t in use.defines if t.kind != "properties")
        used = {thing for use in files for thing in use.uses if thing.kind in NEEDED}
        problems.append((used - defined.keys(), [t for t, n in defined.items() if n > 1]))

    commit(tmp_path, changes_between(before, after), look)

    assert [problem for problem in problems if any(problem)] == []


def test_killed_before_the_journal_nothing_has_changed_and_it_says_so(project):
    stopped_at(3, project)

    assert recover(project) == (
        "an earlier run was interrupted before it had changed anything",
    )
    assert files_in(project) == BEFORE


def test_killed_half_way_the_next_run_finishes_and_says_so(project, tmp_path):
    stopped_at(first_place_after_the_journal(tmp_path) + 2, project)

    said = recover(project)

    assert said == ("finished what an interrupted run had begun",)
    assert files_in(project) == AFTER


def test_recovery_leaves_alone_what_a_person_changed_meanwhile(project, tmp_path):
    stopped_at(first_place_after_the_journal(tmp_path), project)
    (project / CARTS).write_text("select mine\n", encoding="utf-8")

    said = recover(project)

    assert said[1:] == (f"{CARTS} was left alone: it has been changed since",)
    assert (project / CARTS).read_text(encoding="utf-8") == "select mine\n"


def test_what_was_left_alone_stays_on_record_as_it_was(project, tmp_path):
    stopped_at(first_place_after_the_journal(tmp_path), project)
    (project / CARTS).write_text("select mine\n", encoding="utf-8")

    recover(project)

    entries = parse_lock(files_in(project)[LOCK]).entries
    assert entries[CARTS] == locked(ALL).entries[CARTS]
    assert entries.keys() == {*_AFTER, CARTS}


def test_text_that_was_put_and_then_edited_is_left_alone(project, tmp_path):
    last = places_to_die(tmp_path) - 3
    stopped_at(last, project)
    (project / MOVED).write_text("select mine\n", encoding="utf-8")

    said = recover(project)

    assert said == ("finished what an interrupted run had begun",)
    assert (project / MOVED).read_text(encoding="utf-8") == "select mine\n"


def test_other_line_endings_are_no_change_by_a_person(project, tmp_path):
    stopped_at(first_place_after_the_journal(tmp_path), project)
    for path, text in files_in(project).items():
        if path.startswith("models/"):
            (project / path).write_bytes(text.replace("\n", "\r\n").encode())

    recover(project)

    assert {path: text.replace("\r", "") for path, text in files_in(project).items()} == AFTER


def test_nothing_to_recover_says_nothing(project):
    assert recover(project) == ()
    assert files_in(project) == BEFORE


def test_leftovers_of_a_finished_run_are_removed_without_a_word(project):
    lay_out(project, {".reflekt/done/00000": "x"})

    assert recover(project) == ()
    assert files_in(project) == BEFORE


def test_broken_journal_is_an_error_with_a_cure(project):
    lay_out(project, {".reflekt/run/journal.json": "{"})

    with pytest.raises(WriteError, match=r"journal .* cannot be read") as caught:
        recover(project)

    assert caught.value.hint == "delete .reflekt/run, then build again"


def test_journal_that_points_out_of_the_project_is_refused(project):
    step = {"op": "delete", "path": "../x", "before": ["a"], "after": "", "origin": ""}
    journal = json.dumps({"version": 1, "steps": [step]})
    lay_out(project, {".reflekt/run/journal.json": journal, "../x": "theirs"})

    with pytest.raises(WriteError, match="cannot be read"):
        recover(project)

    assert (project.parent / "x").exists()


def test_someone_who_saves_while_we_write_is_not_overwritten(project):
    outdated = [
        Change(CARTS, "as it was read", "new"),
        Change(CARTS_YML, ALL[CARTS_YML], "new"),
    ]

    skipped = commit(project, outdated)

    assert skipped == (CARTS,)
    assert files_in(project) == {**BEFORE, CARTS_YML: "new"}


def test_empty_folders_go_but_not_those_at_the_top(project):
    commit(project, [Change(path, text, None) for path, text in ALL.items()])

    assert sorted(path.name for path in project.iterdir()) == [
        "models",
        "reflekt.lock",
        "tests",
    ]
    assert list((project / "models").iterdir()) == []


def test_folder_with_a_file_of_someone_else_stays(project):
    lay_out(project, {"models/staging/shop/mine.sql": "select 1"})

    commit(project, [Change(path, text, None) for path, text in ALL.items()])

    assert (project / "models/staging/shop/mine.sql").exists()


@pytest.mark.parametrize("mode", [0o640, 0o664, 0o600], ids=oct)
def test_file_keeps_its_mode(mode, project):
    (project / CARTS).chmod(mode)

    commit(project, [Change(CARTS, ALL[CARTS], "new")])

    assert (project / CARTS).stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_new_file_has_the_mode_that_the_umask_leaves(umask, mode, project):
    before = os.umask(umask)
    try:
        commit(project, [Change("models/new.sql", None, "new")])
    finally:
        os.umask(before)

    assert (project / "models/new.sql").stat().st_mode & 0o777 == mode


def test_text_is_written_as_utf_8_with_lf(project):
    commit(project, [Change("models/new.sql", None, "-- é\nselect 1\n")])

    assert (project / "models/new.sql").read_bytes() == b"-- \xc3\xa9\nselect 1\n"


def test_disk_that_is_full_while_staging_changes_nothing(project):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(WriteError, match="too large") as caught:
            commit(project, [*CHANGES, Change("models/z.sql", None, "x" * 9999)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert "nothing was changed" in caught.value.hint
    assert files_in(project) == BEFORE
    assert not (project / ".reflekt").exists()


@pytest.mark.parametrize(
    ("layout", "problem"),
    [
        ({"models/x.sql/y": ""}, "a folder is where a file should be"),
        ({"models": ""}, "a file is where a folder should be"),
    ],
    ids=["folder", "file"],
)
def test_what_is_in_the_way_is_found_before_anything_moves(layout, problem, tmp_path):
    lay_out(tmp_path, layout)

    with pytest.raises(WriteError, match=problem):
        commit(tmp_path, [Change("a.md", None, "new"), Change("models/x.sql", None, "new")])

    assert files_in(tmp_path) == layout


def test_run_that_is_still_to_be_finished_is_not_discarded_by_the_next(project, tmp_path):
    stopped_at(first_place_after_the_journal(tmp_path), project)
    left = files_in(project)

    with pytest.raises(WriteError, match="exists"):
        commit(project, CHANGES)

    assert files_in(project) == left


def test_what_hinders_a_move_is_named_and_the_next_run_finishes(project, tmp_path):
    stopped_at(first_place_after_the_journal(tmp_path), project)
    (project / MOVED).mkdir(parents=True)

    with pytest.raises(WriteError, match="directory") as caught:
        recover(project)
    (project / MOVED).rmdir()
    recover(project)

    assert caught.value.where == MOVED
    assert "delete .reflekt/run" in caught.value.hint
    assert files_in(project) == AFTER


def test_run_of_which_the_disk_lost_a_part_is_given_up(tmp_path):
    project = tmp_path / "project"
    lay_out(project, BEFORE)
    # Behind the folder, the staged files, the journal and its name: among the moves.
    among_the_moves = 5 + sum(change.after is not None for change in CHANGES)
    assert killed_at(among_the_moves, project, tmp_path)
    assert is_interrupted(project)
    staged = sorted((project / ".reflekt/run").glob("0*"))
    staged[-2].write_text("")

    said = recover(project)

    assert said == ("gave up an interrupted run, of which the disk has lost a part",)
    assert not (project / ".reflekt").exists()
    assert all(file.strip() for file in files_in(project).values())
