"""RF192."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from reflekt_dbt.lint.ignore import Ignore
from reflekt_dbt.lint.rule import IgnoreRule
from reflekt_dbt.lint.violation import Violation


class UnknownIgnore(IgnoreRule):
    """What a schema says of lint cannot be understood.

    `"lint"` is `false`, a list of rules, or `{"ignore": [...]}`; a rule is named by its
    code or its name.

    Flagged:
        {
          "coupon": {
            "type": "string",
            "description": "Code.",
            "lint": ["property-without-descripton"]
          }
        }

    Fine:
        {"coupon": {"type": "string", "lint": ["RF203"]}}
    """

    code = "RF192"
    name = "unknown-ignore"

    def check(
        self,
        ignores: Sequence[Ignore],
        held: Collection[str],  # noqa: ARG002 - the signature of every IgnoreRule
        *,
        whole: bool,  # noqa: ARG002 - the signature of every IgnoreRule
    ) -> Iterator[Violation]:
        """Yield one violation for each ignore that says nothing."""
        for ignore in ignores:
            if ignore.problem:
                yield self.of_path(ignore.path, ignore.problem, ignore.hint, ignore.pointer)
