"""What comes back from the memo is to the last character what the macros returned."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from dbt.context import base

from reflekt_dbt.bridge.memo import Memo, memo_of
from reflekt_dbt.plan.dump import inert_json

GOLDEN = Path(__file__).parents[1] / "golden" / "render"
TIMES = 6
RUN = """\
{%- macro run_cases() -%}
    {%- set text -%}CASES{%- endset -%}
    {%- for case in fromjson(text) -%}
        {%- set result = reflekt.reflekt_files(case['plan'], case['present']) -%}
        {%- do modules.held(case['plan'], case['present'], reflekt, adapter, result) -%}
    {%- endfor -%}
{%- endmacro -%}
"""
OVERRIDE = "{% macro default__as_text(sql, type, family) %}{{ return(sql) }}{% endmacro %}"


def cases(times: int) -> list[dict[str, Any]]:
    """Return every golden plan, and *times* each with some of what is present there."""
    random = Random(6)  # noqa: S311 - no secret hangs on it
    found = []
    for folder in sorted(GOLDEN.iterdir()):
        plan, present = (
            json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            for name in ("plan", "present")
        )
        found.append({"plan": plan, "present": present})
        found.extend(
            {"plan": plan, "present": {"tables": list(some_of(present["tables"], random))}}
            for _ in range(times)
        )
    return found


def some_of(tables, random):
    """Yield some of *tables* with some of their columns."""
    for source, table, columns in tables:
        if random.random() < 0.8:
            yield [source, table, [one for one in columns if random.random() < 0.8]]


@pytest.fixture(scope="module")
def run_cases(make_project):
    """Have dbt run the cases; return the memo and the result of each."""

    def run(folder: Path, times: int = 0, **files: str) -> list[tuple[Memo, Any]]:
        found = []

        def hold(plan, present, macros, adapter, result):
            found.append((memo_of(plan, present, macros, adapter, folder), result))

        text = RUN.replace("CASES", inert_json(cases(times)))
        project = make_project()
        project.write({"macros/run_cases.sql": text, **files})
        original = base.get_context_modules
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(base, "get_context_modules", lambda: {**original(), "held": hold})
            project.dbt("run-operation", "run_cases")
        return found

    return run


@pytest.fixture(scope="module")
def held(run_cases, tmp_path_factory):
    return run_cases(tmp_path_factory.mktemp("target"), TIMES)


def test_every_result_comes_back_as_it_was(held):
    for memo, result in held:
        memo.write(result)

        again = Memo(memo.folder, memo.key).read()

        assert again == result
        # And not only equal: a number is no text, a list no tuple.
        assert repr(again) == repr(result)


def test_cases_of_one_key_have_one_result(held):
    results = {}
    for memo, result in held:
        assert results.setdefault(memo.key, repr(result)) == repr(result)

    assert len(results) > TIMES


def test_second_project_with_the_same_macros_has_the_same_keys(held, run_cases, tmp_path):
    again = run_cases(tmp_path)

    assert [memo.key for memo, _ in again] == [memo.key for memo, _ in held[:: TIMES + 1]]


def test_project_with_a_macro_of_its_own_has_none(run_cases, tmp_path):
    # dbt looks into the project first even where `dispatch` says nothing.
    found = run_cases(tmp_path, **{"macros/as_text.sql": OVERRIDE})

    assert {memo.key for memo, _ in found} == {""}
