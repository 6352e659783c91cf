"""What git remembers, in repositories of every shape."""

from __future__ import annotations

import pytest

from reflekt_dbt.errors import GitError
from reflekt_dbt.git import Repository
from tests.compare.repositories import Repo

FILE = "schemas/shop/Cart_Viewed/1-0.json"


@pytest.fixture
def repo(tmp_path):
    repo = Repo.new(tmp_path / "repo")
    repo.write(FILE, "{}")
    repo.commit()
    return repo


def seen(repo, folder="schemas"):
    return Repository.at(repo.root / folder)


def paths(repository, commit="HEAD"):
    return [blob.path for blob in repository.blobs(repository.commit(commit))]


def test_files_are_named_from_the_folder_that_was_asked_for(repo):
    assert paths(seen(repo)) == ["shop/Cart_Viewed/1-0.json"]
    assert paths(seen(repo, ".")) == [FILE]


def test_a_folder_that_is_gone_is_still_found_in_the_commit(repo):
    repo.remove("schemas")

    assert paths(seen(repo)) == ["shop/Cart_Viewed/1-0.json"]


def test_a_folder_that_was_not_there_has_no_files(repo):
    (repo.root / "other").mkdir()

    assert paths(seen(repo, "other")) == []


def test_a_folder_with_odd_characters_is_that_very_folder(repo):
    repo.write("sch*mas [x]/a/1-0.json", "{}")
    repo.write("schXmas [x]/b/1-0.json", "{}")
    repo.commit()

    assert paths(seen(repo, "sch*mas [x]")) == ["a/1-0.json"]


def test_contents_come_as_they_are(repo):
    odd = '{"name": "caf\u00e9\\n"}\r\n\n'
    (repo.root / "schemas/odd.json").write_bytes(odd.encode())
    repo.write("schemas/empty.json", "")
    repo.commit()
    repository = seen(repo)

    blobs = {blob.path: blob.id for blob in repository.blobs("HEAD")}
    contents = repository.read(blobs.values())

    assert contents[blobs["odd.json"]] == odd.encode()
    assert contents[blobs["empty.json"]] == b""


def test_nothing_is_checked_out_and_nothing_changes(repo):
    repo.branch("work")
    repo.write(FILE, '{"edited": true}')
    before = repo.git("status", "--porcelain"), repo.git("rev-parse", "HEAD")

    repository = seen(repo)
    repository.read(blob.id for blob in repository.blobs(repository.merge_base("main")))

    assert (repo.git("status", "--porcelain"), repo.git("rev-parse", "HEAD")) == before


def test_merge_base_is_where_the_work_began(repo):
    base = repo.git("rev-parse", "HEAD")
    repo.branch("work")
    repo.commit("ours")
    repo.git("checkout", "--quiet", "main")
    repo.commit("theirs")
    repo.git("checkout", "--quiet", "work")

    assert seen(repo).merge_base("main") == base


def test_a_detached_head_has_a_merge_base_too(repo):
    base = repo.git("rev-parse", "HEAD")
    repo.git("checkout", "--quiet", "--detach")
    repo.commit("alone")

    assert seen(repo).merge_base("main") == base


def test_tags_and_abbreviated_commits_are_refs(repo):
    base = repo.git("rev-parse", "HEAD")
    repo.git("tag", "--annotate", "v1", "--message", "one")

    assert {seen(repo).commit(name) for name in ("v1", base[:8], "HEAD", "main")} == {base}


def test_a_branch_that_only_the_remote_has_is_found_there(repo, tmp_path):
    repo.branch("work")
    base = repo.git("rev-parse", "main")
    clone = Repo(tmp_path / "clone")
    repo.git("clone", "--quiet", "--branch", "work", f"file://{repo.root}", str(clone.root))

    assert seen(clone).commit("main") == base


def test_unknown_ref_names_the_cure(repo):
    with pytest.raises(GitError) as caught:
        seen(repo).commit("mian")

    assert str(caught.value).endswith(
        "git knows no commit 'mian'\n  hint: git fetch origin mian"
    )


@pytest.mark.parametrize("ref", ["--all", "-h", "", "main..work", "HEAD:schemas", "x\ny"])
def test_no_ref_is_an_option_of_git(repo, ref):
    with pytest.raises(GitError, match="git knows no commit"):
        seen(repo).commit(ref)


def test_unrelated_histories_have_no_merge_base(repo):
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.commit("alone")

    with pytest.raises(GitError, match=r"no commit in common\n  hint: .*--exact"):
        seen(repo).merge_base("main")


def shallow(repo, tmp_path, *arguments):
    clone = Repo(tmp_path / "shallow")
    source = f"file://{repo.root}"
    repo.git("clone", "--quiet", "--depth=1", *arguments, source, str(clone.root))
    return clone


def test_a_shallow_clone_without_the_branch_names_the_cure(repo, tmp_path):
    repo.branch("work")
    repo.commit("ours")
    clone = shallow(repo, tmp_path, "--branch=work")

    with pytest.raises(GitError, match=r"git fetch --unshallow, or .* fetch-depth: 0"):
        seen(clone).merge_base("main")


def test_a_shallow_clone_without_the_merge_base_names_the_cure(repo, tmp_path):
    repo.branch("work")
    repo.commit("ours")
    repo.git("checkout", "--quiet", "main")
    repo.commit("theirs")
    clone = shallow(repo, tmp_path, "--branch=work", "--no-single-branch")

    with pytest.raises(
        GitError, match="'main' and HEAD part was not fetched\n  hint: git fetch"
    ):
        seen(clone).merge_base("main")


def test_a_repository_without_a_commit_is_no_base(tmp_path):
    repo = Repo.new(tmp_path / "empty")

    with pytest.raises(GitError, match="git knows no commit 'main'"):
        seen(repo, ".").merge_base("main")


def test_a_folder_in_no_repository_is_an_error(tmp_path):
    with pytest.raises(GitError, match="this is in no git repository"):
        Repository.at(tmp_path)


def test_no_git_is_an_error(repo, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(GitError, match="git is not on the PATH"):
        seen(repo)


def test_a_hook_of_git_sees_the_same_repository(repo, monkeypatch):
    # As git sets them for a hook, seen from the top of the tree.
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")

    assert paths(seen(repo)) == ["shop/Cart_Viewed/1-0.json"]


def test_a_worktree_is_a_repository(repo, tmp_path):
    repo.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "work")

    assert paths(seen(Repo(tmp_path / "tree"))) == ["shop/Cart_Viewed/1-0.json"]


def test_schemas_that_are_a_submodule_there_are_not_taken_for_none(repo, tmp_path):
    inner = Repo.new(tmp_path / "inner")
    inner.write("a.json", "{}")
    inner.commit()
    repo.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "--quiet",
        str(inner.root),
        "plan",
    )
    commit = repo.commit()
    repo.git("submodule", "deinit", "--quiet", "--force", "plan")
    (repo.root / "plan").rmdir()

    with pytest.raises(GitError, match="'plan' is a submodule there"):
        seen(repo, "plan").blobs(commit)


def test_links_are_told_from_files(repo):
    (repo.root / "schemas/link.json").symlink_to("shop/Cart_Viewed/1-0.json")
    repo.commit()

    links = [blob.path for blob in seen(repo).blobs("HEAD") if blob.is_link]

    assert links == ["link.json"]


def test_past_of_a_folder_has_what_was_renamed_away(repo):
    (repo.root / FILE).rename(repo.root / "schemas/shop/Cart_Viewed/1-1.json")
    repo.commit(date="2026-04-02T00:00:00Z")
    repo.write("schemas/shop/Other/1-0.json", "{}")
    repo.commit()

    past = [(one.path, one.date) for one in seen(repo).past("shop/Cart_Viewed")]

    assert past == [
        ("shop/Cart_Viewed/1-0.json", "2026-04-02"),
        ("shop/Cart_Viewed/1-1.json", "2026-04-02"),
        ("shop/Cart_Viewed/1-0.json", "2026-03-01"),
    ]
