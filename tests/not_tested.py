"""What a machine cannot test is named at the end of the session too, with its reason."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

_SAID = " not tested: "
_SKIPPED = "Skipped: "


def skip(name: str, reason: object) -> NoReturn:
    """Skip what asks for an engine or a warehouse that cannot be had."""
    pytest.skip(f"{name}{_SAID}{reason}")


def skip_but_in_ci(name: str, reason: object) -> NoReturn:
    """Skip as above; in CI, where everything can be had, fail.

    An engine left out must not look like a good one.
    """
    if os.environ.get("CI"):
        pytest.fail(f"{name}{_SAID}{reason}")
    skip(name, reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each engine and warehouse that was not tested, and why."""
    skipped = terminalreporter.stats.get("skipped", [])
    # Path, line and reason: pytest's own form of a test that was skipped.
    reasons = {report.longrepr[2].removeprefix(_SKIPPED) for report in skipped}
    named = sorted(reason for reason in reasons if _SAID in reason)
    if named:
        terminalreporter.ensure_newline()
        terminalreporter.section("not tested on this machine", yellow=True, bold=True)
        for reason in named:
            terminalreporter.write_line(reason, yellow=True)
