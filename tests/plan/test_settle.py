from __future__ import annotations

import pytest

from reflekt_dbt.config.check import CheckConfig, IgnoredFinding
from reflekt_dbt.config.load import config_from
from reflekt_dbt.config.schema import config_schema
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.plan.findings import CODES, HINTS, finding
from reflekt_dbt.plan.settle import settle
from reflekt_dbt.sdks import SDKS

GONE = finding("event_without_table", "shop/Gone/1-0", source="shop", candidates="gone")
EXTRA = finding(
    "column_without_property", "shop/Cart/1-0", "Extra_1", source="shop", table="CART"
)
STRANGE = finding("table_without_event", "", source="shop", table="legacy_orders")


def living_with(**entry):
    return CheckConfig(ignore=(IgnoredFinding("decided in May", **entry),))


def config(check):
    return config_from({"check": check}, "dbt_project.yml", SDKS)


def test_findings_count_as_their_codes_say_where_nothing_is_configured():
    settled = settle([GONE, EXTRA], CheckConfig())

    assert settled.findings == (GONE, EXTRA)
    assert settled.severity_of("event_without_table") == "warning"
    assert settled.ignored == 0


def test_a_severity_of_the_projects_own_replaces_that_of_the_code():
    settled = settle([GONE], CheckConfig(severity={"event_without_table": "error"}))

    assert settled.severity_of("event_without_table") == "error"
    assert settled.severity_of("two_candidates") == "warning"


def test_severity_none_leaves_findings_out():
    settled = settle([GONE, EXTRA], CheckConfig(severity={"event_without_table": "none"}))

    assert settled.findings == (EXTRA,)
    assert settled.ignored == 0


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        ({"code": "event_without_table"}, [EXTRA, STRANGE]),
        ({"event": "shop/*"}, [STRANGE]),
        ({"event": "Shop/*"}, [GONE, EXTRA, STRANGE]),
        ({"property": "extra_*"}, [GONE, STRANGE]),
        ({"table": "cart"}, [GONE, STRANGE]),
        ({"table": "legacy_*"}, [GONE, EXTRA]),
        ({"code": "table_without_event", "table": "cart"}, [GONE, EXTRA, STRANGE]),
        ({"code": "column_without_property", "property": "*"}, [GONE, STRANGE]),
    ],
)  # fmt: skip
def test_an_entry_ignores_what_matches_all_that_it_says(entry, left):
    settled = settle([GONE, EXTRA, STRANGE], living_with(**entry))

    assert list(settled.findings) == left
    assert settled.ignored == 3 - len(left)


def test_an_entry_that_ignores_nothing_is_told_of_after_a_look_at_everything():
    settings = living_with(code="two_candidates", table="x")

    whole = settle([GONE], settings, is_whole=True)
    part = settle([GONE], settings)

    assert [one[0] for one in whole.findings] == [
        "event_without_table",
        "ignore_without_finding",
    ]
    assert whole.findings[1][3] == {
        "where": "check.ignore.0", "entry": "code: two_candidates, table: x",
    }  # fmt: skip
    assert part.findings == (GONE,)


def test_two_entries_for_one_finding_are_both_of_use():
    settings = CheckConfig(
        ignore=(IgnoredFinding("a", event="shop/*"), IgnoredFinding("b", table="cart"))
    )

    assert settle([EXTRA], settings, is_whole=True).findings == ()


def test_configuration_is_read():
    made = config(
        {
            "fail_on": "error",
            "severity": {"unlisted_context": "none"},
            "ignore": [{"table": "legacy_*", "reason": "goes in May"}],
            "table": "analytics.reflekt_findings",
        }
    ).check

    assert made.fail_on == "error"
    assert made.severity == {"unlisted_context": "none"}
    assert made.ignore == (IgnoredFinding("goes in May", table="legacy_*"),)
    assert made.table == "analytics.reflekt_findings"


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ({"severity": {"two_candidate": "info"}}, "did you mean 'two_candidates'"),
        ({"severity": {"two_candidates": "warn"}}, "did you mean 'warning'"),
        ({"ignore": [{"code": "two_candidates"}]}, "missing key 'reason'"),
        ({"ignore": [{"code": "two_candidates", "reason": " "}]}, "must say why"),
        ({"ignore": [{"reason": "everything"}]}, "add code, event, property or table"),
        ({"ignore": [{"code": "two_candidate", "reason": "x"}]}, "did you mean"),
        ({"table": "a.b.c.d"}, "must be a table of plain names"),
        ({"table": "a; drop table b"}, "must be a table of plain names"),
        ({"fail_on": "never"}, "one of: error, warning, info, none"),
    ],
)
def test_what_cannot_be_meant_is_an_error_with_its_cure(check, said):
    with pytest.raises(ConfigError) as raised:
        config(check)

    assert said in str(raised.value)


def test_configuration_knows_every_code_and_no_other():
    check = config_schema()["properties"]["check"]["properties"]
    codes = [code.name for code in CODES]

    assert list(check["severity"]["properties"]) == codes
    assert check["ignore"]["items"]["properties"]["code"]["enum"] == codes
    assert set(HINTS) <= set(codes)
