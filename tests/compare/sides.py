"""Schema files as tests spell them."""

from __future__ import annotations

import json

from reflekt_dbt.compare.versions import Revision
from reflekt_dbt.events.model import Version


def schema(properties=None, *, name="Cart Viewed", required=(), **more):
    """An event's schema; of its properties, a plain word is a type."""
    described = {
        key: {"type": one} if isinstance(one, str) else one
        for key, one in (properties or {}).items()
    }
    return {
        "description": "The cart was opened.",
        "self": {"vendor": "com.shop", "name": name, "format": "jsonschema", "version": "1-0"},
        "type": "object",
        "properties": described,
        "required": list(required),
        **more,
    }


def side(files):
    """``{"shop/Cart_Viewed/1-0": schema}`` as one side; text is taken as it is."""
    made = {}
    for id_, document in files.items():
        folder, _, version = id_.rpartition("/")
        major, minor = version.split("-")
        text = document if isinstance(document, str) else json.dumps(document)
        path = f"schemas/{id_}.json"
        one = Revision(folder, Version(int(major), int(minor)), text.encode(), path, path)
        made.setdefault(folder, {})[one.version] = one
    return made
