from __future__ import annotations

import subprocess
import sys

import pytest

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.exclusive import exclusive, lock_file

HOLD = """
import sys; from pathlib import Path; from reflekt_dbt.write.exclusive import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that is at work in *tmp_path* until it is told to end."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.communicate()


@pytest.mark.usefixtures("holder")
def test_second_run_gives_up_and_names_the_project_and_a_cure(tmp_path):
    with pytest.raises(WriteError, match="another run") as caught, exclusive(tmp_path, wait=0):
        pass

    assert caught.value.where == str(tmp_path)
    assert caught.value.hint == "wait for it to end, then run again"


def test_second_run_goes_on_when_the_first_was_killed(holder, tmp_path):
    holder.kill()
    holder.wait()

    with exclusive(tmp_path):
        assert lock_file(tmp_path).exists()


@pytest.mark.usefixtures("holder")
def test_other_projects_are_not_kept_waiting(tmp_path):
    with exclusive(tmp_path / "other", wait=0):
        assert lock_file(tmp_path / "other") != lock_file(tmp_path)


def test_one_process_may_nest_it(tmp_path):
    with exclusive(tmp_path), exclusive(tmp_path, wait=0):
        assert lock_file(tmp_path).exists()


def test_project_is_the_same_by_whatever_link_it_is_reached(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert lock_file(tmp_path / "link") == lock_file(tmp_path / "real")


def test_nothing_is_left_in_the_project(tmp_path):
    with exclusive(tmp_path):
        assert list(tmp_path.iterdir()) == []
