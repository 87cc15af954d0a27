"""The tokens of a page's content: operators with what they are applied to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["Name", "operations"]


class Name(str):
    """A name of PDF, as ``/F1``: no text."""

    __slots__ = ()


_CONTENT_TOKEN = re.compile(
    rb"""[\0\t\n\f\r ]*(?:
        (?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?![^\0\t\n\f\r \[\]<>(){}/%A-Za-z'"*]))
      | (?P<operator>[A-Za-z'"][A-Za-z0-9'"*]*)
      | /(?P<name>[^\0\t\n\f\r \[\]<>(){}/%]*)
      | <(?P<hex>[0-9A-Fa-f\0\t\n\f\r ]*)>
      | \((?P<string>[^()\\\r]*)\)
      | (?P<mark>\[|\]|<<|>>)
      | (?P<nested>\()
      | (?P<comment>%[^\r\n]*)
      | (?P<junk>[^\0\t\n\f\r \[\]<>(){}/%]+|.)
    )""",
    re.VERBOSE | re.DOTALL,
)
_NUMBER_IN_JUNK = re.compile(rb"[+-]*([+-]?[0-9]*\.?[0-9]+)")
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PARENTHESIS = re.compile(rb"[()]|\\.", re.DOTALL)
_STRING_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|\r|\n)|(.))|(\r\n|\r)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# An inline image ends where EI stands alone and what follows looks like content again.
_IMAGE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|\Z)")
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")
# Nobody gives an operator more; what is more is junk that would pile up.
_MOST_OPERANDS = 200
_MOST_NESTED = 50


def operations(data: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    r"""Yield the operators of a page's content, each with its operands: numbers, bytes, `Name`, lists, dicts.

    The list of operands is emptied behind each. Inline images come as ``BI``; their bytes are passed over.

    >>> [(operator, list(operands)) for operator, operands in operations(b"/F1 9 Tf [(a\\(b)-20 <4142>] TJ")]
    [(b'Tf', ['F1', 9.0]), (b'TJ', [[b'a(b', -20.0, b'AB']])]
    """
    operands: list[Any] = []
    stack: list[list[Any]] = []
    current = operands
    match, at, end = _CONTENT_TOKEN.match, 0, len(data)
    while at < end:
        found = match(data, at)
        if found is None:
            return
        at = found.end()
        kind = found.lastgroup
        if kind == "number":
            current.append(float(found["number"]))
        elif kind == "operator":
            operator = found["operator"]
            if operator in _CONSTANTS:
                current.append(_CONSTANTS[operator])
                continue
            if stack:  # a bracket that was never closed
                stack.clear()
                current = operands
            if operator == b"ID":
                ending = _IMAGE_END.search(data, at)
                at = end if ending is None else ending.end()
                operator = b"BI"
            elif operator == b"BI":
                continue
            yield operator, operands
            operands.clear()
        elif kind == "hex":
            current.append(_hex(found["hex"]))
        elif kind == "string":
            current.append(found["string"])
        elif kind == "name":
            current.append(_name(found["name"]))
        elif kind == "mark":
            mark = found["mark"]
            if mark in (b"[", b"<<"):
                if len(stack) < _MOST_NESTED:
                    stack.append(current)
                    current = []
            elif stack:
                closed, current = current, stack.pop()
                current.append(closed if mark == b"]" else _dict(closed))
        elif kind == "nested":
            text, at = _string(data, at)
            current.append(text)
        elif kind == "junk" and (number := _NUMBER_IN_JUNK.match(found["junk"])):
            current.append(float(number[1]))
        if len(current) > _MOST_OPERANDS and not stack:
            del current[:-_MOST_OPERANDS]


_CONSTANTS = {b"true": True, b"false": False, b"null": None}


def _name(raw: bytes) -> Name:
    if b"#" in raw:
        raw = _NAME_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), raw)
    try:
        return Name(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return Name(raw.decode("latin-1"))


def _hex(digits: bytes) -> bytes:
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        digits = _NOT_HEX.sub(b"", digits)
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _dict(items: list[Any]) -> dict[str, Any]:
    return {key: value for key, value in zip(items[::2], items[1::2]) if isinstance(key, Name)}  # noqa: B905


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    """A string with escapes or brackets in it, from behind its opening bracket; and where it ends."""
    depth, start = 1, at
    for found in _PARENTHESIS.finditer(data, at):
        if found[0] == b"(":
            depth += 1
        elif found[0] == b")":
            depth -= 1
            if not depth:
                return _STRING_ESCAPE.sub(_unescape, data[start : found.start()]), found.end()
    return b"", len(data)


def _unescape(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 255])
    if match[3]:
        return _ESCAPED.get(match[3], match[3])
    return b"\n" if match[4] else b""
