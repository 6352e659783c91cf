"""Which rules a run holds schemas to, and how grave each of them is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches

from reflekt_dbt.errors import SelectError
from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.rule import Rule
from reflekt_dbt.lint.violation import Severity

ALL, DEFAULT = "all", "default"

Maker = Callable[[Facts], Rule]


class Catalogue:
    """All the rules there are: ours, and those of plug-ins and of config."""

    def __init__(self, rules: Iterable[type[Rule]]) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: rule.code))
        self._by_word = {word: rule for rule in self.rules for word in (rule.code, rule.name)}

    def find(self, word: str) -> type[Rule] | None:
        """Return the rule whose code or name *word* is, in whatever case."""
        return self._by_word.get(word.upper()) or self._by_word.get(word.lower())

    def code_of(self, word: str) -> str:
        """Return the code of the rule that *word* names; ``""`` if it names none."""
        rule = self.find(word)
        return rule.code if rule else ""

    def nearest(self, word: str) -> str:
        """Return a hint that names the rule that *word* was probably meant to be."""
        names = {one.lower(): one for one in (*self._by_word, ALL, DEFAULT)}
        near = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
        if near:
            return f"did you mean {names[near[0]]!r}?"
        return "docs/rules.md lists all rules; reflekt-dbt rule prints them"

    def named_by(self, word: str, where: str) -> list[type[Rule]]:
        """Return the rules that *word* names: a code or the beginning of one, or a name.

        Raises:
            SelectError: It names none; *where* says who asked.
        """
        if word.lower() == ALL:
            return list(self.rules)
        if word.lower() == DEFAULT:
            return [rule for rule in self.rules if rule.on]
        exact = self.find(word)
        found = [exact] if exact else self._beginning_with(word.upper())
        if not found:
            raise SelectError(f"unknown rule {word!r}", where=where, hint=self.nearest(word))
        return found

    def _beginning_with(self, code: str) -> list[type[Rule]]:
        return [rule for rule in self.rules if len(code) > 1 and rule.code.startswith(code)]

    def codes(self, words: Iterable[str], where: str) -> frozenset[str]:
        """Return the codes of all rules that *words* name.

        Raises:
            SelectError: One of them names none.
        """
        return frozenset(rule.code for word in words for rule in self.named_by(word, where))


def choose(
    catalogue: Catalogue,
    facts: Facts,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> list[Rule]:
    """Return the rules to run, in the order of their codes.

    Args:
        catalogue: All there are.
        facts: What they are made with; its config says which, and how grave.
        select: From the command line; in place of what config selects and ignores.
        ignore: From the command line; besides.

    Raises:
        SelectError: A word names no rule.
    """
    config = facts.config.lint.rules
    place = "vars.reflekt.lint.rules"
    wanted = (
        catalogue.codes(select, "--select-rules")
        if select
        else catalogue.codes(config.select, f"{place}.select")
        - catalogue.codes(config.ignore, f"{place}.ignore")
    )
    wanted -= catalogue.codes(ignore, "--ignore-rules")
    severity = _severities(catalogue, config.severity, f"{place}.severity")
    chosen = [rule(facts) for rule in catalogue.rules if rule.code in wanted]
    for rule in chosen:
        rule.severity = severity.get(rule.code, rule.severity)
    if not chosen:
        hint = "select at least one, or leave --select-rules and --ignore-rules out"
        raise SelectError("no rule is left to hold schemas to", where=place, hint=hint)
    return chosen


def _severities(
    catalogue: Catalogue, given: Mapping[str, Severity], where: str
) -> dict[str, Severity]:
    """Return code → severity; what is said of a longer code beats what a shorter says."""
    by_length = sorted(given, key=lambda word: (catalogue.find(word) is not None, len(word)))
    return {
        rule.code: given[word] for word in by_length for rule in catalogue.named_by(word, where)
    }
