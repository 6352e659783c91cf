from __future__ import annotations

import logging
import socket
import time
from datetime import datetime, timezone

import pytest
import stamina

from reflekt_dbt.config.secret import Secret
from reflekt_dbt.errors import RegistryError
from reflekt_dbt.registries.http import Client
from reflekt_dbt.registries.pace import Clock, Pace
from reflekt_dbt.registries.reply import Reply, seconds_until, wait_asked, words_of
from reflekt_dbt.registries.terms import AnswerError, Limits, Manners, UnknownOutcomeError
from tests.fakes.http import HTML, Answer, FakeServer, Faults

NOON = datetime(2026, 11, 21, 12, 0, 0, tzinfo=timezone.utc)
TOKEN = "a-token-that-nobody-may-see"


class Echo(FakeServer):
    """Says what it was told to, or what it was asked."""

    said: object = None

    def answer(self, request):
        return Answer(200, {"asked": request.path} if self.said is None else self.said)


class Watch(Clock):
    """A clock that passes only when somebody sleeps."""

    def __init__(self):
        self.time = 0.0
        self.slept = []

    def monotonic(self):
        return self.time

    def now(self):
        return NOON

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.time += seconds


def client_of(url, **more):
    pace = more.pop("pace", Pace(10_000, 1.0))
    return Client(url, Secret(f"Bearer {TOKEN}"), pace, **more)


@pytest.fixture
def echo():
    with Echo() as server:
        yield server


def test_a_token_goes_into_the_header_and_nowhere_else(echo, caplog):
    caplog.set_level(logging.DEBUG)
    echo.faults.too_many = frozenset({1})

    client_of(echo.url).get("/plans")

    assert echo.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert caplog.text
    assert TOKEN not in caplog.text


def test_a_token_in_the_registrys_own_words_is_hidden(echo):
    echo.faults.refuse = Answer(401, {"errors": [{"message": f"no token {TOKEN} here"}]})

    with pytest.raises(AnswerError, match=r"401: no token \*\*\* here") as caught:
        client_of(echo.url).get("/")

    assert TOKEN not in str(caught.value)
    assert TOKEN not in repr(caught.value.__dict__)


def test_a_token_in_a_page_that_is_no_json_is_hidden(echo):
    echo.said = f"<html>{TOKEN}</html>"

    with pytest.raises(RegistryError, match=r"an HTML page, '\*\*\*'"):
        client_of(echo.url).get("/")


def test_a_redirect_to_nowhere_is_told(echo):
    echo.faults.refuse = Answer(302, "", {"Location": "http://[nowhere"})

    with pytest.raises(AnswerError, match="302: redirects to an address that is none"):
        client_of(echo.url).get("/")


@pytest.mark.parametrize("token", ["", "a\nb", "à", "a\x00b", " "])
def test_a_token_that_cannot_be_sent_is_refused_before_it_is(token):
    with pytest.raises(RegistryError, match="the token is empty, or holds") as caught:
        Client("https://example.com", Secret(f"Bearer {token}"), Pace(1, 1))

    assert not token.strip() or token not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["http://example.com", "https://user:pw@example.com", "ftp://example.com", "", "https://",
     "https://example.com?x=1"],
)  # fmt: skip
def test_an_address_that_would_show_the_token_is_refused(url):
    with pytest.raises(RegistryError, match="no address of a registry") as caught:
        client_of(url)

    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_told_and_not_followed(echo, status):
    with Echo() as other:
        echo.faults.refuse = Answer(status, "", {"Location": f"{other.url}/elsewhere"})
        manners = Manners(hint=lambda status, location: f"{status} {location}")

        with pytest.raises(AnswerError) as caught:
            client_of(echo.url, manners=manners).get("/")

        assert caught.value.location == f"{other.url}/elsewhere"
        assert caught.value.hint == f"{status} {other.url}/elsewhere"
        assert other.requests == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_be_repeated_is_repeated(echo, status):
    echo.faults = Faults(fail_every_write=2, fail_status=status)
    client = client_of(echo.url)
    client.send("PATCH", "/a", {})

    client.send("PATCH", "/b", {})

    assert [request.path for request in echo.requests] == ["/a", "/b", "/b"]


def test_a_registry_that_stays_down_is_an_error_in_its_words(echo):
    echo.faults = Faults(fail_every_write=1, html_errors=True)

    with pytest.raises(AnswerError, match="503: an HTML page, '502 Bad Gateway'"):
        client_of(echo.url).send("PATCH", "/", {})

    assert len(echo.requests) == Limits().attempts


def test_a_post_that_failed_is_not_repeated(echo):
    echo.faults = Faults(fail_every_write=1, fail_when_done=True)

    with pytest.raises(UnknownOutcomeError, match="whether it was done is not known"):
        client_of(echo.url).send("POST", "/", {})

    assert len(echo.requests) == 1


def test_a_post_whose_answer_breaks_off_is_not_repeated(echo):
    echo.faults.cut = frozenset({1})

    with pytest.raises(UnknownOutcomeError):
        client_of(echo.url).send("POST", "/", {})

    assert len(echo.requests) == 1


def test_a_post_that_was_too_early_is_repeated(echo):
    echo.faults.too_many = frozenset({1})

    client_of(echo.url).send("POST", "/", {})

    assert len(echo.requests) == 2


def test_an_answer_that_breaks_off_is_read_again(echo):
    echo.faults.cut = frozenset({1, 2})

    assert client_of(echo.url).get("/x") == {"asked": "/x"}
    assert len(echo.requests) == 3


def test_a_registry_that_is_not_there_is_an_error_with_a_cure():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"

        with pytest.raises(RegistryError, match="cannot be reached") as caught:
            client_of(url).get("/")

    assert "HTTPS_PROXY" in caught.value.hint


def test_a_registry_without_a_sign_of_life_is_given_up(echo):
    echo.faults.slow = 5.0

    with pytest.raises(RegistryError, match="cannot be reached"):
        client_of(echo.url, limits=Limits(timeout=0.05, attempts=2)).get("/")


def test_an_answer_that_drips_is_given_up(echo):
    class Racing(Watch):
        def monotonic(self):
            self.time += 400
            return self.time

    with pytest.raises(RegistryError, match="does not come to an end"):
        client_of(echo.url, clock=Racing()).get("/")


def test_a_body_of_fifty_megabytes_is_an_error(echo):
    echo.faults.huge = 51

    with pytest.raises(RegistryError, match="larger than 50 MB"):
        client_of(echo.url).get("/")

    assert len(echo.requests) == 1


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (HTML, "expected JSON and got an HTML page, '502 Bad Gateway'"),
        ("ok", "expected JSON and got ok"),
        ('{"a": 1e999}', "expected JSON"),
        ('{"a": NaN}', "expected JSON"),
        ('{"a": "\\ud800"}', "half a surrogate pair"),
        ("[" * 2000 + "]" * 2000, "more than 100 levels"),
    ],
    ids=["html", "text", "infinite", "nan", "surrogate", "deep"],
)
def test_an_answer_that_is_no_json_is_an_error(echo, said, shown):
    echo.said = said

    with pytest.raises(RegistryError) as caught:
        client_of(echo.url).get("/")

    assert shown in caught.value.problem


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"errors": [{"type": "input-validation", "message": "too long", "field": "name"}]}',
         "too long (name)"),
        ('{"message": "no", "warnings": []}', "no"),
        ('{"error": {"message": "inner"}}', "inner"),
        ('{"a": 1}', ""),
        ("<html><body>Sign in  <b>here</b></body>", "an HTML page, 'Sign in here'"),
        ("plain\x1b[31m text", "plain\\x1b[31m text"),
        ("x" * 1000, "x" * 300 + "…"),
    ],
)  # fmt: skip
def test_a_refusal_is_told_in_one_line(body, words):
    assert words_of(body) == words


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0", 0.0), ("Sat, 21 Nov 2026 12:00:30 GMT", 30.0),
     ("Sat, 21 Nov 2026 11:00:00 GMT", 0.0), ("soon", None), ("", None), ("-3", None)],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(header, seconds):
    reply = Reply(429, {"retry-after": header}, "", "GET /")

    assert wait_asked(reply, NOON) == seconds


def test_a_date_without_a_zone_is_in_utc():
    assert seconds_until("Sat, 21 Nov 2026 12:00:05 -0000", NOON) == 5.0


@pytest.mark.parametrize("header", ["7", "Sat, 21 Nov 2026 12:00:07 GMT"])
def test_a_registry_is_not_asked_again_before_it_says(echo, header, monkeypatch):
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    echo.faults = Faults(too_many=frozenset({1}), retry_after=header)

    with stamina.set_testing(False):
        client_of(echo.url, clock=Watch()).get("/")

    assert 7.0 in waits


def test_a_registry_that_asks_for_an_hour_is_an_error(echo):
    echo.faults = Faults(too_many=frozenset({1}), retry_after="3600")

    with pytest.raises(RegistryError, match="asks to wait 3600 seconds"):
        client_of(echo.url).get("/")


def test_no_more_requests_are_sent_than_the_registry_allows(echo):
    watch = Watch()
    client = client_of(echo.url, pace=Pace(2, 60.0), clock=watch)

    for _ in range(5):
        client.get("/")

    assert watch.slept == [60.0, 60.0]


@pytest.mark.parametrize("last", [{}, {"next": None}, {"next": ""}])
def test_pages_are_read_until_the_registry_says_so(echo, last, monkeypatch):
    pages = {"": {"next": "b"}, "b": {"next": "c"}, "c": last}
    monkeypatch.setattr(
        echo, "answer", lambda request: Answer(200, pages[request.query.get("at", "")])
    )
    client = client_of(echo.url)

    found = list(client.pages("/", lambda at: {"at": at}, lambda page: page.get("next")))

    assert len(found) == 3


def test_pages_that_go_round_in_circles_are_an_error(echo):
    echo.said = {"next": "again"}
    pages = client_of(echo.url).pages("/", lambda at: {"at": at}, lambda page: page["next"])

    with pytest.raises(RegistryError, match="have no end"):
        list(pages)

    assert len(echo.requests) == 2


def test_a_proxy_of_the_environment_is_used(echo, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", echo.url)
    echo.faults.refuse = Answer(407, "", {})

    with pytest.raises(RegistryError, match="cannot be reached"):
        client_of("https://registry.example", limits=Limits(attempts=1)).get("/")

    assert [request.method for request in echo.requests] == ["CONNECT"]
    # The proxy is told the host alone: what goes through it is encrypted.
    assert all(TOKEN not in str(request) for request in echo.requests)


def test_an_empty_answer_is_none(echo):
    echo.said = ""

    assert client_of(echo.url).send("DELETE", "/x") is None
