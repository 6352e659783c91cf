"""A repository of its own for the tracking plan, on a machine that has no dbt."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

# dbt is an extra. None makes an import fail as if it were not installed.
RUN = """\
import sys
sys.modules.update(dict.fromkeys(("dbt", "dbt_common", "dbt_adapters", "duckdb")))
from reflekt_dbt.cli.main import cli
cli(sys.argv[1:])
"""
EVENT = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "shop/Order_Completed/1-0.json",
    "description": "An order was paid for in the shop.",
    "self": {
        "vendor": "com.shop",
        "name": "Order Completed",
        "format": "jsonschema",
        "version": "1-0",
    },
    "type": "object",
    "properties": {"order_id": {"description": "ID of the order.", "type": "string"}},
}


@pytest.fixture
def run(tmp_path):
    """Run a command in the repository of a tracking plan."""
    (tmp_path / "reflekt_project.yml").write_text("vendor: com.shop\n", encoding="utf-8")
    file = tmp_path / "schemas" / "shop" / "Order_Completed" / "1-0.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(EVENT, indent=2) + "\n", encoding="utf-8")

    def run(*arguments):
        command = [sys.executable, "-c", RUN, *arguments]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.parametrize(
    "arguments",
    [
        ["lint"],
        ["lint", "--diff"],
        ["lint", "schemas/shop/Order_Completed/1-0.json"],
        ["lint", "-s", "shop"],
        ["fmt", "--check"],
        ["fmt", "schemas"],
        ["schema", "event"],
        ["changelog", "shop/Order_Completed"],
        ["breaking", "--against", "schemas"],
        ["diff", "--against", "schemas", "--output", "markdown"],
        ["rule", "RF203"],
        ["debug"],
    ],
    ids=" ".join,
)
def test_what_is_about_schemas_works(run, arguments):
    done = run(*arguments)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", ["build", "check", "plan", "deps", "init"])
def test_what_needs_a_dbt_project_says_so(run, command):
    done = run(command)

    assert done.returncode == 2
    assert "no dbt_project.yml here" in done.stderr
    assert "Traceback" not in done.stderr
