"""What Reflekt and other clients of Segment get wrong, a test each.

Reflekt 0.6.0's were read in its code or seen to happen; the rest are from the history of
Typewriter and of the Terraform provider.
"""

from __future__ import annotations

import json
import logging

import pytest
import stamina
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli
from reflekt_dbt.registries import push as flow
from tests.fakes.http import Answer
from tests.fakes.segment import CONSENT, TOKEN, FakeSegment

PLAN = "Jaffle Shop"


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setenv("REFLEKT_SEGMENT_API_TOKEN", TOKEN)
    monkeypatch.setattr(flow, "WAITS", (0.0,))
    with stamina.set_testing(True, attempts=8, cap=True), FakeSegment() as server:
        yield server
    assert server.violations == []


class Team:
    """A tracking plan in git, and what the command line does with it."""

    def __init__(self, root, fake):
        self.root = root
        self.fake = fake
        settings = (
            f"vendor: com.shop\nregistries:\n  segment: {{type: segment, url: '{fake.url}'}}\n"
        )
        (root / "reflekt_project.yml").write_text(settings, encoding="utf-8")
        (root / "schemas").mkdir()

    def schema(self, folder, name, version="1-0", **said):
        own = {"vendor": "com.shop", "name": name, "format": "jsonschema", "version": version}
        data = {
            "self": {**own, **said.pop("own", {})},
            "type": "object",
            "properties": {},
            **said,
        }
        file = self.root / "schemas" / "jaffle_shop" / folder / f"{version}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"$id": f"jaffle_shop/{folder}/{version}.json", **data}))

    def run(self, command, *more, select=PLAN, expect=0):
        arguments = [command, "--registry", "segment", "--select", select, "--yes", *more]
        result = CliRunner().invoke(cli, [*arguments, "--project-dir", str(self.root)])
        assert result.exit_code == expect, result.output
        return result.output

    def push(self, *more, **options):
        return self.run("push", *more, **options)

    def pull(self, *more, **options):
        return self.run("pull", *more, **options)

    @property
    def documents(self):
        files = sorted((self.root / "schemas").rglob("*.json"))
        return {
            f.relative_to(self.root / "schemas").as_posix(): json.loads(f.read_text("utf-8"))
            for f in files
        }

    @property
    def names(self):
        return sorted(one["self"]["name"] for one in self.documents.values())


@pytest.fixture
def team(tmp_path, fake):
    return Team(tmp_path, fake)


def rule(key="Order Completed", call="TRACK", version=1, **schema):
    return {"type": call, "key": key, "version": version, "jsonSchema": schema}


def rules_of(fake):
    return fake.plans["tp_0001"].rules


def test_reflekt_read_two_hundred_rules_of_450_and_said_it_was_done(team, fake):
    fake.add_plan(PLAN, [rule(f"Event {number}") for number in range(450)])

    team.pull()

    assert len(team.documents) == 450


def test_reflekt_did_not_find_the_plan_past_the_200th_and_push_made_a_duplicate(team, fake):
    for number in range(230):
        fake.add_plan(f"Plan {number}")
    fake.add_plan(PLAN)
    team.schema("e", "E")

    team.push()

    assert [one.id for one in fake.plans.values() if one.name == PLAN] == ["tp_0231"]


def test_reflekt_replaced_the_plan_with_what_it_had_read(team, fake):
    kinds = [
        ("x", "TRACK", 1),
        ("x", "TRACK", 2),
        ("Home", "PAGE", 1),
        (None, "SCREEN", 1),
        (None, "COMMON", 1),
        (CONSENT, "TRACK", 1),
    ]
    plan = fake.add_plan(PLAN, [rule(*kind) for kind in kinds])
    before = dict(plan.rules)
    team.schema("e", "E")

    team.push()

    assert {key: one for key, one in plan.rules.items() if key in before} == before
    assert len(plan.rules) == len(before) + 1
    assert {request.method for request in fake.writes} == {"PATCH"}


def test_reflekt_created_a_new_plan_empty_and_said_it_was_pushed(team, fake):
    team.schema("e", "E")

    team.push(select="jaffle_shop")

    assert ("TRACK", "E", 1.0) in rules_of(fake)


def test_reflekt_could_not_push_more_than_two_hundred_rules(team, fake):
    fake.add_plan(PLAN, [rule(f"There {number}") for number in range(250)])
    for number in range(250):
        team.schema(f"e{number}", f"E {number}")

    team.push()

    assert len(rules_of(fake)) == 500


def test_reflekt_asked_for_the_plan_none(team, fake):
    output = team.pull(expect=2)

    assert "no tracking plan 'Jaffle Shop'" in output
    assert "Traceback" not in output
    assert not any("None" in request.path for request in fake.requests)


def test_reflekt_crashed_on_a_page_rule_or_wrote_the_event_before_it_twice(team, fake):
    kinds = [("Home", "PAGE"), (None, "SCREEN"), ("Bought", "TRACK")]
    fake.add_plan(PLAN, [rule(*kind, description=kind[1]) for kind in kinds])

    team.pull()

    said = {one["self"]["name"]: one["description"] for one in team.documents.values()}
    assert said == {"Home": "PAGE", "Screen Viewed": "SCREEN", "Bought": "TRACK"}


def test_reflekt_lost_description_and_labels_of_identify_and_sent_an_empty_key(team, fake):
    team.schema("Identify", "Identify", description="Who.", own={"metadata": {"owner": "crm"}})

    team.push(select="jaffle_shop")

    stored = rules_of(fake)["IDENTIFY", "", 1.0]
    assert stored["jsonSchema"]["description"] == "Who."
    assert stored["jsonSchema"]["labels"] == {"owner": "crm"}
    assert "key" not in stored


def test_reflekt_left_out_the_rule_of_all_events_and_the_context(team, fake):
    context = {"type": "object", "properties": {"ip": {"type": "string"}}}
    plan = fake.add_plan(
        PLAN,
        [
            rule(None, "COMMON", properties={"context": context}),
            rule("E", properties={"context": context}),
        ],
    )
    team.pull()
    (file,) = team.root.glob("schemas/*/E/1-0.json")
    file.write_text(json.dumps({**json.loads(file.read_text()), "description": "New."}))

    team.push()

    schema = plan.rules["TRACK", "E", 1.0]["jsonSchema"]
    assert schema["description"] == "New."
    assert "ip" in schema["properties"]["context"]["properties"]
    assert "Common" in team.names


def test_reflekt_forbade_other_properties_where_nobody_had(team, fake):
    fake.add_plan(PLAN, [rule(properties={"properties": {"properties": {"a": {}}}})])

    team.pull()

    (document,) = team.documents.values()
    assert "additionalProperties" not in document


def test_reflekt_left_inner_types_as_lists(team, fake):
    inner = {"type": "object", "properties": {"b": {"type": "string"}}}
    fake.add_plan(PLAN, [rule(properties={"properties": {"properties": {"a": inner}}})])

    team.pull()

    (document,) = team.documents.values()
    assert document["properties"]["a"] == inner


def test_reflekt_pushed_two_minors_as_one_version_twice(team, fake):
    team.schema("E", "E", "1-0", description="Old.")
    team.schema("E", "E", "1-1", description="New.")

    team.push(select="jaffle_shop")

    (sent,) = [request.body["rules"] for request in fake.writes if request.method == "PATCH"]
    assert [(one["version"], one["jsonSchema"]["description"]) for one in sent] == [(1, "New.")]


def test_reflekt_wrote_two_events_into_one_file(team, fake):
    fake.add_plan(PLAN, [rule("A B"), rule("A_B"), rule("a b")])

    team.pull()

    assert team.names == ["A B", "A_B", "a b"]


def test_reflekt_pushed_an_event_that_is_called_group_as_a_group(team, fake):
    plan = fake.add_plan(PLAN, [rule("Group"), rule("Identify")])
    before = dict(plan.rules)
    team.pull()
    fake.requests.clear()

    team.push()

    assert plan.rules == before
    assert fake.writes == []


def test_reflekt_kept_an_event_that_was_deleted_upstream(team, fake):
    plan = fake.add_plan(PLAN, [rule("E"), rule("F")])
    team.pull()
    del plan.rules["TRACK", "F", 1.0]

    team.pull("--prune")

    assert team.names == ["E"]


def test_reflekt_had_no_words_for_what_segment_answers(team, fake):
    said = {"type": "input-validation", "message": "rules is too odd", "field": "rules"}
    fake.add_plan(PLAN)
    team.schema("e", "E")
    answer = fake.answer
    fake.answer = lambda one: Answer(422, {"errors": [said]}) if one.is_write else answer(one)

    output = team.push(expect=2)

    assert "rules is too odd" in output


def test_reflekt_put_the_token_into_the_debug_log(team, fake, caplog):
    caplog.set_level(logging.DEBUG)
    fake.add_plan(PLAN, [rule("E")])

    output = team.pull()

    assert caplog.records
    assert TOKEN not in caplog.text + output
    assert TOKEN not in "".join(f.read_text() for f in team.root.rglob("*") if f.is_file())


@pytest.mark.parametrize("fault", [{"too_many": frozenset({1, 3})}, {"cut": frozenset({1, 2})}])
def test_reflekt_gave_up_at_the_first_bad_answer(team, fake, fault):
    fake.add_plan(PLAN, [rule("E")])
    for name, value in fault.items():
        setattr(fake.faults, name, value)

    team.pull()

    assert team.names == ["E"]


def test_terraform_took_what_it_had_sent_for_what_is_there(team, fake):
    team.schema("e", "E", description="Mine.", own={"metadata": {"owner": "x"}})
    fake.ways.keeps_labels = frozenset()

    output = team.push(select="jaffle_shop", expect=1)

    assert "TRACK/E/1: the registry does not tell it back as it was pushed" in output


def test_terraform_knew_rules_by_type_and_key_and_dropped_their_versions(team, fake):
    plan = fake.add_plan(PLAN, [rule("E", version=1), rule("E", version=2)])
    team.schema("E", "E", "1-0", description="One.")
    team.schema("E", "E", "2-0", description="Two.")

    team.push("--force")

    said = {key[2]: one["jsonSchema"]["description"] for key, one in plan.rules.items()}
    assert said == {1.0: "One.", 2.0: "Two."}


@pytest.mark.parametrize("end", ["null", "empty", "absent"])
def test_typewriter_read_for_ever_where_the_next_page_is_null(team, fake, end):
    fake.faults.end = end
    fake.faults.page_size = 1
    fake.add_plan(PLAN, [rule("E"), rule("F")])

    team.pull()

    assert team.names == ["E", "F"]


def test_typewriter_let_a_page_rule_hide_the_event_of_its_name(team, fake):
    fake.add_plan(PLAN, [rule("Home", "PAGE", 2), rule("Home", "TRACK", 1)])

    team.pull()

    assert team.names == ["Home", "Home"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_typewriter_called_every_error_a_lack_of_permission(team, fake, status):
    fake.faults.refuse = Answer(status, {"errors": [{"type": "x", "message": "busy"}]})

    output = team.pull(expect=2)

    assert f"{status}: busy" in output


def test_a_push_of_what_is_there_already_sends_no_write(team, fake):
    fake.add_plan(PLAN, [rule(f"E {number}") for number in range(1000)])
    team.pull()
    fake.requests.clear()

    team.push()

    assert fake.writes == []
    assert len(fake.requests) <= 1000 // 200 + 2


HOSTILE = ["../../etc/x", "CON", "x" * 300, "🎉", "🎊", "{{ x }}", "a/b", "a\\b", ".git", "-rf"]


def test_a_push_that_failed_half_way_is_completed_by_the_next(team, fake):
    fake.add_plan(PLAN)
    for number in range(450):
        team.schema(f"e{number}", f"E {number}")
    fake.faults.fail_every_write, fake.faults.fail_status = 2, 403

    team.push(expect=2)
    half = dict(rules_of(fake))
    fake.faults.fail_every_write = 0
    team.push()

    assert len(half) == 200
    assert len(rules_of(fake)) == 450
    assert {key: rules_of(fake)[key] for key in half} == half


def test_hostile_names_make_safe_files_and_come_back(team, fake):
    plan = fake.add_plan(
        PLAN, [rule(name, description="{{ 7*7 }} {% raw %}") for name in HOSTILE]
    )
    before = dict(plan.rules)

    team.pull()
    team.push()

    assert team.names == sorted(HOSTILE)
    assert plan.rules == before
    outside = [f for f in team.root.rglob("*") if f.is_file() and "schemas" not in f.parts]
    assert {f.name for f in outside} <= {"reflekt_project.yml", "reflekt.registries"}
    assert not (team.root.parent / "etc").exists()
