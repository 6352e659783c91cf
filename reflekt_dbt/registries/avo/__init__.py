"""Avo: tracking plans in branches, to be read alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reflekt_dbt.config.secret import Secret
from reflekt_dbt.errors import NoSuchPlanError, RegistryError
from reflekt_dbt.naming import did_you_mean
from reflekt_dbt.registries.avo.api import Api
from reflekt_dbt.registries.avo.mapping import Terms, expressed, pulled
from reflekt_dbt.registries.connection import Connection
from reflekt_dbt.registries.model import (
    Document,
    Expressed,
    Operation,
    Pulled,
    Registry,
    Remote,
    Supports,
)
from reflekt_dbt.registries.names import plan_named

MAIN = "main"
_WORKSPACE, _ACCOUNT, _SECRET = (
    "REFLEKT_AVO_WORKSPACE",
    "REFLEKT_AVO_ACCOUNT",
    "REFLEKT_AVO_SECRET",
)
_SUPPORTS = Supports(
    push=False,
    delete=False,
    minors=False,
    why_no_push="Avo's plan is edited in Avo, on a branch that people review and merge; what "
    "its import takes loses variants, categories and much of a schema. Make the change on a "
    "branch there, and pull it: reflekt-dbt pull --registry avo --select BRANCH",
)


class Avo:
    """One workspace; its plans are its branches.

    Attributes:
        name: Of the connection.
        type: ``avo``.
        supports: Nothing but pull.
    """

    type = "avo"
    supports = _SUPPORTS

    def __init__(self, connection: Connection, api: Api, workspace: str) -> None:
        self.name = connection.name
        self._connection = connection
        self._api = api
        self._workspace = workspace

    def check(self) -> str:
        """Authenticate, and say where we are; see `Registry`."""
        found = len(self._api.branches())
        return f"Avo, workspace {self._workspace}: {found} branches"

    def pull(self, plan: str) -> Pulled:
        """Return the events of the branch *plan*; see `Registry`."""
        terms = Terms(plan, self._connection.vendor, self._connection.config.destination)
        return pulled(self._api.export(self._branch(plan)), terms)

    def _branch(self, plan: str) -> str:
        """Return the id of the branch: as config has it, or else as Avo knows its name."""
        configured = {MAIN: MAIN, **self._connection.config.branches}
        name = plan_named(plan, configured)
        if name is not None:
            return configured[name]
        known = self._api.branches()
        name = plan_named(plan, known)
        if name is not None:
            return known[name]
        raise NoSuchPlanError(
            f"no branch {plan!r}",
            where=f"registries.{self.name}",
            hint=did_you_mean(plan, {*configured, *known}),
        )

    def express(
        self,
        documents: Sequence[Document],
        remotes: Mapping[str, Remote],  # noqa: ARG002 - the protocol's; nothing is ever written
    ) -> tuple[Expressed, ...]:
        """Return *documents* as Avo would hold them; see `Registry`."""
        return tuple(expressed(one, self._connection.vendor) for one in documents)

    def push(
        self,
        plan: str,
        operations: Sequence[Operation],  # noqa: ARG002 - the protocol's
        progress: Callable[[str], None],  # noqa: ARG002 - the protocol's
    ) -> None:
        """Refuse; see `Supports.why_no_push`."""
        why, _, instead = _SUPPORTS.why_no_push.partition(". ")
        raise RegistryError(why, where=plan, hint=instead)


def connect(connection: Connection) -> Registry:
    """Return the registry behind *connection*; asks it nothing yet.

    Raises:
        RegistryError: Workspace or credentials are missing.
    """
    config = connection.config
    # An id, and as such no secret: it stands in every URL of the workspace.
    workspace = config.workspace or connection.secret(_WORKSPACE).reveal()
    account = connection.secret(config.account_env or _ACCOUNT)
    secret = _secret(connection)
    return Avo(connection, Api(config.url, workspace, account, secret), workspace)


def _secret(connection: Connection) -> Secret:
    return connection.secret(connection.config.token_env or _SECRET)
