"""A branch of an Avo workspace ↔ schema files of ours. Pure.

An event's variants go into its own file, for they are sent under its name. Avo has no
versions: every event is 1-0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from reflekt_dbt.errors import RegistryError
from reflekt_dbt.registries.avo.metadata import known_as, metadata_of, said_of, unsayable
from reflekt_dbt.registries.avo.properties import (
    Names,
    from_avo,
    losses_in,
    mappings_of,
    to_avo,
)
from reflekt_dbt.registries.avo.variants import united
from reflekt_dbt.registries.model import Document, Expressed, Loss, Pulled, Remote
from reflekt_dbt.registries.names import slug
from reflekt_dbt.registries.text import as_text

VERSION = "1-0"
_DRAFT = "http://json-schema.org/draft-07/schema#"
# Objects beside the event's own properties; they are no columns of its table.
_BESIDE = ("userProperties", "groupProperties")
_OF_THE_FILE = frozenset({"$schema", "$id", "self", "description", "definitions"})
_KNOWN = frozenset(
    {
        "id", "name", "eventType", "variantName", "description", "triggers", "tags",
        "categories", "actions", "sources", "stakeholderDomains", "customFields", "pii",
        "rules",
    }
)  # fmt: skip
_Json = Mapping[str, Any]


class Terms(NamedTuple):
    """How a branch is read.

    Attributes:
        plan: What we call it.
        vendor: Reverse domain of the team.
        destination: Name or id of the destination whose names count; ``""``: Avo's own.
    """

    plan: str
    vendor: str
    destination: str = ""


def pulled(export: Any, terms: Terms) -> Pulled:
    """Return what *export*, the JSON document of a branch, holds.

    Raises:
        RegistryError: It is no export of Avo's, or has no such destination.
    """
    plan = as_text(export) if isinstance(export, dict) else {}
    events = plan.get("events")
    if not isinstance(events, list):
        raise RegistryError(
            "the answer is no tracking plan: it has no list of events",
            where="Avo",
            hint="see that url, if you set one, is that of Avo's API",
        )
    names = Names(_destination(plan.get("destinations"), terms.destination))
    groups = _by_name(events, names)
    remotes = [
        _remote(name, groups[name], plan.get("categories"), (terms, names))
        for name in sorted(groups)
    ]
    return Pulled(tuple(remotes), tuple(_notes(events, groups, names)))


def _by_name(events: Sequence[Any], names: Names) -> dict[str, list[_Json]]:
    """Return the events by the name they are sent under, each before its variants."""
    groups: dict[str, list[_Json]] = {}
    for event in events:
        name = _name(event, names) if isinstance(event, dict) else ""
        if name:
            groups.setdefault(name, []).append(event)
    for group in groups.values():
        group.sort(key=lambda event: event.get("eventType") == "variant")
    return groups


def _name(event: _Json, names: Names) -> str:
    name = event.get("name")
    return names.at_destination(name, _rules(event)).strip() if isinstance(name, str) else ""


def _rules(event: _Json) -> _Json:
    found = event.get("rules")
    return found if isinstance(found, dict) else {}


def _remote(
    name: str, group: Sequence[_Json], categories: Any, about: tuple[Terms, Names]
) -> Remote:
    terms, names = about
    metadata = metadata_of(group[0], categories)
    variants = [str(one["variantName"]) for one in group if one.get("variantName")]
    if variants:
        metadata["variants"] = variants
    description = group[0].get("description")
    own = {"vendor": terms.vendor, "name": name, "format": "jsonschema", "version": VERSION}
    data = {
        "$schema": _DRAFT,
        **({"description": str(description)} if description else {}),
        "self": {**own, **({"metadata": metadata} if metadata else {})},
        **united([_schema(event, names) for event in group]),
    }
    identity = f"{slug(terms.plan)}/{slug(name)}/{VERSION}"
    return Remote(name, Document(identity, data), {"events": list(group)})


def _schema(event: _Json, names: Names) -> dict[str, Any]:
    """Return the event's properties, and in ``definitions`` those of user and group."""
    parts = _rules(event).get("properties")
    known: _Json = parts if isinstance(parts, dict) else {}
    own = from_avo(known.get("properties"), names)
    own.pop("description", None)
    found = {key: from_avo(known.get(key), names) for key in _BESIDE}
    beside = {key: schema for key, schema in found.items() if schema}
    made = {"type": "object", "properties": {}, **own}
    return {**made, **({"definitions": beside} if beside else {})}


def _destination(entries: Any, wanted: str) -> str:
    """Return the id of the destination that *wanted* names, or is the id of."""
    if isinstance(entries, list):
        entries = {str(one.get("id")): one for one in entries if isinstance(one, dict)}
    known = entries if isinstance(entries, dict) else {}
    if not wanted or wanted in known:
        return wanted
    ids = {known_as(known, one): str(one) for one in known}
    if wanted not in ids:
        raise RegistryError(
            f"the branch has no destination {wanted!r}",
            where="Avo",
            hint=f"it has: {', '.join(sorted(ids)) or 'none'}",
        )
    return ids[wanted]


def _notes(
    events: Sequence[Any], groups: Mapping[str, Sequence[_Json]], names: Names
) -> Iterator[str]:
    nameless = len(events) - sum(map(len, groups.values()))
    if nameless:
        yield f"{nameless} of Avo's events have no name, and are left out"
    for name, group in sorted(groups.items()):
        if len(group) > 1:
            yield f"{name!r} is {len(group)} events in Avo, variants included; one file has all"
    unknown = Counter(
        key for group in groups.values() for one in group for key in one if key not in _KNOWN
    )
    for key, count in sorted(unknown.items()):
        yield f"Avo says {key!r} of {count} events, which has no place in a schema file"
    if not names.destination and any(_is_mapped(one) for one in events):
        yield "Avo maps names for some destinations; set destination to get those of one"


def _is_mapped(said: Any) -> bool:
    if isinstance(said, dict):
        return bool(mappings_of(said)) or any(_is_mapped(one) for one in said.values())
    return isinstance(said, list) and any(_is_mapped(one) for one in said)


def expressed(document: Document, vendor: str) -> Expressed:
    """Return *document* as Avo would hold it.

    Raises:
        RegistryError: It has no name.
    """
    export = {"events": avo_events(document.data)}
    remotes = pulled(export, Terms("", vendor)).remotes
    if not remotes:
        raise RegistryError(
            "an event without a name", where=document.id, hint="name it in self"
        )
    wanted = Document(document.id, remotes[0].document.data)
    return Expressed(remotes[0].key, document, wanted, tuple(_losses(document)))


def avo_events(data: _Json) -> list[dict[str, Any]]:
    """Return the schema file *data* in Avo's own form: an event, and its variants."""
    metadata = _metadata(data)
    beside = data.get("definitions")
    known = beside if isinstance(beside, dict) else {}
    event = {
        "name": _self(data).get("name"),
        "description": data.get("description", ""),
        **said_of(metadata),
        "rules": {
            "type": "object",
            "properties": {
                "properties": to_avo(_own(data)),
                **{key: to_avo(known[key]) for key in _BESIDE if key in known},
            },
        },
    }
    variants = [
        {**event, "eventType": "variant", "variantName": name}
        for name in metadata.get("variants", ())
    ]
    return [{**event, "eventType": "event"}, *variants]


def _self(data: _Json) -> _Json:
    found = data.get("self")
    return found if isinstance(found, dict) else {}


def _metadata(data: _Json) -> _Json:
    # Below self as we write it; on top as Reflekt 0.3 did.
    found = _self(data).get("metadata", data.get("metadata"))
    return found if isinstance(found, dict) else {}


def _own(data: _Json) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in _OF_THE_FILE}


def _losses(document: Document) -> Iterator[Loss]:
    for pointer, sentence in losses_in(_own(document.data), ""):
        yield Loss(document.id, pointer, sentence)
    for key in unsayable(_metadata(document.data)):
        yield Loss(document.id, f"/self/metadata/{key}", "Avo's tags hold text alone")
