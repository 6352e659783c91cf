"""Pulling from Avo, over HTTP."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from reflekt_dbt.config.model import RegistryConfig
from reflekt_dbt.errors import NoSuchPlanError, RegistryError
from reflekt_dbt.registries.avo import Avo
from reflekt_dbt.registries.connect import connect
from reflekt_dbt.registries.connection import Connection
from reflekt_dbt.registries.pace import Clock
from tests.fakes.avo import ACCOUNT, SECRET, WORKSPACE, FakeAvo, Unsaid, event, plan
from tests.fakes.http import HTML, Answer, Faults

ENVIRONMENT = {
    "REFLEKT_AVO_ACCOUNT": ACCOUNT,
    "REFLEKT_AVO_SECRET": SECRET,
    "REFLEKT_AVO_WORKSPACE": WORKSPACE,
}
CART = event("Cart Viewed", {"cart_id": {"type": "string"}})
ORDER = event("Order Completed", {"total": {"type": ["number", "null"]}})
Connect = Callable[..., Avo]


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    """Make all waits instant; returns how long each would have been."""
    waited: list[float] = []
    monkeypatch.setattr(Clock, "sleep", lambda _self, seconds: waited.append(seconds))
    return waited


@pytest.fixture
def avo(waits):  # noqa: ARG001 - without it, tests take seconds
    with FakeAvo({"main": plan(CART), "staging": plan(CART, ORDER, branch="staging")}) as fake:
        yield fake
        assert fake.violations == []


def to(fake, environment=None, **config) -> Avo:
    said = RegistryConfig("avo", url=fake.url, **config)
    return connect(
        Connection("avo", said, environment or ENVIRONMENT, Path(), "com.thejaffleshop")
    )


def names(pulled):
    return [remote.key for remote in pulled.remotes]


def test_main_needs_no_configuration(avo):
    assert names(to(avo).pull("main")) == ["Cart Viewed"]
    assert len(avo.requests) == 1


# facts §9.1 row 14: branch ids must be typed by hand.
@pytest.mark.parametrize(
    ("config", "requests"), [({"branches": {"staging": "id-staging"}}, 1), ({}, 2)]
)
def test_any_branch_can_be_pulled_configured_or_by_its_name(avo, config, requests):
    found = to(avo, **config).pull("staging")

    assert names(found) == ["Cart Viewed", "Order Completed"]
    assert [one.document.id for one in found.remotes] == [
        "staging/Cart_Viewed/1-0",
        "staging/Order_Completed/1-0",
    ]
    assert len(avo.requests) == requests


def test_an_unknown_branch_is_an_error_that_names_the_nearest(avo):
    with pytest.raises(NoSuchPlanError, match="no branch 'stagign'") as caught:
        to(avo).pull("stagign")

    assert caught.value.hint == "did you mean 'staging'?"


def test_check_says_where_we_are(avo):
    assert to(avo).check() == "Avo, workspace wS1x: 2 branches"


def test_a_thousand_events_are_one_request(avo):
    events = [event(f"Event {number}", {"a": {"type": "string"}}) for number in range(1000)]
    avo.workspace.branches[0].plan = plan(*events)

    assert len(to(avo).pull("main").remotes) == 1000
    assert len(avo.requests) == 1


def test_no_more_than_one_request_a_second(avo, waits):
    registry = to(avo)

    registry.pull("main")
    registry.pull("main")

    assert len(waits) == 1
    assert 0.5 < waits[0] <= 1


# facts, unconfirmed point 11: the body of a refusal, and whether a 429 says how long to wait.
@pytest.mark.parametrize("retry_after", ["0", "2", None])
@pytest.mark.parametrize("is_json", [True, False])
def test_a_429_is_waited_out(avo, retry_after, is_json):
    avo.faults = Faults(too_many=frozenset({1, 2}), retry_after=retry_after)
    avo.unsaid = Unsaid(errors_are_json=is_json)

    assert names(to(avo).pull("main")) == ["Cart Viewed"]
    assert len(avo.requests) == 3


def test_an_answer_that_breaks_off_is_asked_for_again(avo):
    avo.faults = Faults(cut=frozenset({1}))

    assert names(to(avo).pull("main")) == ["Cart Viewed"]


@pytest.mark.parametrize("compresses", [True, False])
def test_plans_come_compressed_or_not(avo, compresses):
    avo.unsaid = Unsaid(compresses=compresses)

    assert names(to(avo).pull("main")) == ["Cart Viewed"]


@pytest.mark.parametrize("is_json", [True, False])
@pytest.mark.parametrize("variable", ["REFLEKT_AVO_ACCOUNT", "REFLEKT_AVO_SECRET"])
def test_wrong_credentials_are_an_error_with_its_cure_and_no_secret(avo, variable, is_json):
    avo.unsaid = Unsaid(errors_are_json=is_json)

    with pytest.raises(RegistryError) as caught:
        to(avo, ENVIRONMENT | {variable: "hush-wrong"}).check()

    assert "401" in str(caught.value)
    assert "service account of this workspace" in caught.value.hint
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("status", [404, 400, 403])
def test_a_workspace_that_is_not_there_is_an_error_whatever_its_status(avo, status):
    avo.unsaid = Unsaid(unknown_status=status)

    with pytest.raises(RegistryError) as caught:
        to(avo, workspace="other").pull("main")

    assert str(status) in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    "body",
    [HTML, "[]", '{"events": 3}', "", "null"],
    ids=["html", "list", "no list", "", "null"],
)
def test_an_answer_that_is_no_plan_is_an_error(avo, body):
    avo.faults = Faults(refuse=Answer(200, body))

    with pytest.raises(RegistryError):
        to(avo).pull("main")


@pytest.mark.parametrize("body", ["[]", '{"branches": []}'])
def test_an_answer_that_is_no_list_of_branches_is_an_error(avo, body):
    avo.faults = Faults(refuse=Answer(200, body))

    with pytest.raises(RegistryError, match="no list of branches"):
        to(avo).check()


def test_credentials_do_not_follow_a_redirect(avo):
    with FakeAvo({"main": plan()}) as other:
        location = {"Location": f"{other.url}/workspaces/{WORKSPACE}/branches/main/export/v1"}
        avo.faults = Faults(refuse=Answer(302, "", location))

        with pytest.raises(RegistryError):
            to(avo).pull("main")

        assert other.requests == []


@pytest.mark.parametrize("variable", list(ENVIRONMENT))
def test_a_missing_variable_is_named(avo, variable):
    environment = {key: value for key, value in ENVIRONMENT.items() if key != variable}

    with pytest.raises(RegistryError, match=variable):
        to(avo, environment)


def test_the_variables_may_have_other_names(avo):
    environment = {"OUR_ACCOUNT": ACCOUNT, "OUR_SECRET": SECRET}
    config = {"account_env": "OUR_ACCOUNT", "token_env": "OUR_SECRET", "workspace": WORKSPACE}

    assert names(to(avo, environment, **config).pull("main")) == ["Cart Viewed"]


def test_the_secret_is_in_no_log(avo, caplog):
    caplog.set_level(logging.DEBUG)
    avo.faults = Faults(too_many=frozenset({1}))

    registry = to(avo)
    registry.pull("main")
    registry.check()

    assert SECRET not in caplog.text
    sent = avo.requests[0].headers["authorization"].removeprefix("Basic ")
    assert sent not in caplog.text
    assert SECRET not in repr(vars(registry))


def test_push_explains_why_not_and_what_to_do(avo):
    registry = to(avo)

    assert not registry.supports.push
    with pytest.raises(RegistryError, match="edited in Avo") as caught:
        registry.push("main", (), lambda _line: None)
    assert "reflekt-dbt pull --registry avo" in caught.value.hint
    assert avo.requests == []


def test_express_says_what_avo_would_hold(avo):
    registry = to(avo)
    (remote,) = registry.pull("main").remotes

    (back,) = registry.express((remote.document,), {remote.key: remote})

    assert (back.key, back.wanted, back.losses) == (remote.key, remote.document, ())


def test_a_name_of_a_destination_is_used_when_it_is_configured(avo):
    mapped = {"type": "string", "nameMapping": [{"name": "cart", "destinationId": "d1"}]}
    said = plan(event("Cart Viewed", {"Cart Id": mapped}))
    said["destinations"] = {"d1": {"id": "d1", "name": "Segment"}}
    avo.workspace.branches[0].plan = said

    (remote,) = to(avo, destination="Segment").pull("main").remotes

    assert json.loads(json.dumps(remote.document.data))["properties"] == {
        "cart": {"type": "string"}
    }
