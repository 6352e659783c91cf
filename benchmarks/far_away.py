"""A TCP proxy that puts a server far away: an answer takes its time, as over a long wire."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any

HOST = "127.0.0.1"
_CHUNK = 65_536
# What passes in one direction: pieces, each with the time when it is to arrive.
Wire = asyncio.Queue[tuple[float, bytes]]


class FarAway:
    """The server's other address.

    Attributes:
        port: Where to connect to instead.
        round_trips: How often clients waited for an answer, opening connections included.
    """

    def __init__(self, host: str, port: int, latency: float) -> None:
        self.port = 0
        self.round_trips = 0
        self._server = (host, port)
        self._latency = latency
        self._connections: set[asyncio.Task[Any]] = set()

    async def serve(self, stops: Future[Callable[[], None]]) -> None:
        """Serve until what *stops* is given, once connections are taken, is called."""
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        async with await asyncio.start_server(self._connect, HOST, 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            stops.set_result(lambda: loop.call_soon_threadsafe(stopped.set))
            await stopped.wait()
            # The last words of those who hung up are still under way.
            await asyncio.gather(*self._connections)

    async def _connect(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        connection = asyncio.current_task()
        self._connections.add(connection)
        connection.add_done_callback(self._connections.discard)
        # The kernel has opened the connection already; on the wire that waits for an answer.
        self.round_trips += 1
        await asyncio.sleep(self._latency)
        far_reader, far_writer = await asyncio.open_connection(*self._server)
        answered = True

        def ask() -> None:
            nonlocal answered
            self.round_trips += answered
            answered = False

        def answer() -> None:
            nonlocal answered
            answered = True

        await asyncio.gather(
            self._carry(reader, far_writer, ask), self._carry(far_reader, writer, answer)
        )

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        sent: Callable[[], None],
    ) -> None:
        """Pass on what comes, each piece later by half the latency, and then hang up."""
        wire: Wire = asyncio.Queue()
        delivery = asyncio.create_task(_deliver(wire, writer))
        clock = asyncio.get_running_loop().time
        # Whoever is done with the other end may just hang up.
        with suppress(ConnectionError):
            while piece := await reader.read(_CHUNK):
                sent()
                wire.put_nowait((clock() + self._latency / 2, piece))
        wire.put_nowait((clock() + self._latency / 2, b""))
        await delivery


async def _deliver(wire: Wire, writer: asyncio.StreamWriter) -> None:
    clock = asyncio.get_running_loop().time
    with suppress(ConnectionError):
        while True:
            due, piece = await wire.get()
            await asyncio.sleep(max(0.0, due - clock()))
            if not piece:
                break
            writer.write(piece)
            await writer.drain()
    writer.close()


@contextmanager
def far_away(host: str, port: int, latency: float) -> Iterator[FarAway]:
    """Offer a server at another port, where each round trip takes *latency* seconds more."""
    proxy = FarAway(host, port, latency)
    stops: Future[Callable[[], None]] = Future()
    thread = threading.Thread(target=lambda: asyncio.run(proxy.serve(stops)))
    thread.start()
    stop = stops.result(timeout=10)
    try:
        yield proxy
    finally:
        stop()
        thread.join()
