"""A tracking plan in a folder, and the command line in it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli


@pytest.fixture
def plan(tmp_path, monkeypatch):
    """Write these schema files of a project without dbt, and be in its folder."""
    (tmp_path / "reflekt_project.yml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def write(**texts):
        for name, text in texts.items():
            file = tmp_path / "schemas" / "shop" / name / "1-0.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        return tmp_path

    return write


@pytest.fixture
def run():
    """Run a command."""
    return lambda *arguments: CliRunner().invoke(cli, list(map(str, arguments)))
