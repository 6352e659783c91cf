"""A front that makes PostgreSQL look like Redshift to redshift_connector.

Two arguments: the port to listen on, and PostgreSQL's; a third is the OID of the type
that stands for SUPER. On the way to PostgreSQL it drops the start-up parameters that only
Redshift knows and the clauses of DDL that PostgreSQL cannot parse; on the way back it
gives Redshift's version and OID of SUPER. All else passes as it is.
"""

from __future__ import annotations

import asyncio
import re
import struct
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable

HOST = "127.0.0.1"

_START_UP = 0x0003_0000
_ENCRYPTION_REQUESTS = (80877103, 80877104)
_REDSHIFTS_OWN = frozenset(
    (b"client_protocol_version", b"driver_version", b"os_version", b"driver_discovery_version")
)
# The connector parses it as a version, which Debian's string is not.
_VERSION = b"server_version\x008.0.2\0"
_SUPER_OID = 4000

_REWRITES = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (rb"\bwith\s+no\s+schema\s+binding\b", b""),
        (rb"\bbackup\s+no\b", b""),
        (rb"\bdiststyle\s+(?:all|even|auto|key)\b", b""),
        (rb"\bdistkey\s*\([^)]*\)", b""),
        (rb"\b(?:compound\s+|interleaved\s+)?sortkey\s*\([^)]*\)", b""),
        (rb"\bvarchar\s*\(\s*max\s*\)", b"varchar(65535)"),
    )
)


async def _serve(port: int, behind: int, super_oid: int) -> None:
    async def connected(reader: StreamReader, writer: StreamWriter) -> None:
        await _connection(reader, writer, behind, super_oid)

    server = await asyncio.start_server(connected, HOST, port)
    async with server:
        await server.serve_forever()


async def _connection(
    reader: StreamReader, writer: StreamWriter, behind: int, super_oid: int
) -> None:
    """Pass messages in both directions until either side closes."""
    try:
        first = await _started(reader, writer)
        answers, asks = await asyncio.open_connection(HOST, behind)
        asks.write(first)
        there = asyncio.create_task(_pump(reader, asks, _to_postgres))
        back = asyncio.create_task(
            _pump(answers, writer, lambda *message: _to_client(*message, super_oid))
        )
        await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
        asks.close()
        await asyncio.wait((there, back))
    except (EOFError, OSError):
        pass  # gone before it began
    finally:
        writer.close()


async def _started(reader: StreamReader, writer: StreamWriter) -> bytes:
    """Return the start-up message that PostgreSQL gets; refuse encryption before it."""
    while True:
        body = await _body(reader)
        (code,) = struct.unpack_from("!I", body)
        if code not in _ENCRYPTION_REQUESTS:
            break
        writer.write(b"N")
    if code == _START_UP:
        # Names and values, each with a NUL after it, and one more NUL at the end.
        fields = body[4:-1].split(b"\0")
        pairs = zip(fields[:-1:2], fields[1::2], strict=True)
        kept = [name + b"\0" + value for name, value in pairs if name not in _REDSHIFTS_OWN]
        body = body[:4] + b"\0".join([*kept, b"", b""])
    return struct.pack("!I", len(body) + 4) + body


async def _pump(
    reader: StreamReader, writer: StreamWriter, change: Callable[[bytes, bytes], bytes]
) -> None:
    try:
        while True:
            kind = await reader.readexactly(1)
            body = change(kind, await _body(reader))
            writer.write(kind + struct.pack("!I", len(body) + 4) + body)
            await writer.drain()
    except (EOFError, OSError):
        pass  # one side is done, and so are we
    finally:
        writer.close()


async def _body(reader: StreamReader) -> bytes:
    (length,) = struct.unpack("!I", await reader.readexactly(4))
    return await reader.readexactly(length - 4)


def _to_postgres(kind: bytes, body: bytes) -> bytes:
    if kind == b"Q":
        return _rewritten(body)
    if kind == b"P":
        name, statement, types = body.split(b"\0", 2)
        return b"\0".join((name, _rewritten(statement), types))
    return body


def _rewritten(statement: bytes) -> bytes:
    for pattern, instead in _REWRITES:
        statement = pattern.sub(instead, statement)
    return statement


def _to_client(kind: bytes, body: bytes, super_oid: int) -> bytes:
    if kind == b"S" and body.startswith(b"server_version\0"):
        return _VERSION
    return _with_redshifts_oids(body, super_oid) if kind == b"T" else body


def _with_redshifts_oids(body: bytes, super_oid: int) -> bytes:
    """Return a row's description with Redshift's OID of SUPER in the place of ours."""
    changed, at = bytearray(body), 2
    for _ in range(struct.unpack_from("!H", body)[0]):
        # A name with its NUL; bytes of table 4, column 2, type 4, size 2, modifier 4, format 2.
        at = body.index(b"\0", at) + 1
        if struct.unpack_from("!I", body, at + 6)[0] == super_oid:
            struct.pack_into("!I", changed, at + 6, _SUPER_OID)
        at += 18
    return bytes(changed)


if __name__ == "__main__":
    try:
        asyncio.run(_serve(*map(int, sys.argv[1:4])))
    except KeyboardInterrupt:
        sys.exit()
