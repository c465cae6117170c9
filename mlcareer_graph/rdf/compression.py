"""Files compressed with gzip: the same bytes for the same content, and an end to what a small file opens to."""

from __future__ import annotations

import gzip
import io
import re
import time
import zlib

from mlcareer_graph.limits import ReadingLimits
from mlcareer_graph.rdf.formats.errors import SyntaxProblem

_GZIP = 31
"""The window of zlib, 15, with the header of gzip (RFC 1952)."""
_CHUNK = 1024 * 1024
_FIRST = 4 * 1024
"""Bytes that a member is given at first: what is behind its end is copied back, and it may be very short."""
_NO_PADDING = re.compile(rb"[^\0]")


def compress(data: bytes) -> bytes:
    """Bytes as gzip, without a name and a time, so that equal bytes stay equal.

    Example:
        >>> compress(b"a" * 100) == compress(b"a" * 100), len(compress(b"a" * 100)) < 30
        (True, True)
    """
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()


def decompress(data: bytes, limits: ReadingLimits) -> bytes:
    """What a gzip file holds; never more than the limit is held in memory. Takes time linear in both.

    Raises:
        SyntaxProblem: It is no gzip, is cut off, holds more than the limit, or takes longer.

    Example:
        >>> decompress(compress(b"abc"), ReadingLimits())
        b'abc'
    """
    parts: list[bytes] = []
    left = limits.max_bytes
    deadline = time.monotonic() + limits.max_seconds
    at = 0
    # An empty file has no member, and so is cut off.
    while at < len(data) or not at:
        member = zlib.decompressobj(_GZIP)
        taken = _FIRST
        while not member.eof:
            pending = member.unconsumed_tail
            if not pending:
                pending = data[at : at + taken]
                at, taken = at + len(pending), _CHUNK
            try:
                part = member.decompress(pending, min(_CHUNK, left + 1))
            except zlib.error as error:
                raise SyntaxProblem("it is no gzip, or damaged; get the file again") from error
            left -= len(part)
            if left < 0:
                what = f"the file opens to more than {limits.max_bytes:,} bytes; raise max_bytes of the reading limits"
                raise SyntaxProblem(f"{what} if it can be trusted")
            if time.monotonic() > deadline:
                what = f"there are more than {limits.max_seconds:,} seconds of reading"
                raise SyntaxProblem(f"{what}; raise max_seconds of the reading limits if the file can be trusted")
            if part:
                parts.append(part)
            elif not pending and not member.eof:
                raise SyntaxProblem("the file is cut off; get it again")
        following = _NO_PADDING.search(data, at - len(member.unused_data))
        at = following.start() if following else len(data)
    return b"".join(parts)
