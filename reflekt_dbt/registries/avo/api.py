"""Avo's public API, as far as it is read: one workspace, its branches, a branch's plan."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from reflekt_dbt.config.secret import Secret
from reflekt_dbt.errors import RegistryError
from reflekt_dbt.registries.http import Client
from reflekt_dbt.registries.pace import Pace
from reflekt_dbt.registries.terms import Manners

URL = "https://api.avo.app"
# Avo asks for no more than one request a second.
_PACE = (1, 1.0)


class Api:
    """Reads one workspace.

    Args:
        url: ``https://host``; ``""`` is Avo's.
        workspace: Its id, as in its URL.
        account: Name of the service account.
        secret: Of the service account.
    """

    def __init__(self, url: str, workspace: str, account: Secret, secret: Secret) -> None:
        pair = f"{account.reveal()}:{secret.reveal()}".encode()
        header = Secret(f"Basic {base64.b64encode(pair).decode()}")
        manners = Manners(hint=_hint, hide=(secret,))
        self._client = Client(url or URL, header, Pace(*_PACE), manners=manners)
        self._place = f"/workspaces/{quote(workspace, safe='')}/branches"

    def branches(self) -> Mapping[str, str]:
        """Return the names of the workspace's branches with their ids.

        Raises:
            RegistryError: Avo refuses, or answers something else.
        """
        answer = self._client.get(f"{self._place}/export/v1", {"format": "json"})
        found = answer.get("branches") if isinstance(answer, dict) else None
        if not isinstance(found, dict):
            raise RegistryError(
                "the answer is no list of branches",
                where="Avo",
                hint="see that url, if you set one, is that of Avo's API",
            )
        entries = (one for one in found.items() if isinstance(one[1], dict))
        return {str(one.get("branchName") or identity): identity for identity, one in entries}

    def export(self, branch: str) -> Any:
        """Return the plan of the branch with that id, as JSON says it.

        Raises:
            RegistryError: Avo refuses, or answers no JSON.
        """
        place = f"{self._place}/{quote(branch, safe='')}/export/v1"
        return self._client.get(place, {"payloadFormat": "jsonSchema"})


def _hint(status: int, _location: str) -> str:
    return _HINTS.get(status, "")


_HINTS = {
    400: "see that the branch's id is that of its URL",
    401: "see that the name and the secret are those of a service account of this workspace",
    403: "see that the service account belongs to this workspace; an admin makes one",
    404: "see that the ids of workspace and branch are those of their URLs",
    429: "Avo takes one request a second for a service account; try again in a minute",
}
