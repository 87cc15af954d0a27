"""A text as it may be shown to a person: nothing hidden, nothing that speaks to a terminal, a caret under a place."""

from __future__ import annotations

import re
import unicodedata

from perfmodel.source.characters import EDITOR_LINE_END, LINE_END, char_width, width
from perfmodel.source.span import Span

__all__ = ["EXCERPT_COLUMNS", "excerpt", "visible", "wrapped"]

EXCERPT_COLUMNS = 100


def _visible(char: str) -> str:
    """One character for one: a control or format character must not reach a terminal."""
    if char == "\t":
        return " "
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp") else char


# What a line begins with, or has in it, that the runner of GitHub Actions takes as a command to itself.
_COMMAND = re.compile(r"(?P<start>\A\s*):(?=:)|#(?=#\[)")

# A word or a wide character, with the signs that may not be parted from it: 《 stays with what follows, 。 with what is before.
_WRAPPED_PIECE = re.compile(r"[（“《]*(?:[!-~]+|[^!-~\s])[，。、；：？！）”》]*\s*")


def visible(text: str) -> str:
    r"""Return the text as it may be shown to a person: line ends and tabs as blanks, control characters as U+FFFD.

    Characters that turn the order of others around, or cannot be encoded, are among them. The text speaks neither to a
    terminal nor, where it begins a line, to the runner of a workflow.

    >>> visible("a\nb\x1b[31mc\u202ed"), visible("::error::")
    ('a b\ufffd[31mc\ufffdd', '\ufffd:error::')
    """
    # What is printable to Python is of none of the categories that are replaced.
    return _without_command(text if text.isprintable() else "".join(map(_visible, LINE_END.sub(" ", text))))


def _without_command(line: str) -> str:
    return _COMMAND.sub(lambda match: f"{match['start'] or ''}\ufffd", line)


def excerpt(text: str, span: Span, columns: int = EXCERPT_COLUMNS) -> str:
    """Return the line in which a span begins and, below it, a caret for each column that the span takes there.

    The caret stands right under wide characters. A long line is cut to about ``columns`` around the place; control
    characters are shown as U+FFFD, so that a hostile file cannot speak to the terminal.

    >>> print(excerpt("单位：万元", Span(3, 5)))
    单位：万元
          ^^^^
    """
    start = min(span.start, len(text))
    reach = 2 * columns
    # Only the neighbourhood is looked at: a line may be fifty megabytes long.
    left = max(0, start - reach)
    for match in EDITOR_LINE_END.finditer(text, left, start):
        left = match.end()
    right_match = EDITOR_LINE_END.search(text, start, min(len(text), start + reach))
    right = right_match.start() if right_match else min(len(text), start + reach)
    before, after = text[left:start], text[start:right]
    if width(before) + width(after) <= columns:
        head, kept = before, len(after)
    else:
        cut = len(before) - _fitting(before[::-1], columns // 2)
        head = ("…" if cut else "") + before[cut:]
        kept = _fitting(after, columns - width(head))
    tail = after[:kept] + ("…" if kept < len(after) else "")
    marked = text[start : max(start, min(span.end, start + kept))]
    line, indent, carets = ("".join(map(_visible, part)) for part in (head + tail, head, marked))
    return f"{_without_command(line)}\n{' ' * width(indent)}{'^' * max(1, width(carets))}"


def _fitting(text: str, columns: int) -> int:
    """Return how many characters of a text fit into a number of columns."""
    for count, char in enumerate(text):
        columns -= char_width(char)
        if columns < 0:
            return count
    return len(text)


def wrapped(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most ``columns``, of which a wide character takes two; words stay whole.

    >>> wrapped("输出格式，如 text、json", 10)
    ['输出格式，', '如 text、', 'json']
    """
    lines = [""]
    for piece in _WRAPPED_PIECE.findall(text):
        if lines[-1] and width(lines[-1]) + width(piece.rstrip()) > columns:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]
