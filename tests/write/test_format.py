from __future__ import annotations

import sys

import pytest

from reflekt_dbt.errors import ConfigError
from reflekt_dbt.write.decision import Generated
from reflekt_dbt.write.format import formatted

FILES = (Generated("m/a.sql", "shop", "select 1\n"), Generated("m/a.yml", "shop", "models:\n"))

UPPER = """\
import pathlib, sys
with open("calls", "a") as calls:
    calls.write("x")
for path in sys.argv[1:]:
    file = pathlib.Path(path)
    file.write_text(file.read_text().upper())
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "upper.py").write_text(UPPER, encoding="utf-8")
    return tmp_path


def made(root, *command, files=FILES):
    return formatted(root, root / "target", command, files)


def upper(root, files=FILES):
    return made(root, sys.executable, "upper.py", files=files)


def test_sql_is_as_the_program_makes_it_and_other_files_as_they_were(root):
    assert [one.text for one in upper(root)] == ["SELECT 1\n", "models:\n"]


def test_nothing_of_it_is_left_in_the_project(root):
    upper(root)

    assert not (root / ".reflekt").exists()


def test_program_is_not_started_for_what_it_made_before(root):
    upper(root)
    again = upper(root)

    assert (root / "calls").read_text() == "x"
    assert again[0].text == "SELECT 1\n"


def test_other_settings_of_the_program_make_it_start(root):
    upper(root)
    (root / "pyproject.toml").write_text("[tool.x]\n", encoding="utf-8")
    upper(root)

    assert (root / "calls").read_text() == "xx"


def test_broken_memory_is_no_error(root):
    upper(root)
    (root / "target/reflekt_formatted.json").write_text("{", encoding="utf-8")

    assert upper(root)[0].text == "SELECT 1\n"


def test_command_lines_do_not_grow_without_limit(root):
    files = [Generated(f"m/{'long' * 40}_{n}.sql", "shop", "a\n") for n in range(200)]

    assert {one.text for one in upper(root, files)} == {"A\n"}
    assert len((root / "calls").read_text()) > 1


def test_missing_program_is_named(root):
    with pytest.raises(ConfigError, match="no_such_program") as caught:
        made(root, "no_such_program")

    assert "install it" in caught.value.hint


def test_failing_program_is_heard(root):
    (root / "fail.py").write_text("raise SystemExit('line 7 is odd')", encoding="utf-8")

    with pytest.raises(ConfigError, match="line 7 is odd"):
        made(root, sys.executable, "fail.py")


def test_program_that_empties_a_file_is_refused(root):
    (root / "empty.py").write_text(
        "import sys\nfor path in sys.argv[1:]:\n    open(path, 'w')", encoding="utf-8"
    )

    with pytest.raises(ConfigError, match="leaves nothing of"):
        made(root, sys.executable, "empty.py")
