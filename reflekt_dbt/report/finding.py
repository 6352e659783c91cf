"""One thing found in one file, whoever found it; what every writer of this package takes."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]


class Finding(NamedTuple):
    """Something to tell a person about one place in a file.

    Attributes:
        path: Of the file, below the project, with ``/`` on every system.
        line: From 1.
        column: From 1, in characters.
        code: Of what was found, such as ``RF203`` or ``type-changed``.
        name: Of what was found, for people; may be the code.
        severity: ``error``, ``warning`` or ``info``.
        problem: One sentence without a full stop. Text of schemas stands in it as it is.
        hint: What the reader can do; ``""`` if there is nothing to say.
    """

    path: str
    line: int
    column: int
    code: str
    name: str
    severity: Severity
    problem: str
    hint: str = ""


class About(NamedTuple):
    """What can be found under one code, for writers that list all that a tool knows.

    Attributes:
        code: As in `Finding`.
        name: As in `Finding`.
        summary: One sentence.
        detail: Paragraphs in Markdown; ``""`` if there are none.
    """

    code: str
    name: str
    summary: str
    detail: str = ""
