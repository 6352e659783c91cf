from __future__ import annotations

import json
import logging
from datetime import datetime, timezone

import pytest

from reflekt_dbt.config.secret import Secret
from reflekt_dbt.errors import NoSuchPlanError, RegistryError, SelectError
from reflekt_dbt.registries.http import Client
from reflekt_dbt.registries.model import Document, Operation
from reflekt_dbt.registries.pace import Clock, Pace
from reflekt_dbt.registries.reply import Reply
from reflekt_dbt.registries.segment.api import Api, manners
from reflekt_dbt.registries.segment.guesses import Guesses
from reflekt_dbt.registries.segment.mapping import Mapper
from reflekt_dbt.registries.segment.registry import Segment
from reflekt_dbt.registries.terms import AnswerError
from tests.fakes.http import HTML, Answer, Faults
from tests.fakes.segment import CONSENT, TOKEN
from tests.registries.segment.events import made_up, operations, remotes_of

PLAN = "Jaffle Shop"


def rule(key="Order Completed", call="TRACK", version=1, **schema):
    return {"type": call, "key": key, "version": version, "jsonSchema": schema}


def rules(count):
    return [rule(f"Event {number}") for number in range(count)]


def quiet(_line):
    """Take what is said on the way."""


def push(segment, documents, there=None):
    found = remotes_of(segment, PLAN) if there is None else there
    segment.push(PLAN, operations(segment, documents, found), quiet)


def test_check_says_which_workspace_it_is(segment, fake):
    assert segment.check() == f"Segment workspace 'Jaffle Shop' at {fake.url}"


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_none_is_refused_with_a_cure(segment, fake, status):
    fake.faults.refuse = Answer(status, {"errors": [{"type": "forbidden", "message": "no"}]})

    with pytest.raises(AnswerError, match=f"{status}: no") as caught:
        segment.check()

    assert "token" in caught.value.hint


def test_a_missing_token_names_its_variable(connected, fake):
    with pytest.raises(RegistryError, match="MY_TOKEN is not set"):
        connected(fake, token_env="MY_TOKEN", environment={})


@pytest.mark.parametrize("given", ["Jaffle Shop", "jaffle_shop", "jaffle-shop", "tp_0002"])
def test_a_plan_is_found_by_name_or_id(segment, fake, given):
    fake.add_plan("Other")
    fake.add_plan(PLAN, [rule()])
    fake.add_plan(PLAN, [rule("Wrong")], type="RULE_LIBRARY")

    assert [one.key for one in segment.pull(given).remotes] == ["TRACK/Order Completed/1"]


def test_two_plans_of_one_name_are_told_apart_by_id(segment, fake):
    fake.add_plan(PLAN)
    fake.add_plan(PLAN)

    with pytest.raises(RegistryError, match=r"several tracking plans .* tp_0001, tp_0002"):
        segment.pull(PLAN)


def test_two_plans_of_like_names_are_told_apart_by_spelling(segment, fake):
    fake.add_plan("Jaffle Shop")
    fake.add_plan("jaffle-shop")

    assert segment.pull("Jaffle Shop").remotes == ()
    with pytest.raises(SelectError):
        segment.pull("JAFFLE_SHOP")


def test_a_plan_that_is_not_there_is_an_error_that_names_the_nearest(segment, fake):
    fake.add_plan(PLAN)

    with pytest.raises(NoSuchPlanError, match="Jaffle Shap") as caught:
        segment.pull("Jaffle Shap")

    assert caught.value.hint == "did you mean 'Jaffle Shop'?"


def test_an_id_that_is_none_creates_no_plan(segment, fake):
    with pytest.raises(RegistryError, match="no tracking plan has the id 'tp_9'"):
        segment.push("tp_9", [], quiet)

    assert fake.writes == []


@pytest.mark.parametrize("end", ["absent", "null", "empty"])
@pytest.mark.parametrize("total", [True, False])
def test_every_page_is_read(segment, fake, end, total):
    fake.faults = Faults(page_size=7, end=end)
    fake.ways.total = total
    fake.add_plan(PLAN, rules(50))

    assert len(segment.pull(PLAN).remotes) == 50


def test_a_thousand_rules_take_the_pages_and_one_request_more(segment, fake):
    fake.add_plan(PLAN, rules(1000))

    segment.pull(PLAN)

    assert len(fake.requests) == 1 + 1000 // 200


@pytest.mark.parametrize("taken", [1, 2])
@pytest.mark.parametrize("times", [1, 3])
def test_pages_that_do_not_add_up_are_read_anew_and_then_an_error(
    segment, fake, taken, times, monkeypatch
):
    slept = []
    monkeypatch.setattr(Clock, "sleep", lambda _self, seconds: slept.append(seconds))
    plan = fake.add_plan(PLAN, rules(6))
    whole = dict(plan.rules)
    fake.faults.page_size = 3
    answer = fake.answer
    edits = iter(range(times))

    def and_take_some_away(request):
        said = answer(request)
        plan.rules.update(whole)
        if request.path.endswith("/rules") and "cursor" not in str(request.query):
            for key in list(whole)[: taken if next(edits, None) is not None else 0]:
                del plan.rules[key]
        return said

    monkeypatch.setattr(fake, "answer", and_take_some_away)
    if times == 1:
        assert len(segment.pull("tp_0001").remotes) == 6
        return
    with pytest.raises(RegistryError, match=r"read \d of \d, then of 6 rules"):
        segment.pull("tp_0001")
    assert slept == [1.0, 4.0, 0.0]


def test_pages_without_end_are_an_error(segment, fake):
    fake.faults = Faults(page_size=2, never_ends=True)
    fake.add_plan(PLAN, rules(6))

    with pytest.raises(RegistryError, match="have no end"):
        segment.pull(PLAN)


def test_a_rule_of_an_unknown_type_is_left_alone_and_told(segment, fake):
    plan = fake.add_plan(PLAN, [rule()])
    plan.rules["odd", "", 1.0] = {**rule(), "type": "TRACK", "key": None}

    pulled = segment.pull(PLAN)

    assert len(pulled.remotes) == 1
    assert pulled.notes == ("TRACK//1 is left alone: no event of a type that we know",)


def test_a_new_plan_is_created_with_its_rules(segment, fake):
    said = []

    segment.push(PLAN, operations(segment, made_up(3, 1), {}), said.append)

    assert {request.method for request in fake.writes} == {"POST", "PATCH"}
    assert len(remotes_of(segment, PLAN)) == 3 + 2
    assert said == ["created the tracking plan 'Jaffle Shop' (tp_0001)", "pushed 3 of 3 events"]


def test_a_plan_whose_rules_fail_is_said_to_be_incomplete_and_mended_by_a_second_run(
    segment, fake
):
    fake.ways.over_limit = 400
    fake.faults = Faults(fail_every_write=2, fail_status=403)
    documents = made_up(3, 2)

    with pytest.raises(RegistryError, match=r"'Jaffle Shop' is not complete: .* 403") as caught:
        segment.push(PLAN, operations(segment, documents, {}), quiet)
    fake.faults = Faults()
    push(segment, documents)

    assert caught.value.hint.startswith("run it again: what is done stays done")
    assert len(fake.plans) == 1
    assert operations(segment, documents, remotes_of(segment, PLAN)) == []


def test_a_plan_whose_creation_was_not_acknowledged_is_not_created_twice(segment, fake):
    fake.faults = Faults(fail_every_write=1, fail_when_done=True)
    fake.faults.before_write = lambda: None
    answer = fake.answer

    def once(request):
        fake.faults = Faults()
        return answer(request)

    fake.answer = once
    push(segment, made_up(2, 3), {})

    assert [plan.name for plan in fake.plans.values()] == [PLAN]
    assert len(fake.plans["tp_0001"].rules) == 2 + 2


def test_rules_go_in_chunks_of_two_hundred(segment, fake):
    push(segment, made_up(450, 4), {})

    sizes = [len(request.body["rules"]) for request in fake.writes if request.method == "PATCH"]
    assert sizes == [200, 200, 50]


def test_a_chunk_that_is_too_large_is_halved(segment, fake):
    fake.ways.largest_write = 20_000

    push(segment, made_up(100, 5), {})

    assert len(fake.plans["tp_0001"].rules) == 100 + 2


def test_an_event_that_is_too_large_is_an_error(segment, fake):
    fake.ways.largest_write = 10

    with pytest.raises(RegistryError, match="413"):
        push(segment, made_up(2, 6), {})


def test_an_update_keeps_what_is_segments_own(segment, fake):
    context = {"type": "object", "properties": {"ip": {"type": "string"}}}
    plan = fake.add_plan(PLAN, [rule("e", properties={"context": context}, extra=1)])
    remote = remotes_of(segment, PLAN)["TRACK/e/1"]
    changed = {**remote.document.data, "description": "New."}
    document = type(remote.document)(remote.document.id, changed)

    push(segment, [document])

    stored = plan.rules["TRACK", "e", 1.0]["jsonSchema"]
    assert stored["description"] == "New."
    assert stored["extra"] == 1
    assert stored["properties"]["context"]["properties"]["ip"]["type"] == ["string"]


def test_what_others_changed_meanwhile_is_not_overwritten(segment, fake):
    plan = fake.add_plan(PLAN, [rule("e"), rule("f")])
    there = remotes_of(segment, PLAN)
    fake.put(plan, rule("e", description="Edited in the app."))
    deletes = [Operation("delete", key, None, one) for key, one in there.items()]

    with pytest.raises(RegistryError, match="changed in Segment since it was read: TRACK/e/1"):
        segment.push(PLAN, deletes, quiet)

    assert fake.writes == []
    assert len(plan.rules) == 2


def test_what_others_created_meanwhile_is_not_overwritten(segment, fake):
    ours = [Document("shop/e/1-0", {"self": {"name": "e", "version": "1-0"}, "properties": {}})]
    wanted = operations(segment, ours, {})
    plan = fake.add_plan(PLAN)
    fake.put(plan, rule("e", title="Theirs."))

    with pytest.raises(RegistryError, match="changed in Segment since"):
        segment.push(PLAN, wanted, quiet)

    assert fake.writes == []


def test_what_others_deleted_meanwhile_is_not_brought_back(segment, fake):
    plan = fake.add_plan(PLAN, [rule("e")])
    there = remotes_of(segment, PLAN)
    data = {**there["TRACK/e/1"].document.data, "description": "New."}
    document = type(there["TRACK/e/1"].document)("shop/e/1-0", data)
    plan.rules.clear()

    with pytest.raises(RegistryError, match="changed in Segment since"):
        segment.push(PLAN, operations(segment, [document], there), quiet)

    assert plan.rules == {}


def test_an_edit_of_other_rules_between_read_and_write_survives(segment, fake):
    plan = fake.add_plan(PLAN, rules(3))
    fake.faults.before_write = lambda: fake.put(plan, rule("Of somebody else"))

    push(segment, made_up(3, 8))

    assert ("TRACK", "Of somebody else", 1.0) in plan.rules
    assert len(plan.rules) == 7


@pytest.mark.parametrize("delete", ["body", "query", "both"])
@pytest.mark.parametrize("ignores", [True, False])
def test_rules_are_deleted_whichever_way_segment_understands(segment, fake, delete, ignores):
    fake.ways.delete, fake.ways.delete_ignores = delete, ignores
    plan = fake.add_plan(PLAN, [*rules(230), rule("", "IDENTIFY"), rule(None, "COMMON")])
    there = remotes_of(segment, PLAN)
    kept = {"TRACK/Event 7/1", "COMMON//1"}
    deletes = [Operation("delete", k, None, one) for k, one in there.items() if k not in kept]

    segment.push(PLAN, deletes, quiet)

    assert set(remotes_of(segment, PLAN)) == kept
    assert len(plan.rules) == 2


def test_deleting_what_is_gone_is_no_error(segment, fake):
    plan = fake.add_plan(PLAN, [rule("e"), rule("f")])
    there = remotes_of(segment, PLAN)
    plan.rules.pop(("TRACK", "e", 1.0))

    segment.push(PLAN, [Operation("delete", k, None, o) for k, o in there.items()], quiet)

    assert plan.rules == {}


def test_an_old_answer_after_a_delete_is_no_error(segment, fake):
    fake.add_plan(PLAN, [rule("e")])
    there = remotes_of(segment, PLAN)
    fake.faults.stale_reads = 1

    segment.push(PLAN, [Operation("delete", k, None, o) for k, o in there.items()], quiet)

    assert remotes_of(segment, PLAN) == {}


@pytest.mark.parametrize(
    ("to", "hint"),
    [
        ("https://eu1.api.segmentapis.com/x", "in another region: set region: eu"),
        ("https://login.example.com", "give its address with --registry-url"),
        ("https://api.segmentapis.com/x", "give its address with --registry-url"),
    ],
)
def test_a_redirect_is_told_with_its_cure(segment, fake, to, hint):
    fake.faults.refuse = Answer(301, "", {"Location": to})

    with pytest.raises(AnswerError) as caught:
        segment.pull(PLAN)

    assert hint in caught.value.hint


@pytest.mark.parametrize("delete", ["body", "query"])
def test_rules_are_deleted_by_the_way_that_is_guessed_first(fake, delete):
    fake.ways.delete = delete
    plan = fake.add_plan(PLAN, rules(45))
    client = Client(fake.url, Secret(f"Bearer {TOKEN}"), Pace(1000, 1.0))
    named = [{"type": one["type"], "key": one["key"], "version": 1} for one in rules(45)]

    Api(client, delete_in_body=delete == "body").delete(plan.id, named, quiet)

    assert plan.rules == {}
    assert len(fake.writes) == (1 if delete == "body" else 3)


@pytest.mark.parametrize(
    ("region", "host"),
    [("us", "https://api.segmentapis.com"), ("eu", "https://eu1.api.segmentapis.com")],
)
def test_each_region_has_its_host(connected, fake, region, host):
    registry = connected(fake, url="", region=region)

    assert registry._where == host


@pytest.mark.parametrize(
    "refuse",
    [
        Answer(200, HTML),
        Answer(200, []),
        Answer(200, {"data": []}),
        Answer(200, {"data": {}}),
        Answer(200, {"data": {"trackingPlans": [{"name": "x"}]}}),
        Answer(502, HTML),
    ],
    ids=["html", "list", "data-list", "no-plans", "no-id", "bad-gateway"],
)
def test_an_odd_answer_is_a_clear_error(segment, fake, refuse):
    fake.faults.refuse = refuse

    with pytest.raises(RegistryError) as caught:
        segment.pull(PLAN)
    fake.violations.clear()

    assert caught.value.where
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("retry_after", ["9", None])
def test_a_429_is_waited_out(segment, fake, retry_after):
    fake.add_plan(PLAN, rules(3))
    fake.faults.too_many = frozenset({1, 2, 4})
    fake.faults.retry_after = retry_after

    assert len(segment.pull(PLAN).remotes) == 3


@pytest.mark.parametrize(
    ("headers", "data", "seconds"),
    [
        ({}, {"msBeforeNext": 1500}, 1.5),
        ({"x-ratelimit-reset": "Sat, 21 Nov 2026 12:00:09 GMT"}, {"msBeforeNext": "x"}, 9.0),
        ({"x-ratelimit-reset": "Sat, 21 Nov 2026 12:00:09 GMT"}, {"msBeforeNext": 500}, 0.5),
        ({"x-ratelimit-reset": "soon"}, {}, None),
        ({}, None, None),
    ],
)
def test_a_429_without_retry_after_says_elsewhere_how_long(headers, data, seconds):
    body = {"errors": [{"type": "RequestError", "message": "Too many requests", "data": data}]}
    noon = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)

    assert manners("us").wait(Reply(429, headers, json.dumps(body), "GET /"), noon) == seconds


def test_no_more_than_two_hundred_requests_are_sent_a_minute(segment, fake, monkeypatch):
    slept = []
    monkeypatch.setattr(Clock, "sleep", lambda _self, seconds: slept.append(seconds))
    fake.faults.page_size = 1
    fake.add_plan(PLAN, rules(201))

    segment.pull(PLAN)

    assert len(slept) == 2
    assert all(0 < seconds <= 60 for seconds in slept)


def test_the_token_is_in_no_log(segment, fake, caplog):
    caplog.set_level(logging.DEBUG)
    fake.faults = Faults(too_many=frozenset({2}), fail_every_write=2)

    push(segment, made_up(3, 9), {})
    fake.faults.refuse = Answer(401, {"errors": [{"type": "x", "message": f"bad {TOKEN}"}]})
    with pytest.raises(RegistryError) as caught:
        segment.check()

    assert len(caplog.records) > 10
    assert TOKEN not in caplog.text
    assert TOKEN not in str(caught.value)


@pytest.mark.usefixtures("fake")
def test_the_consent_event_and_the_shared_rule_of_a_new_plan_stay(segment):
    push(segment, made_up(2, 10), {})

    assert {f"TRACK/{CONSENT}/1", "COMMON//1"} <= set(remotes_of(segment, PLAN))


@pytest.mark.parametrize("is_known", [True, False])
def test_keywords_that_segment_drops_are_a_loss_if_known_and_else_seen_on_reading_back(
    fake, is_known
):
    kept = frozenset({"type", "properties", "required", "$schema", "description"})
    fake.ways.keywords = kept
    client = Client(fake.url, Secret(f"Bearer {TOKEN}"), Pace(1000, 1.0))
    guesses = Guesses(keywords_kept=kept if is_known else None)
    segment = Segment("segment", Api(client), Mapper("com.thejaffleshop", guesses), fake.url)
    own = {"vendor": "com.thejaffleshop", "name": "e", "format": "jsonschema", "version": "1-0"}
    code = {"type": "string", "maxLength": 3}
    data = {"self": own, "type": "object", "properties": {"code": code}}

    (one,) = segment.express([Document("shop/e/1-0", data)], {})
    segment.push(PLAN, [Operation("create", one.key, one, None)], quiet)

    back = remotes_of(segment, PLAN)[one.key].document.data
    assert back["properties"] == {"code": {"type": "string"}}
    assert (back["properties"] == one.wanted.data["properties"]) == is_known
    assert [loss.pointer for loss in one.losses] == (
        ["/properties/code/maxLength"] if is_known else []
    )
