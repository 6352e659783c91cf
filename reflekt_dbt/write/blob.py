"""A text's identity: git's blob id, over LF. Pure."""

from __future__ import annotations

import hashlib


def unix(text: str) -> str:
    """Return *text* with LF for CRLF: a checkout with other line endings is no edit."""
    return text.replace("\r\n", "\n")


def blob_id(text: str) -> str:
    """Return what ``git hash-object`` says of *text* once it is committed with LF."""
    # Bytes that are no UTF-8 were read as lone surrogates; they count as they stood.
    data = unix(text).encode("utf-8", "surrogateescape")
    # Git's own choice of hash; nothing here rests on its being hard to forge.
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
