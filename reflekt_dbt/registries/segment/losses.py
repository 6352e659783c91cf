"""What of a document Segment cannot keep, for people. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reflekt_dbt.registries.model import Document, Loss
from reflekt_dbt.registries.segment.guesses import Guesses
from reflekt_dbt.registries.segment.rule import (
    MARK,
    TYPES,
    Identity,
    identity_of_document,
    metadata_of,
)
from reflekt_dbt.registries.segment.words import Lost

_SELF_ONLY = ("tests", "metrics", "lint")
# At the top of a rule they mean something else.
_TAKEN = ("id", "labels")


def losses_of(document: Document, vendor: str, guesses: Guesses) -> Iterator[Loss]:
    """Yield what of *document* has no place in a rule; *vendor* is that of the project."""
    own = document.data["self"]
    version = str(own["version"])
    major, _, minor = version.partition("-")
    if minor != "0":
        sentence = f"Segment has whole versions alone: {version} is {major} there"
        yield Loss(document.id, "/self/version", sentence)
    if own.get("vendor", vendor) != vendor:
        sentence = f"Segment knows no vendor; {vendor!r}, that of the project, comes back"
        yield Loss(document.id, "/self/vendor", sentence)
    for key in _SELF_ONLY:
        if key in own:
            yield Loss(document.id, f"/self/{key}", f"{key!r} has no place in Segment")
    for key in _TAKEN:
        if key in document.data:
            yield Loss(document.id, f"/{key}", f"{key!r} is another thing in Segment")
    yield from _of_metadata(document, guesses)


def _of_metadata(document: Document, guesses: Guesses) -> Iterator[Loss]:
    identity = identity_of_document(document.data)
    for key, value in metadata_of(document.data).items():
        pointer = f"/self/metadata/{_escaped(key)}"
        if key == MARK and value not in TYPES:
            sentence = f"{MARK} is none of {', '.join(TYPES)}; the event goes by its name"
            yield Loss(document.id, pointer, sentence)
        elif key != MARK and not has_labels(identity, guesses):
            sentence = "Segment has labels for track and page alone"
            yield Loss(document.id, pointer, sentence)


def has_labels(identity: Identity, guesses: Guesses) -> bool:
    """Tell whether a rule keeps labels; documented for track and page alone."""
    return guesses.labels_on_every_call or identity.type in {"TRACK", "PAGE"}


def at_words(document: Document, lost: Iterable[Lost]) -> Iterator[Loss]:
    """Yield a loss for each keyword that was *lost* on the way."""
    for one in lost:
        pointer = "".join(f"/{_escaped(step)}" for step in one.pointer)
        yield Loss(document.id, pointer, one.sentence)


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
