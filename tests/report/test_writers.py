"""What was found, as terminals, code hosts and CI servers take it."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from reflekt_dbt.report.finding import About, Finding
from reflekt_dbt.report.github import github_lines
from reflekt_dbt.report.junit import junit_document
from reflekt_dbt.report.sarif import sarif_document
from reflekt_dbt.report.text import statistics_lines, summary, text_lines

BARE = Finding(
    "schemas/shop/Order/1-0.json", 3, 18, "RF203", "property-without-description", "warning",
    "'a' has no description", "add one",
)  # fmt: skip
ODD = Finding("a b,c:d%/1.json", 1, 2, "gone", "gone", "error", 'x\x1b[31m\n<b & "c">:,%', "")
ABOUTS = [
    About("RF203", "property-without-description", "A property has no description.", "Why."),
    About("gone", "gone", "It is gone."),
]


def test_text_is_a_line_a_finding_and_its_hint():
    assert "\n".join(text_lines([BARE])) == (
        "schemas/shop/Order/1-0.json:3:18: RF203 property-without-description: "
        "'a' has no description\n"
        "  hint: add one"
    )


def test_text_of_schemas_cannot_act_on_a_terminal():
    (line,) = text_lines([ODD])

    assert line == 'a b,c:d%/1.json:1:2: gone: x\\x1b[31m\\n<b & "c">:,%'


def test_colour_changes_nothing_but_colour():
    (line, _) = text_lines([BARE], colour=True)

    assert "\x1b[33mRF203 property-without-description\x1b[0m" in line


def test_summary_counts_by_severity():
    assert summary([]) == "0"
    assert summary([BARE, ODD, BARE]) == "3 (errors: 1, warnings: 2)"


def test_statistics_count_by_code_most_first():
    assert list(statistics_lines([ODD, BARE, BARE])) == [
        "2  RF203  warning  property-without-description",
        "1  gone  error    gone",
    ]


def test_github_escapes_what_it_would_take_for_its_own():
    assert "\n".join(github_lines([BARE, ODD])) == (
        "::warning file=schemas/shop/Order/1-0.json,line=3,col=18,"
        "title=RF203 property-without-description::'a' has no description%0Ahint: add one\n"
        "::error file=a b%2Cc%3Ad%25/1.json,line=1,col=2,title=gone"
        '::x\x1b[31m%0A<b & "c">:,%25'
    )


def test_sarif_lists_rules_and_refers_to_them():
    (run,) = sarif_document([ODD, BARE], ABOUTS)["runs"]

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["RF203", "gone"]
    assert run["tool"]["driver"]["rules"][0]["help"]["markdown"] == "Why."
    assert [(one["ruleId"], one["ruleIndex"], one["level"]) for one in run["results"]] == [
        ("gone", 1, "error"), ("RF203", 0, "warning"),
    ]  # fmt: skip
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "schemas/shop/Order/1-0.json"},
        "region": {"startLine": 3, "startColumn": 18},
    }


@pytest.mark.parametrize(
    ("path", "uri"),
    [("a b/ü,%.json", "a%20b/%C3%BC%2C%25.json"), ("/x/a b.json", "file:///x/a%20b.json")],
)
def test_sarif_paths_are_uris(path, uri):
    document = sarif_document([BARE._replace(path=path)], ABOUTS)

    location = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == uri


def test_sarif_is_json():
    assert json.loads(json.dumps(sarif_document([BARE, ODD], ABOUTS)))["version"] == "2.1.0"


def test_junit_is_xml_in_which_files_without_a_finding_have_passed():
    text = junit_document("lint", ["good.json", BARE.path], [BARE, BARE, ODD])

    root = ET.fromstring(text)  # noqa: S314 - our own text
    (suite,) = root
    cases = {case.get("name"): case.find("failure") for case in suite}
    assert suite.attrib == {"name": "lint", "tests": "3", "failures": "2", "errors": "0"}
    assert cases["good.json"] is None
    assert cases[BARE.path].get("message") == "RF203: 'a' has no description"
    assert (
        cases[BARE.path].text.strip().splitlines()
        == ["3:18 RF203 property-without-description: 'a' has no description (hint: add one)"]
        * 2
    )
    assert cases[ODD.path].get("message") == 'gone: x\\x1b[31m\\n<b & "c">:,%'


@pytest.mark.parametrize("findings", [[], [BARE]], ids=["none", "one"])
def test_nothing_found_is_a_document_too(findings):
    assert len(sarif_document(findings, ABOUTS)["runs"][0]["results"]) == len(findings)
    assert 'failures="0"' in junit_document("lint", ["a.json"], [])
