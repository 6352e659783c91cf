"""Segment Protocols: tracking plans, pulled and pushed by the Public API."""

from __future__ import annotations

from reflekt_dbt.config.secret import Secret
from reflekt_dbt.registries.connection import Connection
from reflekt_dbt.registries.http import Client
from reflekt_dbt.registries.model import Registry
from reflekt_dbt.registries.pace import Pace
from reflekt_dbt.registries.segment.api import REGIONS, Api, manners
from reflekt_dbt.registries.segment.guesses import Guesses
from reflekt_dbt.registries.segment.mapping import Mapper
from reflekt_dbt.registries.segment.registry import Segment

TOKEN = "REFLEKT_SEGMENT_API_TOKEN"  # noqa: S105 - the name of a variable
# Of listing rules, the strictest of the API's limits that is published.
_MOST_A_MINUTE = 200


def connect(connection: Connection) -> Registry:
    """Return the workspace behind *connection*; asks it nothing yet.

    Raises:
        RegistryError: There is no token, or the address is none.
    """
    config = connection.config
    token = connection.secret(config.token_env or TOKEN)
    guesses = Guesses()
    client = Client(
        config.url or REGIONS[config.region],
        Secret(f"Bearer {token.reveal()}"),
        Pace(_MOST_A_MINUTE, 60.0),
        manners=manners(config.region),
    )
    return Segment(
        connection.name,
        Api(client, delete_in_body=guesses.delete_in_body),
        Mapper(connection.vendor, guesses),
        client.base_url,
    )
