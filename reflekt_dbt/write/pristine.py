"""Whether a file is as it was generated. Pure."""

from __future__ import annotations

from collections.abc import Collection

from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.conflict import sides


def is_pristine(text: str, ids: Collection[str]) -> bool:
    """Tell whether *text* is one of *ids*, or a conflict between such texts only.

    With an edit on one side of the conflict it is not: overwriting would lose the edit.
    """
    if blob_id(text) in ids:
        return True
    both = sides(text)
    return both is not None and all(blob_id(side) in ids for side in both)
