"""Rules of a tracking plan ↔ our documents. Pure.

A rule describes a whole message: our properties are those of its ``properties.properties``, or
``properties.traits`` of an identify or group. What else it says is Segment's own and stays as
it is there. The rule that all events share describes nothing but messages, so that its
properties are ``context``, ``traits`` and ``properties``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reflekt_dbt.errors import RegistryError
from reflekt_dbt.registries.model import Document, Expressed, Remote
from reflekt_dbt.registries.names import slug
from reflekt_dbt.registries.segment.guesses import Guesses
from reflekt_dbt.registries.segment.losses import at_words, has_labels, losses_of
from reflekt_dbt.registries.segment.rule import (
    MARK,
    Identity,
    identity_of_document,
    identity_of_rule,
    metadata_of,
)
from reflekt_dbt.registries.segment.words import (
    Lost,
    expressible,
    label_of,
    moved,
    undecorated,
    value_of,
)

_DRAFT_07 = "http://json-schema.org/draft-07/schema#"
_DEFINITIONS = ("definitions", "$defs")
# Of a document: about the event, and not about its properties.
_OURS = frozenset({"$schema", "$id", "description", "self", "metadata", *_DEFINITIONS})
# Of the part of a rule that holds the properties: has no place in a document.
_THEIRS = frozenset({"$schema", "$id", "id", "description", "labels", *_OURS})
_EMPTY_IS_NONE = frozenset({"description", "labels"})


class Mapper:
    """Maps between the rules of a workspace and our documents.

    Attributes:
        vendor: Of every event; Segment does not say.
        guesses: What is taken for true of Segment.
    """

    def __init__(self, vendor: str, guesses: Guesses) -> None:
        self.vendor = vendor
        self.guesses = guesses

    def remote(self, plan: str, rule: Any) -> Remote | None:
        """Return what a *rule* of the *plan* says; None if it is of no type that we know.

        Raises:
            RegistryError: It cannot be a document.
        """
        identity = identity_of_rule(rule)
        if identity is None:
            return None
        folder = f"{slug(plan)}/{slug(identity.event)}"
        try:
            data = self._data(identity, rule["jsonSchema"])
        except RegistryError as error:
            raise RegistryError(error.problem, where=str(identity), hint=error.hint) from error
        return Remote(str(identity), Document(f"{folder}/{identity.version}-0", data), rule)

    def express(
        self, documents: Iterable[Document], remotes: Mapping[str, Remote]
    ) -> tuple[Expressed, ...]:
        """Return *documents* as Segment would hold them.

        Of several minors of a major, the highest.

        Raises:
            RegistryError: Two of them would be one rule.
        """
        highest: dict[str, Document] = {}
        for document in documents:
            key = str(identity_of_document(document.data))
            other = highest.setdefault(key, document)
            if other is not document:
                highest[key] = _higher(other, document, key)
        return tuple(
            self._expressed(key, document, remotes.get(key))
            for key, document in highest.items()
        )

    def rule(
        self, document: Document, origin: Mapping[str, Any] | None, lost: list[Lost]
    ) -> dict[str, Any]:
        """Return the rule to send for a *document*.

        Args:
            document: Ours.
            origin: The rule as it is in Segment; what is not ours to say is taken from there.
            lost: Takes what cannot be said.
        """
        identity = identity_of_document(document.data)
        before = origin["jsonSchema"] if origin else {}
        # As Segment has it: "" and null are both no name.
        key = {"key": origin["key"]} if origin and origin.get("key") is not None else {}
        return identity.json() | key | {"jsonSchema": self._schema(document.data, before, lost)}

    def _expressed(self, key: str, document: Document, remote: Remote | None) -> Expressed:
        lost: list[Lost] = []
        rule = self.rule(document, remote.origin if remote else None, lost)
        wanted = self.remote(document.id.partition("/")[0], rule)
        if wanted is None:
            raise RegistryError("an event without a name", where=document.id)
        losses = (*losses_of(document, self.vendor, self.guesses), *at_words(document, lost))
        # Where the file is, but for the minor.
        folder = document.id.rpartition("/")[0]
        version = wanted.document.id.rpartition("/")[2]
        wanted_document = Document(f"{folder}/{version}", wanted.document.data)
        return Expressed(key, document, wanted_document, losses)

    def _data(self, identity: Identity, stored: Mapping[str, Any]) -> dict[str, Any]:
        schema = undecorated(stored)
        labels = schema.get("labels")
        metadata = {
            name: value_of(label, self.guesses)
            for name, label in (labels if isinstance(labels, Mapping) else {}).items()
            if name != MARK
        }
        if identity.is_marked:
            metadata[MARK] = identity.type
        own = {
            "vendor": self.vendor,
            "name": identity.event,
            "format": "jsonschema",
            "version": f"{identity.version}-0",
            **({"metadata": metadata} if metadata else {}),
        }
        prose, dialect = schema.get("description"), schema.get("$schema")
        return {
            "$schema": dialect if isinstance(dialect, str) else _DRAFT_07,
            **({"description": prose} if isinstance(prose, str) and prose else {}),
            "self": own,
            **_inner(identity, schema),
            **_definitions(identity, schema),
        }

    def _schema(
        self, data: Mapping[str, Any], before: Mapping[str, Any], lost: list[Lost]
    ) -> dict[str, Any]:
        identity = identity_of_document(data)
        ours = expressible(
            {
                key: value
                for key, value in data.items()
                if key in _DEFINITIONS or key not in _THEIRS
            },
            self.guesses,
            lost,
        )
        place = place_of(identity)
        ours = moved(ours, "#", f"#/properties/{place}") if place else ours
        made = {key: value for key, value in before.items() if key not in _DEFINITIONS}
        made |= {"$schema": data.get("$schema") or made.get("$schema", _DRAFT_07)}
        made |= {"description": data.get("description", "")}
        made |= self._labels(data, before)
        made = {key: one for key, one in made.items() if one or key not in _EMPTY_IS_NONE}
        made |= {key: ours.pop(key) for key in _DEFINITIONS if key in ours}
        if not place:
            return {key: one for key, one in made.items() if key in _THEIRS} | dict(ours)
        sections = before.get("properties")
        around = dict(sections) if isinstance(sections, Mapping) else {}
        old = around.get(place)
        kept = {
            key: value
            for key, value in (old if isinstance(old, Mapping) else {}).items()
            if key in _THEIRS
        }
        around[place] = kept | ours
        return {"type": "object"} | made | {"properties": around}

    def _labels(self, data: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        if not has_labels(identity_of_document(data), self.guesses):
            return {}
        labels = {
            name: label_of(value, self.guesses)
            for name, value in metadata_of(data).items()
            if name != MARK
        }
        # A label of that name is somebody else's.
        theirs = before.get("labels")
        if isinstance(theirs, Mapping) and MARK in theirs:
            labels[MARK] = theirs[MARK]
        return {"labels": labels}


def place_of(identity: Identity) -> str:
    """Return under which of a message's ``properties`` ours are; ``""`` if at its top."""
    if identity.type == "COMMON":
        return ""
    return "traits" if identity.type in {"IDENTIFY", "GROUP"} else "properties"


def _part(identity: Identity, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the part of a rule's *schema* that holds our properties."""
    place = place_of(identity)
    found: Any = schema
    if place:
        sections = schema.get("properties")
        found = sections.get(place) if isinstance(sections, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _definitions(identity: Identity, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the definitions of a rule, which may be at its top or beside our properties."""
    made: dict[str, Any] = {}
    for key in _DEFINITIONS:
        both = (_part(identity, schema).get(key), schema.get(key))
        found = {
            name: one
            for part in both
            if isinstance(part, Mapping)
            for name, one in part.items()
        }
        if found:
            made |= moved({key: found}, f"#/properties/{place_of(identity)}", "#")
    return made


def _inner(identity: Identity, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a rule says of our properties."""
    place = place_of(identity)
    part = _part(identity, schema)
    inner: Any = {key: value for key, value in part.items() if key not in _THEIRS}
    if not isinstance(inner.get("properties"), Mapping):
        inner["properties"] = {}
    moved_up: dict[str, Any] = moved(inner, f"#/properties/{place}", "#") if place else inner
    return moved_up


def _higher(one: Document, other: Document, key: str) -> Document:
    minors = [int(str(each.data["self"]["version"]).partition("-")[2]) for each in (one, other)]
    if minors[0] == minors[1]:
        raise RegistryError(
            f"{one.id} and {other.id} would be one and the same in Segment: {key}",
            where=other.id,
            hint="rename one of the two events",
        )
    return one if minors[0] > minors[1] else other
