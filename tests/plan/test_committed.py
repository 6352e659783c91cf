from __future__ import annotations

import json
import re
import subprocess

import pytest

from reflekt_dbt.plan.committed import committed_text, is_committed_plan, out_of_date

HOSTILE = "{{ run_query('x') }} {% endset %} {# it's \\ \" \u2028 ü \x7f <<<<<<< #}"
VARIABLES = {"vendor": "com.shop", "sources": [{"name": "shop"}]}


def plan(*tables, **parts):
    return {
        "version": 1,
        "quoted": [],
        "sources": [{"name": "shop"}],
        "tables": [
            {"event": name, "model": f"stg_{name}", "columns": ["a"]} for name in tables
        ],
        "unions": [],
        "findings": [],
        **parts,
    }


def body(text):
    return text.partition("{%- set rows -%}")[2].partition("{%- endset -%}")[0]


def values(text):
    """Put the plan together again, as the macro does."""
    rows = [row for row in json.loads(body(text)) if row]
    made = {name: [] for name in rows[0][3]}
    for kind, _, _, value in rows[1:]:
        if kind in made and kind in rows[0][3]:
            made[kind].append(value)
        else:
            made[kind] = value
    return made


def merged(tmp_path, ours, base, theirs):
    for name, text in {"ours": ours, "base": base, "theirs": theirs}.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    command = ["git", "merge-file", "-p", "ours", "base", "theirs"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_every_event_has_a_line_with_its_hash():
    text = committed_text(plan("shop/A/1-0", "shop/B/1-0"), VARIABLES)

    lines = [line for line in text.split("\n") if line.startswith('["tables"')]
    assert len(lines) == 2
    assert all(re.match(r'\["tables","shop/[AB]/1-0","[0-9a-f]{12}",\{', one) for one in lines)


def test_text_of_strangers_opens_no_tag_and_comes_back_as_it_was():
    told = plan("shop/A/1-0", texts=[["a.sql", HOSTILE]])

    text = committed_text(told, {"vendor": HOSTILE})

    assert text.isascii()
    assert not re.search(r"\{\{|\{%|\{#", body(text))
    made = values(text)
    assert made["texts"] == [["a.sql", HOSTILE]]
    assert made["vars"] == {"vendor": HOSTILE}
    assert made["tables"] == told["tables"]


def test_what_was_just_made_is_up_to_date_whatever_the_line_endings():
    told = plan("shop/A/1-0")
    text = committed_text(told, VARIABLES)

    assert out_of_date(text, told, VARIABLES) == []
    assert out_of_date(text.replace("\n", "\r\n"), told, VARIABLES) == []


def test_events_that_are_new_changed_or_gone_are_named():
    text = committed_text(plan("shop/A/1-0", "shop/B/1-0"), VARIABLES)
    now = plan("shop/B/1-0", "shop/C/1-0")
    now["tables"][0]["columns"] = ["a", "b"]

    assert out_of_date(text, now, VARIABLES) == [
        ("shop/A/1-0", "gone"), ("shop/B/1-0", "changed"), ("shop/C/1-0", "new"),
    ]  # fmt: skip


def test_other_parts_are_named_once():
    text = committed_text(plan(), VARIABLES)
    now = plan(sources=[{"name": "shop"}, {"name": "web"}, {"name": "ios"}])

    assert out_of_date(text, now, {}) == [("", "sources changed"), ("", "vars.reflekt changed")]


def test_an_event_in_two_sources_has_two_lines_that_both_count():
    text = committed_text(plan("shop/A/1-0", "shop/A/1-0"), VARIABLES)

    assert out_of_date(text, plan("shop/A/1-0"), VARIABLES) == [("shop/A/1-0", "changed")]


def test_branches_that_change_an_event_each_merge_line_by_line(tmp_path):
    names = [f"shop/{letter}/1-0" for letter in "ABCDEFGH"]
    base, ours, theirs, both = (plan(*names) for _ in range(4))
    for one in (ours, both):
        one["tables"][1]["columns"] = ["b"]
    for one in (theirs, both):
        one["tables"][6]["columns"] = ["g"]

    texts = [committed_text(one, VARIABLES) for one in (ours, base, theirs)]
    code, text = merged(tmp_path, *texts)

    assert code == 0
    assert text == committed_text(both, VARIABLES)


def test_a_conflict_in_it_is_ours_to_replace_and_out_of_date(tmp_path):
    base, ours, theirs = plan("shop/A/1-0"), plan("shop/A/1-0"), plan("shop/A/1-0")
    ours["tables"][0]["columns"] = ["x"]
    theirs["tables"][0]["columns"] = ["y"]

    texts = [committed_text(one, VARIABLES) for one in (ours, base, theirs)]
    code, text = merged(tmp_path, *texts)

    assert code == 1
    assert is_committed_plan(text)
    assert ("", "it has conflict markers") in out_of_date(text, ours, VARIABLES)
    assert ("shop/A/1-0", "changed") in out_of_date(text, ours, VARIABLES)


@pytest.mark.parametrize("line", ["{% macro mine() %}{% endmacro %}", "-- mine", '["mine"],'])
def test_with_a_line_of_someone_elses_it_is_not_ours(line):
    text = committed_text(plan(), VARIABLES)

    assert is_committed_plan(text)
    assert not is_committed_plan(f"{text}{line}\n")
    assert not is_committed_plan("{% macro reflekt_plan() %}{% endmacro %}\n")
