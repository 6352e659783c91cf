"""RF191."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from reflekt_dbt.lint.ignore import Ignore
from reflekt_dbt.lint.rule import IgnoreRule
from reflekt_dbt.lint.violation import Violation


class UnusedIgnore(IgnoreRule):
    """A schema tells lint to ignore what is not there.

    What it once excused has been mended, or the word stands in the wrong place. Left where
    it is, it will excuse the next mistake.

    Flagged:
        {
          "coupon": {
            "type": "string",
            "description": "Code.",
            "lint": ["property-without-description"]
          }
        }

    Fine:
        {"coupon": {"type": "string", "lint": ["property-without-description"]}}
    """

    code = "RF191"
    name = "unused-ignore"
    severity = "warning"

    def check(
        self, ignores: Sequence[Ignore], held: Collection[str], *, whole: bool
    ) -> Iterator[Violation]:
        """Yield one violation for each ignore that kept nothing from being reported."""
        for ignore in ignores:
            # What was not looked for cannot have been ignored.
            judged = ignore.code in held if ignore.code else whole
            if judged and not ignore.used and not ignore.problem:
                what = repr(ignore.word) if ignore.word else "lint"
                problem = (
                    f"nothing here breaks {what}" if ignore.word else "nothing to ignore here"
                )
                yield self.of_path(ignore.path, problem, "remove it", ignore.pointer)
