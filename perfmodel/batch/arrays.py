"""Arrow arrays of Python values, made of their buffers as the Arrow format lays them out.

``pyarrow.array`` would do the same, but imports pandas where that is installed: 35 MB in each worker, and the time to
import it. Layout: https://arrow.apache.org/docs/format/Columnar.html
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal
from itertools import accumulate
from typing import Any

from perfmodel._internal.optional import require
from perfmodel.batch.datasets import DATASET_SCALE, arrow_types
from perfmodel.frames.records import held

__all__ = ["array_of"]

_EPOCH = date(1970, 1, 1).toordinal()
_WIDE_CONTEXT = Context(prec=2 * 38)
_TYPE_CODES = {"int": "q", "date": "i", "double": "d"}


def array_of(kind: str, values: Sequence[Any]) -> Any:
    """Return the Arrow array of values, None for null: ``text``, ``int``, ``bool``, ``date``, ``decimal`` or ``double``.

    Decimals must have the scale of the datasets, and at most 38 digits; integers must fit into 64 bits. Text that UTF-8
    cannot hold is taken as `held` has it.

    >>> array_of("text", ["会议费", None]).to_pylist(), array_of("bool", [True, None, False]).to_pylist()
    (['会议费', None], [True, None, False])
    """
    arrow = require("pyarrow", "arrow")
    valid = _bits([value is not None for value in values])
    if kind == "text":
        encoded = [b"" if value is None else _utf8(value) for value in values]
        offsets = array("i", accumulate(map(len, encoded), initial=0))
        buffers: list[Any] = [valid, offsets, b"".join(encoded)]
    elif kind == "bool":
        buffers = [valid, _bits(values)]
    elif kind == "decimal":
        pieces = (b"\0" * 16 if value is None else _decimal_bytes(value) for value in values)
        buffers = [valid, b"".join(pieces)]
    else:
        if kind == "date":
            values = [None if value is None else value.toordinal() - _EPOCH for value in values]
        buffers = [valid, array(_TYPE_CODES[kind], (value or 0 for value in values))]
    return arrow.Array.from_buffers(arrow_types()[kind], len(values), [arrow.py_buffer(one) for one in buffers])


def _bits(flags: Sequence[object]) -> bytes:
    """Return a bitmap, the first flag in the lowest bit of the first byte."""
    digits = "".join(["1" if flag else "0" for flag in reversed(flags)])
    return int(digits or "0", 2).to_bytes((len(flags) + 7) // 8, "little")


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return held(text).encode()


def _decimal_bytes(number: Decimal) -> bytes:
    return int(number.scaleb(DATASET_SCALE, context=_WIDE_CONTEXT)).to_bytes(16, sys.byteorder, signed=True)
