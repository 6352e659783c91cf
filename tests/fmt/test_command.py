"""`reflekt-dbt fmt`: what it writes, says, and leaves alone."""

from __future__ import annotations

import os
import stat

import pytest

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.rewrite import Rewrite, carry_out

UNTIDY = '{"type": "object",}'
TIDY = '{\n  "type": "object"\n}\n'


def test_files_are_written_and_a_second_run_changes_nothing(plan, run):
    root = plan(A=UNTIDY, B=TIDY)

    first, second = run("fmt"), run("fmt")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output == ("formatted schemas/shop/A/1-0.json\nformatted: 1, unchanged: 1\n")
    assert second.output == "formatted: 0, unchanged: 2\n"
    assert (root / "schemas/shop/A/1-0.json").read_bytes() == TIDY.encode()


def test_a_file_in_our_form_is_not_touched(plan, run):
    file = plan(A=TIDY) / "schemas/shop/A/1-0.json"
    os.utime(file, (1, 1))

    run("fmt")

    assert file.stat().st_mtime == 1


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_a_look_writes_nothing_and_exits_1_if_anything_would_change(plan, run, option):
    file = plan(A=UNTIDY) / "schemas/shop/A/1-0.json"

    result = run("fmt", option)

    assert result.exit_code == 1
    assert file.read_bytes() == UNTIDY.encode()


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_a_look_at_files_in_our_form_is_clean(plan, run, option):
    plan(A=TIDY)

    assert run("fmt", option).exit_code == 0


def test_the_diff_alone_is_on_stdout(plan, run):
    plan(A='{"type": "object"}\n', B=TIDY)

    result = run("fmt", "--diff")

    assert result.stdout == (
        "--- a/schemas/shop/A/1-0.json\n+++ b/schemas/shop/A/1-0.json\n@@ -1 +1,3 @@\n"
        '-{"type": "object"}\n+{\n+  "type": "object"\n+}\n'
    )
    assert result.stderr == "to format: 1, unchanged: 1\n"


def test_one_bad_file_is_named_and_the_others_are_formatted(plan, run):
    root = plan(A="{", B=UNTIDY)

    result = run("fmt")

    assert result.exit_code == 2
    assert "schemas/shop/A/1-0.json:1:2: the file ends too early\n  hint: " in result.stderr
    assert result.stdout.endswith("formatted: 1, unchanged: 0, problems: 1\n")
    assert (root / "schemas/shop/B/1-0.json").read_bytes() == TIDY.encode()


def test_a_file_that_is_named_like_no_version_is_no_green(plan, run):
    root = plan(A=TIDY)
    (root / "schemas/shop/A/first.json").write_text(UNTIDY, encoding="utf-8")

    result = run("fmt")

    assert result.exit_code == 2
    assert "'first.json' is no version" in result.stderr


def test_paths_are_seen_from_the_current_folder(plan, run, monkeypatch):
    root = plan(A=UNTIDY, B=UNTIDY)
    monkeypatch.chdir(root / "schemas" / "shop")

    result = run("fmt", "A/1-0.json")

    assert result.stdout.startswith("formatted schemas/shop/A/1-0.json\n")
    assert (root / "schemas/shop/B/1-0.json").read_bytes() == UNTIDY.encode()


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["schemas"], 2),
        (["."], None),
        (["schemas/shop/A"], 1),
        (["schemas/shop/A/1-0.json", "schemas/shop/B"], 2),
        (["-s", "shop/B"], 1),
        (["-s", "shop/B", "schemas/shop/A"], 2),
    ],
    ids=str,
)
def test_what_is_named_is_what_is_formatted(plan, run, arguments, count):
    plan(A=UNTIDY, B=UNTIDY)

    result = run("fmt", *arguments)

    if count is None:
        assert "not in the schemas folder" in result.stderr
    else:
        assert f"formatted: {count}, unchanged: 0" in result.stdout


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("schemas/shop/C", "no such file or folder"),
        ("reflekt_project.yml", "not in the schemas folder"),
        ("..", "not in the schemas folder"),
    ],
    ids=["not there", "elsewhere", "above"],
)
def test_a_path_that_is_no_schema_file_is_no_green(plan, run, path, problem):
    plan(A=TIDY)

    result = run("fmt", path)

    assert result.exit_code == 2
    assert problem in result.stderr


def test_a_folder_with_blanks_and_brackets_in_its_name_is_found_by_its_path(plan, run):
    plan(**{"Order [new] Completed": UNTIDY, "Order n Completed": UNTIDY})

    result = run("fmt", "schemas/shop/Order [new] Completed/1-0.json")

    assert result.stdout.endswith("formatted: 1, unchanged: 0\n")


def test_a_linked_folder_stays_a_link_and_its_file_is_written(plan, run, tmp_path_factory):
    root = plan(A=TIDY)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "1-0.json").write_text(UNTIDY, encoding="utf-8")
    (root / "schemas/shop/B").symlink_to(elsewhere)

    result = run("fmt", "schemas/shop/B/1-0.json")

    assert result.exit_code == 0
    assert (root / "schemas/shop/B").is_symlink()
    assert (elsewhere / "1-0.json").read_bytes() == TIDY.encode()


def test_permissions_stay_and_nothing_is_left_beside_the_file(tmp_path):
    file = tmp_path / "1-0.json"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)

    carry_out([Rewrite(file, "1-0.json", b"old", "new")])

    assert file.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_somebody_saved_meanwhile_is_left_as_they_saved_it(tmp_path):
    file = tmp_path / "1-0.json"
    file.write_text("theirs", encoding="utf-8")

    with pytest.raises(WriteError, match="changed in the meantime"):
        carry_out([Rewrite(file, "1-0.json", b"old", "new")])

    assert file.read_text(encoding="utf-8") == "theirs"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_may_not_be_written_to_is_an_error_with_a_cure(tmp_path, monkeypatch):
    file = tmp_path / "1-0.json"
    file.write_text("old", encoding="utf-8")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.write_bytes", refuse)

    with pytest.raises(WriteError, match="permission denied") as caught:
        carry_out([Rewrite(file, "1-0.json", b"old", "new")])

    assert "permissions" in caught.value.hint
