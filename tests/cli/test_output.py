from __future__ import annotations

import json

import pytest

from reflekt_dbt.bridge.report import Report
from reflekt_dbt.cli.output import Output
from reflekt_dbt.plan.findings import finding

FOUND = finding(
    "column_without_property", "shop/[red]A[/red]/1-0", "[bold]", source="shop", table="a"
)
REPORT = Report("build", (), (FOUND,), notes=("a note",))


def test_json_is_one_document_and_nothing_else(capsys):
    Output("json").show(REPORT)

    out, err = capsys.readouterr()
    assert json.loads(out)["findings"][0]["code"] == "column_without_property"
    assert err == ""


def test_square_brackets_of_a_schema_are_no_markup(capsys):
    Output("text").show(REPORT)

    assert "shop/[red]A[/red]/1-0: [bold]" in capsys.readouterr().out


def test_notes_are_shown(capsys):
    Output("text").show(REPORT)

    assert "a note" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "json"])
def test_progress_shows_nothing_where_there_is_no_terminal(capsys, form):
    with Output(form).progress() as progress:
        progress("reading")

    assert capsys.readouterr() == ("", "")
