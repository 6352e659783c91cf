"""The fake says what Segment's documents say, and takes what they let it take."""

from __future__ import annotations

import httpx2
import pytest

from tests.fakes.segment import CONSENT, TOKEN, FakeSegment


@pytest.fixture
def fake():
    with FakeSegment() as server:
        yield server


@pytest.fixture
def ask(fake):
    with httpx2.Client(
        base_url=fake.url,
        headers={"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"},
    ) as client:
        yield client


def rule(number, **more):
    return {"type": "TRACK", "key": f"E {number}", "version": 1, "jsonSchema": {}, **more}


def names(plan):
    return {key[1] for key in plan.rules}


def test_a_put_replaces_every_rule_that_it_does_not_name(fake, ask):
    plan = fake.add_plan("p", [rule(1), rule(2)])

    said = ask.put(f"/tracking-plans/{plan.id}/rules", json={"rules": [rule(3)]})

    assert said.json() == {"data": {"status": "SUCCESS"}}
    assert names(plan) == {"E 3"}
    # No client of ours may do so.
    assert fake.violations == ["PUT replaces the whole plan"]


def test_a_put_on_a_plan_of_more_than_two_hundred_rules_is_refused(fake, ask):
    plan = fake.add_plan("p", map(rule, range(201)))

    said = ask.put(f"/tracking-plans/{plan.id}/rules", json={"rules": [rule(1)]})

    assert said.status_code == 400
    assert len(plan.rules) == 201


@pytest.mark.parametrize("status", [400, 422])
@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_more_than_two_hundred_rules_at_once_are_refused(fake, ask, method, status):
    fake.ways.over_limit = status
    plan = fake.add_plan("p")
    rules = [rule(number) for number in range(201)]
    if method == "DELETE":
        rules = [{key: one[key] for key in ("type", "key", "version")} for one in rules]

    said = ask.request(method, f"/tracking-plans/{plan.id}/rules", json={"rules": rules})

    assert said.status_code == status
    assert said.json()["errors"][0]["message"] == "rules must contain at most 200 items"


def test_a_new_key_renames(fake, ask):
    plan = fake.add_plan("p", [rule(1)])

    ask.patch(f"/tracking-plans/{plan.id}/rules", json={"rules": [rule(1, newKey="F")]})

    assert names(plan) == {"F"}


def test_a_rule_is_told_back_with_what_the_server_adds(fake, ask):
    schema = {
        "type": "object",
        "properties": {"properties": {"properties": {"a": {"type": "x"}}}},
    }
    plan = fake.add_plan("p", [rule(1, jsonSchema=schema)])

    (told,) = ask.get(f"/tracking-plans/{plan.id}/rules").json()["data"]["rules"]

    inner = told["jsonSchema"]["properties"]["properties"]["properties"]["a"]
    assert inner == {"type": ["x"], "id": "/properties/properties/properties/a"}
    assert told["deprecatedAt"].startswith("0001-")
    assert told["jsonSchema"]["type"] == ["object"]


def test_a_new_plan_has_the_shared_rule_and_the_consent_event(fake, ask):
    said = ask.post("/tracking-plans", json={"name": "p", "type": "LIVE"}).json()

    plan = fake.plans[said["data"]["trackingPlan"]["id"]]
    assert set(plan.rules) == {("COMMON", "", 1.0), ("TRACK", CONSENT, 1.0)}


@pytest.mark.parametrize(
    "query",
    [
        "pagination[count]=2&pagination[cursor]={}",
        "pagination.count=2&pagination.cursor={}",
        'pagination={{"count":2,"cursor":"{}"}}',
    ],
)
def test_pages_are_asked_for_in_any_of_three_ways(fake, ask, query):
    plan = fake.add_plan("p", map(rule, range(5)))
    found, cursor = [], ""

    while cursor is not None:
        data = ask.get(f"/tracking-plans/{plan.id}/rules?{query.format(cursor)}").json()["data"]
        found.append(len(data["rules"]))
        cursor = data["pagination"].get("next")

    assert found == [2, 2, 1]
    assert data["pagination"]["totalEntries"] == 5


@pytest.mark.parametrize("count", [0, 1001])
def test_a_page_of_no_possible_size_is_refused(ask, count):
    assert ask.get(f"/tracking-plans?pagination[count]={count}").status_code == 422


def test_a_page_has_two_hundred_unless_it_is_said(fake, ask):
    plan = fake.add_plan("p", map(rule, range(300)))

    data = ask.get(f"/tracking-plans/{plan.id}/rules").json()["data"]

    assert len(data["rules"]) == 200


@pytest.mark.parametrize(
    "path", ["/nothing", "/tracking-plans/tp_9", "/tracking-plans/tp_9/rules"]
)
def test_what_is_not_there_is_a_404(ask, path):
    assert ask.get(path).status_code == 404


def test_a_token_that_is_none_is_a_401(fake):
    assert httpx2.get(fake.url, headers={"Accept": "application/json"}).status_code == 401
