"""What `init` has to know, and where each answer comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.config.load import config_from
from reflekt_dbt.config.model import Config
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.start.before import Before


@dataclass(frozen=True, slots=True)
class Answers:
    """What goes into ``vars.reflekt``.

    Attributes:
        vendor: Reverse domain of the team.
        schemas_path: Folder of the schema files, below the project.
        source: The dbt source.
        sdk: The SDK whose loader fills it.
        schema: Where it is in the warehouse; *source* if it is of that name.
        database: ``""`` leaves it to dbt's target.
        select: Schemas that land in the source; empty means all.
    """

    vendor: str
    schemas_path: str
    source: str
    sdk: str
    schema: str
    database: str = ""
    select: tuple[str, ...] = ()

    @property
    def settings(self) -> dict[str, Any]:
        """``vars.reflekt``, without what is the default anyway."""
        source = {"name": self.source, "sdk": self.sdk}
        if self.database:
            source["database"] = self.database
        if self.schema != self.source:
            source["schema"] = self.schema
        select = {"select": list(self.select)} if self.select else {}
        schemas = {"schemas_path": self.schemas_path}
        return {
            "vendor": self.vendor,
            **(schemas if self.schemas_path != Config().schemas_path else {}),
            "sources": [{**source, **select}],
        }


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask.

    Attributes:
        name: The field of `Answers`, and the flag without its dashes.
        text: As a person is asked.
        default: None if there is none that makes sense.
        choices: All answers that there are; empty if they cannot be listed.
    """

    name: str
    text: str
    default: str | None
    choices: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """The option that answers it."""
        return "--" + self.name.replace("_", "-")


Ask = Callable[[Question], str]


def answer(
    before: Before, given: Mapping[str, Any], sdks: Mapping[str, Any], ask: Ask | None
) -> Answers:
    """Return *given*, and for what it lacks a person's answer, or else the default.

    Args:
        before: The project.
        given: Field of `Answers` → what a flag says; None or ``""`` if there is none.
        sdks: Every SDK that we know, by name.
        ask: None if nobody is there to be asked.

    Raises:
        ConfigError: An answer is missing, or cannot be.
    """
    answers: dict[str, Any] = {"select": tuple(given.get("select") or ())}

    def settle(
        name: str, text: str, default: str | None, choices: tuple[str, ...] = ()
    ) -> None:
        question = Question(name, text, default, choices)
        answers[name] = _settle(question, given.get(name), ask).strip()

    settle("source", "The dbt source: the schema that your CDP loads into", None)
    settle("sdk", "SDK that sends the events", "segment", tuple(sdks))
    settle("schema", "Schema in the warehouse", answers["source"])
    settle("database", "Database in the warehouse (empty: that of the dbt target)", "")
    settle(
        "vendor",
        "Vendor: your domain, backwards",
        f"com.{before.slug.replace('_', '').lower()}",
    )
    settle("schemas_path", "Folder of the event schemas", Config().schemas_path)
    found = Answers(**answers)
    _check(found, sdks)
    return found


def _settle(question: Question, given: str | None, ask: Ask | None) -> str:
    if given:
        return given
    if ask is not None:
        return ask(question)
    if question.default is None:
        raise ConfigError(
            f"no {question.name} is given",
            where=question.flag,
            hint="give the schema that your CDP loads into, as in --source shop_segment",
        )
    return question.default


def _check(answers: Answers, sdks: Mapping[str, Any]) -> None:
    try:
        config_from(answers.settings, "", sdks)
    except ConfigError as error:
        # The person gave a flag, not a setting.
        setting = next(part for part in error.where.split(".")[::-1] if part.isidentifier())
        flag = "--source" if setting == "name" else "--" + setting.replace("_", "-")
        raise ConfigError(error.problem, where=flag, hint=error.hint) from error
