"""What Avo says about an event ↔ the metadata of a schema file. Pure.

A tag such as ``owner: web`` is a key and its value, as Reflekt had it; any other stays a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_PAIR = re.compile(r"\s*([^:\s][^:]*?)\s*:\s+(\S.*?)\s*", re.DOTALL)
# In our metadata → in Avo's event: lists of things that have a name.
_NAMED = {"stakeholders": "stakeholderDomains", "sources": "sources"}
# Likewise: taken as they are.
_PLAIN = {"custom_fields": "customFields", "pii": "pii"}
# No tag may take their place.
_TAKEN = frozenset({"tags", "categories", "variants", *_NAMED, *_PLAIN})


def metadata_of(event: Mapping[str, Any], categories: Any) -> dict[str, Any]:
    """Return what *event* says about itself; *categories* are those of the whole plan."""
    made = _from_tags(_items(event, "tags"))
    found = [known_as(categories, identity) for identity in _items(event, "categories")]
    listed = {"categories": found} | {
        key: [str(one["name"]) for one in _items(event, avo) if _has_name(one)]
        for key, avo in _NAMED.items()
    }
    made |= {key: value for key, value in listed.items() if value}
    plain = {key: event.get(avo) for key, avo in _PLAIN.items()}
    return {**made, **{key: value for key, value in plain.items() if value not in _NOTHING}}


_NOTHING: tuple[Any, ...] = (None, {}, [])


def said_of(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return *metadata* as Avo says it of an event; what it cannot say is left out."""
    return {
        "tags": [*_to_tags(metadata), *_texts(metadata.get("tags"))],
        "categories": _texts(metadata.get("categories")),
        **{
            avo: [{"name": name} for name in _texts(metadata.get(key))]
            for key, avo in _NAMED.items()
        },
        **{avo: metadata[key] for key, avo in _PLAIN.items() if key in metadata},
    }


def unsayable(metadata: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of *metadata* that no tag can say."""
    for key, value in metadata.items():
        if key not in _TAKEN and not _is_pair(key, value):
            yield key


def known_as(entries: Any, identity: Any) -> str:
    """Return the name of what *entries* have by that id; they may be a list or a map."""
    if isinstance(entries, list):
        entries = {str(one.get("id")): one for one in entries if isinstance(one, dict)}
    found = entries.get(str(identity)) if isinstance(entries, dict) else None
    if isinstance(found, dict) and found.get("name"):
        return str(found["name"])
    return found if isinstance(found, str) else str(identity)


def _has_name(entry: Any) -> bool:
    return isinstance(entry, dict) and bool(entry.get("name"))


def _items(event: Mapping[str, Any], key: str) -> list[Any]:
    found = event.get(key)
    return found if isinstance(found, list) else []


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _from_tags(tags: Iterable[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    others: list[str] = []
    for tag in map(str, tags):
        pair = _PAIR.fullmatch(tag)
        if pair and pair[1] not in _TAKEN and pair[1] not in made:
            made[pair[1]] = pair[2]
        else:
            others.append(tag)
    return {**made, **({"tags": others} if others else {})}


def _to_tags(metadata: Mapping[str, Any]) -> Iterator[str]:
    for key, value in metadata.items():
        if key not in _TAKEN and _is_pair(key, value):
            yield f"{key}: {value}"


def _is_pair(key: str, value: Any) -> bool:
    """Tell whether *key* and *value* come back from a tag as they went there."""
    return isinstance(value, str) and _from_tags([f"{key}: {value}"]) == {key: value}
