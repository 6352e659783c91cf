"""What Segment does not document, a field each, so that a wrong guess is one line to mend."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guesses:
    """What is taken for true of Segment until its API shows otherwise.

    Attributes:
        labels_are_text: Whether the values of labels must be text. Values that are none
            travel as JSON then, and come back as what they were.
        labels_on_every_call: Whether rules of every type keep labels. The product's pages
            speak of track and page alone.
        keywords_kept: Keywords of JSON Schema that survive; None for all. Nothing is
            published.
        lookahead: Whether a pattern with ``(?!`` is taken. The product's pages say no.
        delete_in_body: Whether the list of rules to delete travels in the request's body.
            The published clients put it into the query, scripts that work do not.
    """

    labels_are_text: bool = True
    labels_on_every_call: bool = True
    keywords_kept: frozenset[str] | None = None
    lookahead: bool = False
    delete_in_body: bool = True
