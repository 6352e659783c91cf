"""The cases of each rule, as data: what is written, and where something is found.

A place is a JSON pointer, for rules about several files with the file before ``#``, or
``@line:column`` where there is no document.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from reflekt_dbt.lint.rules import ALL_RULES

FILE = "shop/Order_Completed/1-0.json"
FOLDER = Path(__file__).with_name("cases")
CASES = [
    pytest.param(file.stem, case, id=f"{file.stem}: {case['case']}")
    for file in sorted(FOLDER.glob("*.yml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def place(violation, case):
    path = violation.path.removeprefix("schemas/")
    if "files" in case:
        return f"{path}#{violation.json_pointer}" if violation.pointer else path
    if "text" in case and violation.code == "RF101":
        return f"@{violation.line}:{violation.column}"
    return violation.json_pointer


@pytest.mark.parametrize(("code", "case"), CASES)
def test_case(code, case, shop):
    if "text" in case:
        shop.write(FILE, case["text"])
    for path, keys in case.get("files", {}).items():
        shop.write(path, keys)
    if "schema" in case or "properties" in case:
        properties = {"properties": case["properties"]} if "properties" in case else {}
        shop.write(FILE, {**properties, **case.get("schema", {})})
    rules = ("default",) if code.startswith("RF19") else (code,)

    violations = shop.lint(*rules, **case.get("with", {}))

    found = [place(violation, case) for violation in violations if violation.code == code]
    assert sorted(found) == sorted(case["found"])


def test_every_rule_has_cases():
    assert sorted(file.stem for file in FOLDER.glob("*.yml")) == [
        rule.code for rule in ALL_RULES
    ]
