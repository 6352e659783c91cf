from __future__ import annotations

import json

import pytest

from reflekt_dbt.bridge import summary
from reflekt_dbt.bridge.report import FileChange, Report
from reflekt_dbt.plan.findings import CODES, finding

GONE = finding("event_without_table", "shop/Gone/1-0", source="shop", candidates="gone, _gone")
OLD = finding("older_major_not_built", "shop/Paid/1-0", built="shop/Paid/2-0")


def table(event, name, **counts):
    """One table as the macro table_counts has it."""
    none = {"matched": 0, "missing": 0, "unplanned": 0, "unknowable": 0, "planned": 0}
    known = {
        "source": "shop", "union": None, "event": event, "model": f"stg_shop__{name}",
        "table": name,
    }  # fmt: skip
    return {**known, **none, **counts}


@pytest.mark.parametrize(
    ("fail_on", "expected"),
    [("error", 0), ("warning", 1), ("info", 1), ("none", 0)],
)
def test_finding_fails_from_its_severity_on(fail_on, expected):
    report = Report("check", (), (GONE,), fail_on=fail_on)

    assert report.exit_code() == expected


def test_information_alone_does_not_fail_on_warnings():
    assert Report("check", (), (OLD,), fail_on="warning").exit_code() == 0


def test_build_with_findings_is_clean():
    assert Report("build", (), (GONE,)).exit_code() == 0


def test_document_has_the_exit_code_of_the_process():
    report = Report("build", (), (GONE,), fail_on="warning")

    assert report.document()["exit_code"] == report.exit_code() == 1


def test_file_that_needs_a_person_fails():
    assert Report("build", (), (), files_need_you=True).exit_code() == 1


def test_document_is_json_with_the_findings_in_words():
    report = Report("build", (table("shop/Gone/1-0", None),), (GONE,))

    document = json.loads(report.json())

    assert document["findings"] == [
        {
            "code": "event_without_table",
            "severity": "warning",
            "event": "shop/Gone/1-0",
            "property": "",
            "text": "no table in shop yet; looked for gone, _gone",
            "arguments": {"source": "shop", "candidates": "gone, _gone"},
        }
    ]


def test_braces_in_a_name_are_no_placeholders():
    found = finding("event_not_loaded", "shop/X/1-0", sdk="Segment", name="{0} {event}")

    report = Report("build", (), (found,))

    assert "'{0} {event}'" in report.document()["findings"][0]["text"]


def test_events_are_shown_without_the_folder_that_all_share():
    tables = (table("", "tracks"), table("shop/A/1-0", "a"), table("shop/B/1-0", "b"))

    lines = summary.table(Report("build", tables, ()))

    assert [line.event for line in lines] == ["every event", "A/1-0", "B/1-0"]


def test_single_event_keeps_its_folder():
    lines = summary.table(Report("build", (table("shop/A/1-0", "a"),), ()))

    assert [line.event for line in lines] == ["shop/A/1-0"]


def test_event_without_a_table_shows_no_counts():
    gone = {**table("shop/Gone/1-0", "gone", planned=3), "table": None}

    (line,) = summary.table(Report("build", (gone,), (GONE,)))

    assert line == ("shop/Gone/1-0", "no table yet", "", "", "", "1")


def test_tables_of_a_union_are_told_apart_by_their_sources():
    of_union = {"union": "shop", "model": "stg_shop__cart"}
    there = {**table("shop/Cart/1-0", "cart"), **of_union, "source": "ios"}
    absent = {**there, "source": "web", "table": None}
    without = finding(
        "source_without_table", "shop/Cart/1-0",
        source="web", model="stg_shop__cart", candidates="cart",
    )  # fmt: skip
    of_all = finding("model_name_taken", "shop/Cart/1-0", source="shop", model="m", path="p")

    lines = summary.table(Report("build", (there, absent), (without, of_all)))

    assert [(line.model, line.findings) for line in lines] == [
        ("stg_shop__cart (ios)", "1"),
        ("no table yet (web)", "2"),
    ]


def test_gravest_findings_come_first_and_many_are_cut():
    many = tuple(
        finding("column_without_property", "shop/A/1-0", f"c{n}", source="shop", table="a")
        for n in range(7)
    )

    lines = list(summary.findings(Report("build", (), (OLD, *many))))

    assert lines[0] == "warning column_without_property: 7"
    assert lines[6] == "  … and 2 more"
    assert lines[7] == "info older_major_not_built: 1"
    assert len(lines) == 9


def test_file_left_alone_is_shown_with_what_it_would_have_got():
    change = FileChange("models/a.sql", "kept", "edited by hand", "-old\n+new\n")

    lines = list(summary.files(Report("build", (), (), (change,), wrote=True)))

    assert lines == ["models/a.sql: edited by hand", "    -old", "    +new", "1 kept"]


def test_file_that_was_overwritten_is_shown_with_what_was_dropped():
    change = FileChange("models/a.sql", "forced", "", "-mine\n+new\n")

    written = list(summary.files(Report("build", (), (), (change,), wrote=True)))
    planned = list(summary.files(Report("build", (), (), (change,))))

    shown = ["    -mine", "    +new", "1 forced"]
    assert written[0].startswith("models/a.sql: overwritten")
    assert written[1:] == shown
    assert planned == ["would overwrite models/a.sql", *shown]


def test_run_that_wrote_nothing_says_what_it_would_have_done():
    change = FileChange("models/a.sql", "create", "", "+new\n")

    lines = list(summary.files(Report("build", (), (), (change,))))

    assert lines == ["would create models/a.sql", "    +new", "1 create"]


def test_every_text_of_a_finding_can_be_filled_in():
    given = {
        "source": "s", "table": "t", "candidates": "c", "chosen": "c", "column": "c",
        "actual": "string", "planned": "date", "count": "1", "built": "b", "others": "o",
        "sdk": "Segment", "name": "n", "path": "p", "model": "m",
        "setting": "s", "adapter": "a", "first": "f", "last": "l", "days": "7", "rows": "9",
        "values": "", "tables": "1", "columns": "2", "why": "w", "what": "w",
        "where": "w", "entry": "e", "other": "o", "problem": "p", "hint": "h",
    }  # fmt: skip
    found = tuple([code.name, "e", "p", given] for code in CODES)

    document = Report("check", (), found).document()

    assert all("{" not in one["text"] for one in document["findings"])


def test_very_long_table_shows_what_needs_a_person():
    many = tuple(table(f"shop/E{n}/1-0", f"e{n}") for n in range(150))
    gone = {**table("shop/Gone/1-0", "gone"), "table": None}

    lines = summary.table(Report("build", (*many, gone), (GONE,)))

    assert [line.event for line in lines] == ["Gone/1-0", "… and 150 more"]
