"""All rules of a run: ours, those of plug-ins, and those that config declares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points

from reflekt_dbt.config.linting import CustomRule
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.lint.choose import ALL, DEFAULT, Catalogue
from reflekt_dbt.lint.custom import declared_rule
from reflekt_dbt.lint.rule import RULE_KINDS, Rule
from reflekt_dbt.lint.rules import ALL_RULES

GROUP = "reflekt_dbt.rules"


def all_rules(custom: Sequence[CustomRule] = ()) -> Catalogue:
    """Return every rule there is.

    Raises:
        ConfigError: A plug-in cannot be used, or two rules share a code or a name.
    """
    plugged = [(f"the entry point {one.name!r}", _rule_of(one)) for one in _entry_points()]
    declared = [
        (f"vars.reflekt.lint.custom.{index}", declared_rule(one, index))
        for index, one in enumerate(custom)
    ]
    _check_distinct([*plugged, *declared])
    return Catalogue([*ALL_RULES, *(rule for _, rule in [*plugged, *declared])])


def _entry_points() -> list[EntryPoint]:
    return sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value))


def _rule_of(entry: EntryPoint) -> type[Rule]:
    where = f"entry point {entry.name!r} of group {GROUP}"
    hint = "mend or uninstall the package that brings it"
    try:
        found = entry.load()
    except Exception as error:
        problem = f"{entry.value} cannot be imported: {type(error).__name__}: {error}"
        raise ConfigError(problem, where=where, hint=hint) from error
    if not (isinstance(found, type) and issubclass(found, RULE_KINDS)):
        problem = f"{entry.value} is no rule of reflekt_dbt.lint.rule"
        raise ConfigError(problem, where=where, hint=hint)
    for attribute in ("code", "name"):
        if not isinstance(getattr(found, attribute, None), str):
            raise ConfigError(f"{entry.value} has no {attribute}", where=where, hint=hint)
    return found


def _check_distinct(added: Iterable[tuple[str, type[Rule]]]) -> None:
    """Refuse rules that cannot be told from others by what people type."""
    owners = dict.fromkeys((ALL, DEFAULT), "one of ours")
    owners |= {word: "one of ours" for rule in ALL_RULES for word in (rule.code, rule.name)}
    for where, rule in added:
        for word in (rule.code, rule.name):
            if word in owners:
                raise ConfigError(
                    f"a rule is called {word!r} already: {owners[word]}",
                    where=where,
                    hint="give it a code and a name of its own",
                )
            owners[word] = where
