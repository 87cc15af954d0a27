"""Breaking text into lines as a PDF does: anywhere, but where the joining of lines could not undo it."""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel.source.characters import width

__all__ = ["wrap"]


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the smallest parts that may stand on a line of their own, as offsets.

    A blank cannot be seen at the end of a line, so it keeps what it parts together, unless two ASCII letters meet at
    it: these get it back. Two letters are never parted without one, since they would come back as two words.
    """
    begin = 0
    for at in range(1, len(text)):
        before, here = text[at - 1], text[at]
        if here.isspace():
            if here == " " and _letter(before) and at + 1 < len(text) and _letter(text[at + 1]):
                yield begin, at
                begin = at + 1
            continue
        if before.isspace() or (_letter(before) and _letter(here)):
            continue
        if begin < at:
            yield begin, at
            begin = at
    if begin < len(text):
        yield begin, len(text)


def _letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def wrap(text: str, columns: int | None) -> list[str]:
    """Break a text into lines of at most ``columns`` (a wide character takes two); None keeps it on one line.

    A part that cannot be broken and is wider than that has a line of its own.

    >>> wrap("年度指标值:90%或以上", 8)
    ['年度指标', '值:90%或', '以上']
    >>> wrap("Windows Server 运维", 9)
    ['Windows', 'Server 运', '维']
    """
    if columns is None or width(text) <= columns:
        return [text] if text else []
    lines: list[str] = []
    first = last = size = 0
    for start, end in _parts(text):
        # What stands between two parts, a blank or nothing, stays where they are on one line.
        room = width(text[last:end])
        if first < last and size + room > columns:
            lines.append(text[first:last])
            first, size = start, width(text[start:end])
        else:
            size += room
        last = end
    lines.append(text[first:last])
    return lines
