"""The privileges that docs/warehouses.md tells people to grant."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "warehouses.md"


def documented_grants(warehouse: str) -> list[str]:
    """Return the statements of the warehouse's own part, in order; none if it needs none.

    What stands further down in the same part is what dbt needs, not we.
    """
    privileges = re.search(r"^## Privileges$(.*?)^## ", _page(), re.DOTALL | re.MULTILINE)[1]
    parts = re.split(r"^### (\w+)$", privileges, flags=re.MULTILINE)[1:]
    part = dict(zip(map(str.lower, parts[::2]), parts[1::2], strict=True))[warehouse]
    block = re.search(r"^```sql\n(.*?)^```$", part, re.DOTALL | re.MULTILINE)
    return [line.removesuffix(";") for line in block[1].splitlines()] if block else []


def _page() -> str:
    return PAGE.read_text(encoding="utf-8")
