"""What the process that runs dbt wants of the run that a macro opens.

Set around one invocation of dbt and gone after it. A plain ``dbt run-operation`` has
none: its run is about the project that dbt is in, and says what it did by printing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reflekt_dbt.bridge.report import Report
    from reflekt_dbt.infer.job import Drafted


@dataclass
class Session:
    """One run of ours around one invocation of dbt.

    Attributes:
        root: The user's project, while dbt itself runs in a scratch one.
        progress: Told what is being done, in a few words.
        grants: The statements that would let dbt's role see the schema that was read last.
        announce: Told what reading rows will cost, before they are read.
        report: What came of it, once it is done.
        drafted: The same of a run that drafts schemas.
        error: Why it stopped, where dbt would only pass on the words.
    """

    root: Path
    progress: Callable[[str], None]
    announce: Callable[[str], None] = lambda _: None
    grants: tuple[str, ...] = ()
    report: Report | None = None
    drafted: Drafted | None = None
    error: Exception | None = None


_CURRENT: ContextVar[Session | None] = ContextVar("reflekt_session", default=None)


def current() -> Session | None:
    """Return the session of this invocation, None in a plain run of dbt."""
    return _CURRENT.get()


@contextmanager
def in_session(session: Session) -> Iterator[Session]:
    """Make *session* the current one."""
    token = _CURRENT.set(session)
    try:
        yield session
    finally:
        _CURRENT.reset(token)


@contextmanager
def kept(session: Session | None) -> Iterator[None]:
    """Keep an error for the session: dbt passes on its words, but not what it is."""
    try:
        yield
    except Exception as error:
        if session is not None:
            session.error = error
        raise
