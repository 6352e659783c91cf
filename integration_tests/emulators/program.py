"""Start a server that is a program of its own, wait until it answers, and stop it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import yaml

HOST = "127.0.0.1"
# Longest start seen on a busy machine: 12 s.
_PATIENCE = 60.0
_PAUSE = 0.05


class ServerDidNotStartError(Exception):
    """A server's program ended, or did not listen in time; the text is what it logged."""


class Server(Protocol):
    """What every emulator yields: where it listens, and how dbt is told so."""

    @property
    def output(self) -> dict[str, Any]:
        """A target as in profiles.yml, all but its schema."""
        ...


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str | Path], port: int, *, log: Path, env: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run *command* in the folder of *log* until it is left; it listens when this yields.

    Raises:
        ServerDidNotStartError: It ended, or did not listen within a minute.
    """
    with log.open("wb") as stream:
        # A session of its own: Ctrl-C is for the one who started us, and we stop it then.
        process = subprocess.Popen(
            [*map(str, command)],
            cwd=log.parent,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait(process, port, log)
            yield
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(_PAUSE)
    said = log.read_text(encoding="utf-8", errors="replace")
    raise ServerDidNotStartError(f"{process.args} did not listen on {port}:\n{said[-3000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, and end it if it does not: its data die with it anyway."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def serve(name: str, server: AbstractContextManager[Server]) -> None:
    """Start a server for a person: print its profile, and stop it on Ctrl-C."""
    # As Ctrl-C does, so that nothing is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with server as started:
            target = {**started.output, "schema": "analytics", "threads": 2}
            profile = {"jaffle_shop": {"target": name, "outputs": {name: target}}}
            sys.stdout.write("# profiles.yml; Ctrl-C stops the server, and removes its data\n")
            sys.stdout.write(yaml.safe_dump(profile, sort_keys=False))
            sys.stdout.flush()
            signal.pause()
    except KeyboardInterrupt:
        sys.stdout.write("stopped\n")
