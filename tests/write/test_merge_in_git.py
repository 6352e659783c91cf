from __future__ import annotations

import pytest

from reflekt_dbt.write.lock import read_lock
from tests.write.teams import MODEL, build, commit_all, edit, git, is_clean, read, sql

MINE = "        total * 100 as cents"
OLD = sql("id", "day", "sku", "total", "currency", "shop")
NEW = sql("event_id", "day", "sku", "total", "currency", "shop")
NEWER = sql("event_id", "day", "sku", "total", "currency", "shop_id")
BESIDE = f".reflekt/base/{MODEL}"


def with_edit(text):
    return text.replace("        total,", f"{MINE},")


@pytest.fixture
def repo(tmp_path):
    """A project whose files were generated and committed."""
    root = tmp_path / "repo"
    root.mkdir()
    git(root, "init", "-q")
    build(root, OLD)
    commit_all(root)
    return root


def kind(outcome):
    (one,) = outcome.decisions
    return one.kind


def cloned(root, *options):
    git(root, "gc", "-q", "--prune=now")
    git(root.parent, "clone", "-q", *options, root.as_uri(), "clone")
    return root.parent / "clone"


def test_edit_and_news_elsewhere_in_the_file_go_together(repo):
    edit(repo, "        total,", f"{MINE},")
    commit_all(repo)

    outcome = build(repo, NEW)

    assert (kind(outcome), outcome.exit_code) == ("merged", 0)
    assert read(repo) == with_edit(NEW)
    assert read(repo, BESIDE) == NEW


def test_colleague_merges_in_a_fresh_clone_and_again_after_that(repo):
    edit(repo, "        total,", f"{MINE},")
    build(repo, NEW)
    commit_all(repo)
    clone = cloned(repo)

    assert kind(build(clone, NEW)) == "edited"
    assert is_clean(clone)
    assert kind(build(clone, NEWER)) == "merged"
    assert read(clone) == with_edit(NEWER)


def test_edit_with_nothing_new_is_silent_and_its_base_is_kept(repo):
    edit(repo, "        total,", f"{MINE},")
    commit_all(repo)

    outcome = build(repo, OLD)

    assert (kind(outcome), outcome.exit_code) == ("edited", 0)
    assert read(repo, BESIDE) == OLD
    commit_all(repo)
    build(repo, OLD)
    assert is_clean(repo)


def test_branch_that_was_squashed_takes_no_base_along(repo):
    git(repo, "checkout", "-q", "-b", "work")
    build(repo, NEW)
    commit_all(repo)
    edit(repo, "        total,", f"{MINE},")
    build(repo, NEW)
    commit_all(repo)
    git(repo, "checkout", "-q", "-")
    git(repo, "merge", "-q", "--squash", "work")
    commit_all(repo)
    git(repo, "branch", "-q", "-D", "work")

    assert kind(build(cloned(repo), NEWER)) == "merged"


def test_what_was_edited_before_it_was_committed_is_kept_beside(repo):
    build(repo, NEW)
    edit(repo, "        total,", f"{MINE},")

    build(repo, NEW)
    commit_all(repo)

    assert read(repo, BESIDE) == NEW
    assert kind(build(cloned(repo, "--depth", "1"), NEWER)) == "merged"


def test_base_goes_when_the_edit_does(repo):
    edit(repo, "        total,", f"{MINE},")
    build(repo, NEW)
    edit(repo, f"{MINE},", "        total,")

    build(repo, NEW)

    assert not (repo / ".reflekt").exists()


def test_conflict_leaves_the_file_and_shows_it_as_git_does(repo):
    edit(repo, "        id,", "        id as order_id,")
    commit_all(repo)

    outcome = build(repo, NEW)

    (one,) = outcome.decisions
    assert (one.kind, outcome.exit_code) == ("conflict", 1)
    assert "adopt" in one.why
    assert is_clean(repo)
    assert (
        "<<<<<<< yours\n        id as order_id,\n=======\n        event_id,\n"
        ">>>>>>> generated\n"
    ) in one.diff


def test_forced_takes_what_is_generated_and_shows_what_was_dropped(repo):
    edit(repo, "        id,", "        id as order_id,")

    outcome = build(repo, NEW, force=True)

    assert kind(outcome) == "forced"
    assert "-        id as order_id,\n" in outcome.decisions[0].diff
    assert read(repo) == NEW


def test_shallow_clone_without_the_base_names_the_cure_and_touches_nothing(repo):
    edit(repo, "        total,", f"{MINE},")
    commit_all(repo)
    clone = cloned(repo, "--depth", "1")

    outcome = build(clone, NEW)

    (one,) = outcome.decisions
    assert (one.kind, outcome.exit_code) == ("kept", 1)
    assert "git fetch --unshallow" in one.why
    assert "fetch-depth: 0" in one.why
    assert is_clean(clone)
    git(clone, "fetch", "-q", "--unshallow")
    assert kind(build(clone, NEW)) == "merged"


def test_shallow_clone_of_what_was_built_after_the_edit_needs_no_history(repo):
    edit(repo, "        total,", f"{MINE},")
    build(repo, OLD)
    commit_all(repo)

    clone = cloned(repo, "--depth", "1")

    assert kind(build(clone, NEW)) == "merged"


def test_without_git_the_base_is_kept_beside_by_the_next_build(tmp_path):
    build(tmp_path, OLD)
    edit(tmp_path, "        total,", f"{MINE},")

    assert "no git repository" in build(tmp_path, NEW).decisions[0].why
    build(tmp_path, OLD)
    assert kind(build(tmp_path, NEW)) == "merged"


def test_line_ends_and_odd_bytes_stay_as_they_are(repo):
    odd = with_edit(OLD).replace(MINE, f"{MINE} -- caf").replace("\n", "\r\n").encode()
    (repo / MODEL).write_bytes(odd.replace(b"caf", b"caf\xe9"))

    build(repo, NEW)

    data = (repo / MODEL).read_bytes()
    assert b"-- caf\xe9" in data
    assert b"event_id,\r\n" in data
    assert data.count(b"\r\n") == data.count(b"\n")


def test_base_that_was_committed_with_crlf_is_found(repo):
    (repo / MODEL).write_bytes(OLD.replace("\n", "\r\n").encode())
    git(repo, "checkout", "-q", "--orphan", "other")
    commit_all(repo)
    edit(repo, "        total,", f"{MINE},")
    (repo / MODEL).write_bytes(with_edit(OLD).encode())
    commit_all(repo)

    assert kind(build(cloned(repo, "-b", "other", "--single-branch"), NEW)) == "merged"


def test_unreachable_texts_do_not_count(repo):
    """A fresh clone would not have them."""
    build(repo, NEW)
    git(repo, "add", "-A")
    edit(repo, "        total,", f"{MINE},")

    assert kind(build(repo, NEWER)) == "kept"


def branched(repo, ours, theirs):
    """Do *theirs* on a branch and *ours* on main; merge, whatever comes of it."""
    git(repo, "checkout", "-q", "-b", "theirs")
    theirs()
    commit_all(repo)
    git(repo, "checkout", "-q", "main")
    ours()
    commit_all(repo)
    git(repo, "merge", "-q", "theirs", check=False)


def test_two_branches_with_a_property_each(repo):
    one, other = (
        sql("id", "day", "sku", "total", "currency", "shop", extra)
        for extra in ("aisle", "zone")
    )
    branched(repo, lambda: build(repo, one), lambda: build(repo, other))
    assert "<<<<<<<" in read(repo)

    both = sql("id", "day", "sku", "total", "currency", "shop", "aisle", "zone")
    outcome = build(repo, both)

    assert (outcome.exit_code, read(repo)) == (0, both)
    assert "<<<<<<<" not in read(repo, "reflekt.lock")


def test_hand_edit_on_one_branch_and_a_schema_change_on_the_other(repo):
    branched(
        repo,
        lambda: edit(repo, "        total,", f"{MINE},"),
        lambda: build(repo, NEW),
    )

    assert kind(build(repo, NEW)) == "edited"
    assert read(repo) == with_edit(NEW)
    commit_all(repo)
    assert kind(build(cloned(repo), NEWER)) == "merged"


def test_conflict_that_is_one_of_content_too_is_left_to_a_person(repo):
    branched(
        repo,
        lambda: edit(repo, "        id,", "        id as order_id,"),
        lambda: build(repo, NEW),
    )
    assert "<<<<<<<" in read(repo)

    outcome = build(repo, NEW)

    assert (kind(outcome), outcome.exit_code) == ("conflict", 1)
    assert "<<<<<<<" in outcome.decisions[0].diff
    edit(repo, read(repo), with_edit(NEW))
    assert build(repo, NEW).exit_code == 0


def test_edited_file_whose_news_came_by_two_branches(repo):
    edit(repo, "        sku,", "        upper(sku) as sku,")
    commit_all(repo)
    one, other = (
        sql("id", "day", "sku", "total", "currency", "shop", extra)
        for extra in ("aisle", "zone")
    )
    branched(repo, lambda: build(repo, one), lambda: build(repo, other))
    assert "<<<<<<<" in read(repo)
    assert "<<<<<<<" in read(repo, BESIDE)

    both = sql("id", "day", "sku", "total", "currency", "shop", "aisle", "zone")
    outcome = build(repo, both)

    assert (kind(outcome), outcome.exit_code) == ("merged", 0)
    assert read(repo) == both.replace("        sku,", "        upper(sku) as sku,")
    assert read(repo, BESIDE) == both
    assert len(read_lock(repo).entries[MODEL].ids) == 1
    commit_all(repo)
    assert kind(build(cloned(repo), both)) == "edited"


def test_file_that_moves_takes_its_edits_along(repo):
    edit(repo, "        total,", f"{MINE},")
    commit_all(repo)
    moved = MODEL.replace("staging/shop", "base")

    outcome = build(repo, {moved: NEW})

    assert {one.path: one.kind for one in outcome.decisions} == {
        MODEL: "delete",
        moved: "merged",
    }
    assert read(repo, moved) == with_edit(NEW)
    assert not (repo / MODEL).exists()
    assert read(repo, f".reflekt/base/{moved}") == NEW


def test_file_that_cannot_move_with_its_edits_stays(repo):
    edit(repo, "        id,", "        id as order_id,")
    commit_all(repo)
    moved = MODEL.replace("staging/shop", "base")

    outcome = build(repo, {moved: NEW})

    assert outcome.exit_code == 1
    assert is_clean(repo)
    assert {one.kind for one in outcome.decisions} == {"conflict", "kept_stale"}


def test_mine_is_never_touched_again(repo):
    (repo / MODEL).write_text(f"-- reflekt: mine\n{OLD}", encoding="utf-8")

    outcome = build(repo, NEW)

    assert (kind(outcome), outcome.exit_code) == ("mine", 0)
    assert read(repo) == f"-- reflekt: mine\n{OLD}"
    assert MODEL not in read_lock(repo).entries
    assert build(repo, {}).exit_code == 0
