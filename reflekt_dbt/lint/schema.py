"""One schema file as rules see it: read once, looked at by all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.find import SchemaFile
from reflekt_dbt.events.flaw import Flaw
from reflekt_dbt.events.load import event_in
from reflekt_dbt.events.metaschema import meta_flaws
from reflekt_dbt.events.model import Event
from reflekt_dbt.events.read import Document, read_document
from reflekt_dbt.events.verdict import Checker
from reflekt_dbt.lint.walk import Sub, walk


class Schema:
    """One schema file, whatever is wrong with it.

    Attributes:
        file: Where it is, and which event and version its path names.
        path: Of the file, below the project, with ``/``.
        unreadable: Why it is no JSON document; empty if it is one.
        document: Its content; None if it is unreadable.
        flaws: What the meta-schema has against it.
        event: What it says, for rules about events; None if it is no event.
        too_large: Why its references cannot be followed; ``""`` if they can.
    """

    def __init__(
        self,
        file: SchemaFile,
        path: str,
        meta: Checker,
        read: Callable[[Path], Document] = read_document,
    ) -> None:
        self.file = file
        self.path = path
        self.unreadable: tuple[SchemaError, ...] = ()
        self.document: Document | None = None
        self.flaws: tuple[Flaw, ...] = ()
        self.event: Event | None = None
        self.too_large = ""
        try:
            self.document = read(file.path)
        except SchemaError as error:
            self.unreadable = error.problems or (error,)
            return
        self.flaws = tuple(meta_flaws(meta, self.document))
        if self.flaws:
            return
        try:
            self.event = event_in(self.document, file)
        except SchemaError as error:
            self.too_large = error.problem

    @property
    def id(self) -> str:
        """The id of the event: its path below the schemas folder, without ``.json``."""
        return self.file.id

    @property
    def folder(self) -> str:
        """Name of the event's own folder."""
        return self.file.folder.rpartition("/")[2]

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The JSON object in the file; empty if there is none."""
        data = self.document.data if self.document else None
        return data if isinstance(data, dict) else {}

    @cached_property
    def own(self) -> Mapping[str, Any]:
        """What stands under ``self``; empty if there is nothing of use."""
        own = self.data.get("self")
        return own if isinstance(own, dict) else {}

    @property
    def name(self) -> str:
        """What the SDK sends; ``""`` if the file does not say."""
        name = self.own.get("name")
        return name if isinstance(name, str) else ""

    @cached_property
    def subs(self) -> tuple[Sub, ...]:
        """Every sub-schema, outer ones before inner ones, the event itself first."""
        return walk(self.data)

    @cached_property
    def properties(self) -> tuple[Sub, ...]:
        """Every property at every level, where it is first described."""
        return tuple(sub for sub in self.subs if sub.kind == "property")

    def mentions(self, text: str) -> bool:
        """Return whether *text* stands anywhere in the file; a quick first look."""
        return self.document is not None and text in self.document.text
