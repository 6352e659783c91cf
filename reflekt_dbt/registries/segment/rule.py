"""A rule of a tracking plan, as Segment's API has it, and what identifies it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.errors import RegistryError
from reflekt_dbt.events.read import not_text, printable
from reflekt_dbt.sdks.spec import CALLS

TYPES = ("TRACK", "IDENTIFY", "GROUP", "PAGE", "SCREEN", "COMMON")
# How our documents call a rule that has no name of its own.
UNNAMED = {
    **{call.upper(): names[0] for call, names in CALLS.items() if call.upper() in TYPES},
    "COMMON": "Common",
}
# In a document's metadata, where its name alone would mean another rule.
MARK = "segment_type"
_HIGHEST = 999_999_999


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one rule from another.

    Attributes:
        type: One of `TYPES`.
        name: Segment calls it key; ``""`` for a rule without one.
        version: Segment has majors alone.
    """

    type: str
    name: str
    version: int

    def __str__(self) -> str:
        return f"{self.type}/{self.name}/{self.version}"

    @property
    def event(self) -> str:
        """How our documents call the event."""
        return self.name or UNNAMED[self.type]

    @property
    def is_marked(self) -> bool:
        """Whether the event's name alone would mean another rule."""
        return self.type == "COMMON" or default_identity(self.event) != (self.type, self.name)

    def json(self) -> dict[str, Any]:
        """Return the keys by which the API knows it."""
        key = {"key": self.name} if self.name else {}
        return {"type": self.type, **key, "version": self.version}


def default_identity(event: str) -> tuple[str, str]:
    """Return type and name of the rule that an *event*'s name means by itself."""
    for call, unnamed in UNNAMED.items():
        if event == unnamed and call != "COMMON":
            return call, ""
    return "TRACK", event


def identity_of_rule(rule: Any) -> Identity | None:
    """Return what identifies a *rule* of Segment's; None if it is of no type that we know.

    Raises:
        RegistryError: It is no rule at all.
    """
    if not isinstance(rule, Mapping) or not isinstance(rule.get("jsonSchema"), Mapping):
        raise RegistryError("a rule without a schema", hint="look at the plan in Segment")
    name = rule.get("key") or ""
    if not isinstance(name, str) or not_text(name):
        raise RegistryError(
            f"a rule whose name is no text: {printable(repr(name))[:100]}",
            hint="rename the event in Segment",
        )
    call = rule.get("type")
    if call not in TYPES or (call == "TRACK" and not name.strip()):
        return None
    return Identity(call, name if name.strip() else "", _version(name, rule.get("version")))


def identity_of_document(data: Mapping[str, Any]) -> Identity:
    """Return what identifies the rule that one of our documents is about."""
    own = data["self"]
    name = own["name"]
    major = int(str(own["version"]).partition("-")[0])
    mark = metadata_of(data).get(MARK)
    if mark == "COMMON":
        return Identity(mark, "" if name == UNNAMED[mark] else name, major)
    if mark in TYPES:
        return Identity(mark, name, major)
    return Identity(*default_identity(name), major)


def metadata_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata of a document; Reflekt 0.3 kept it at the top."""
    both = (data.get("metadata"), data["self"].get("metadata"))
    return {
        key: value for one in both if isinstance(one, Mapping) for key, value in one.items()
    }


def _version(name: str, version: Any) -> int:
    # The API's models have it as a float.
    is_number = isinstance(version, (int, float)) and not isinstance(version, bool)
    if not is_number or version != int(version) or not 0 <= version <= _HIGHEST:
        raise RegistryError(
            f"the version {version!r} of the event {name!r} is no whole number",
            hint="see the event's versions in Segment",
        )
    return int(version)
