"""What the macros lay out of a plan and what is present: the very bytes, on both engines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "render"
CASES = sorted(folder.name for folder in GOLDEN.iterdir())
FINDINGS = "findings.txt"


@pytest.fixture(scope="module")
def cases():
    return {name: (read(name, "plan"), read(name, "present")) for name in CASES}


@pytest.fixture(scope="module")
def rendered(call_files, cases):
    return call_files(cases)


@pytest.fixture(scope="module")
def rendered_by_v2(call_files, cases, v2_program):
    return call_files(cases, v2_program)


def read(case, name):
    return json.loads((GOLDEN / case / f"{name}.json").read_text(encoding="utf-8"))


def lines_of(findings):
    """Findings as lines for people to read, in the order they came."""
    return "".join(
        " | ".join([code, event, prop, json.dumps(args, sort_keys=True)]) + "\n"
        for code, event, prop, args in findings
    )


def texts_of(result):
    files = {path: text for path, _, text in result["files"]}
    return {**files, FINDINGS: lines_of(result["findings"])}


@pytest.fixture
def project_of(make_project):
    """A project that holds what is expected of a case, and the doc blocks it speaks of."""

    def make(case):
        expected = GOLDEN / case / "expected"
        files = [file for file in expected.rglob("*.*") if file.name != FINDINGS]
        texts = {str(file.relative_to(expected)): file.read_text("utf-8") for file in files}
        wanted = set(re.findall(r'doc\("(\w+)"\)', "".join(texts.values())))
        defined = set(re.findall(r"{% docs (\w+) %}", "".join(texts.values())))
        blocks = [f"{{% docs {name} %}}\nText.\n{{% enddocs %}}\n" for name in wanted - defined]
        project = make_project()
        project.write({**texts, "models/more.md": "".join(sorted(blocks))})
        return project

    return make


@pytest.mark.parametrize("case", CASES)
def test_files_and_findings_are_those_of_the_golden_folder(rendered, golden, case):
    texts = texts_of(rendered[case])

    for path, text in texts.items():
        golden(GOLDEN / case / "expected" / path, text)
    expected = GOLDEN / case / "expected"
    files = {str(file.relative_to(expected)) for file in expected.rglob("*") if file.is_file()}
    assert files == set(texts)


@pytest.mark.parametrize("case", CASES)
def test_dbt_v2_gives_the_same_bytes(rendered, rendered_by_v2, case):
    assert rendered_by_v2[case] == rendered[case]


@pytest.mark.parametrize("case", CASES)
def test_dbt_core_parses_it_without_a_warning(project_of, case):
    project = project_of(case)

    project.dbt("--warn-error", "parse")


@pytest.mark.parametrize("case", CASES)
def test_dbt_v2_parses_it(project_of, v2_program, case):
    project = project_of(case)

    project.v2(v2_program, "parse")
