"""The bytes of a PDF's streams, unpacked within a limit."""

from __future__ import annotations

import re
import zlib
from typing import Any

from perfmodel.files.budget import Budget

__all__ = ["check_streams", "read_stream", "stream_bytes"]

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# zlib makes at most so much of one byte.
_ZLIB_RATIO = 1032
# The dict of a stream stands right before it.
_DICT_REACH = 2000


def stream_bytes(stream: Any, budget: Budget) -> bytes:
    """Return a stream's bytes; raises `ParseError` where they are more than the limit, unpacked."""
    return read_stream(stream, budget)[0]


def read_stream(stream: Any, budget: Budget) -> tuple[bytes, bool]:
    """Return a stream's bytes, and whether they could all be unpacked; raises `ParseError` where they exceed the limit.

    pdfminer gives what it could unpack of a damaged stream, and says nothing.
    """
    filters, raw, whole = stream.get_filters(), stream.rawdata, True
    packed = filters and getattr(filters[0][0], "name", "") in ("FlateDecode", "Fl")
    if raw is not None and packed and getattr(stream, "decipher", None) is None:
        whole = _check(memoryview(raw), budget)
    data = stream.get_data()
    if len(data) > budget.limits.stream_bytes:
        budget.refuse("stream_bytes")
    return bytes(data), whole


def check_streams(data: bytes, budget: Budget) -> None:
    """Raise `ParseError` where a packed stream of a file, other than a picture's, is larger unpacked than the limit.

    pdfminer unpacks the streams that hold objects whenever it needs one of those, whatever comes of it.
    """
    least = budget.limits.stream_bytes // _ZLIB_RATIO
    if len(data) < least:
        return
    view = memoryview(data)
    for found in _STREAM.finditer(data):
        start = found.end()
        end = data.find(b"endstream", start)
        if 0 <= end < start + least:
            continue
        before = data[max(0, found.start() - _DICT_REACH) : found.start()]
        if b"/Image" not in before[max(before.rfind(b" obj"), 0) :]:
            _check(view[start : end if end > 0 else None], budget)


def _check(packed: memoryview, budget: Budget) -> bool:
    """Whether packed bytes can be unpacked to their end; raises `ParseError` where that is more than the limit."""
    limit = budget.limits.stream_bytes
    unpacker, size = zlib.decompressobj(), 0
    try:
        while packed and not unpacker.eof:
            size += len(unpacker.decompress(packed, 1 << 20))
            if size > limit:
                budget.refuse("stream_bytes")
            packed = memoryview(unpacker.unconsumed_tail)
    except zlib.error:
        return False
    return unpacker.eof
