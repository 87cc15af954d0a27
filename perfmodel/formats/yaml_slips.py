"""Common slips in YAML: what is wrong with a line, and how to mend it.

PyYAML says what its grammar did not find, often a line later. This module looks at the lines around, the nearest first, for what
usually goes wrong in these files: a full-width colon or one without a space after it, a value that begins with a character that
YAML reserves, a tab, a wrong indentation, a quotation mark that is not closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from attrs import frozen

from perfmodel.formats.nodes import Node, Scalar
from perfmodel.formats.schema import KIND_KEY
from perfmodel.formats.syntax_words import yaml_words
from perfmodel.model.fields import CLASSES, keys_of
from perfmodel.source.span import Span

__all__ = ["Slip", "empty_block", "slip_in_error", "slip_in_key", "slip_in_lines", "slip_in_stretch", "slip_in_value"]

# Lines before the one where the parser stopped in which an open quote is looked for.
_LINES_BACK = 200
_SETTINGS_KEYS = ("rules", "settings", "profile", "select", "ignore", "extends", "english", r"[A-Z][0-9]{2}")
# Words that prose has too begin a line without being a key.
_SHORTEST_CHINESE_KEY = 4
_WIDE_BLANKS = "[ \t\u3000\xa0]*"
_LINE_INDENT = re.compile(_WIDE_BLANKS)
_LIST_DASHES = re.compile("(?:-[ \t]+)*")
_WIDE_DASHES = frozenset("－—–")
_KEY_AND_VALUE = re.compile(
    rf"(?P<key>[^:：]{{1,60}}?)[\"']?(?P<colon>{_WIDE_BLANKS}[：:])(?P<blank>{_WIDE_BLANKS})(?P<value>.*)"
)
_CLOSED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_COLON_INSIDE = re.compile(r":(?=[ \t]|$)")
# What a value cannot begin with unless it is in quotes.
_SIGNS = re.compile(r"[>|%@`*&!\]}\[{,]|[-?](?=[ \t]|$)")
# What does begin with one of them, and rightly: the head of a block of text, a list or a mapping on one line.
_PROPER = re.compile(r"(?:[>|][-+1-9]{0,2}|\[.*\]|\{.*\})[ \t]*(?:#.*)?")
_BLOCK_HEADER_WITH_DIGIT = re.compile(r"[>|](?:[-+][1-9]|[1-9][-+]?)")
# What PyYAML notices on a line behind the one that is wrong: what began there was to go on, or to be closed.
_NOTICED_LATE = re.compile(r"could not find expected ':'|expected ',' or '[\]}]'")


@frozen
class Slip:
    """What is wrong at a place, in both languages.

    >>> slip_in_lines("annual: >90%", 8, 8, "").zh
    '值以“>”开头，在 YAML 里另有意义；请给整个值加引号'
    """

    span: Span
    zh: str
    en: str


@cache
def _known_key() -> re.Pattern[str]:
    return re.compile("|".join([*_names(), *_SETTINGS_KEYS]))


@cache
def _swallowed_key() -> re.Pattern[str]:
    """A key that begins another line of a value: it was to be a key of its own."""
    names = [name for name in _names() if name.isascii() or len(name) >= _SHORTEST_CHINESE_KEY]
    return re.compile(rf"[\r\n]{_WIDE_BLANKS}(?:-[ \t]+)*(?P<key>{'|'.join(names)}){_WIDE_BLANKS}[:：]")


def _names() -> list[str]:
    names = {*KIND_KEY, *(name for kind in CLASSES for key in keys_of(kind) for name in (key.name, key.zh))}
    return sorted(names, key=len, reverse=True)


def slip_in_error(text: str, offset: int, problem: str, context: int | None = None, doing: str = "") -> Slip:
    """Return what is wrong with a YAML text that PyYAML refuses at an offset.

    ``problem`` is what it says; ``doing`` what it was about, which began at ``context``.
    """
    hidden = "characters are not allowed" in problem
    if not hidden:
        found = slip_in_lines(text, offset, offset if context is None else context, f"{doing}: {problem}")
        if found is not None:
            return found
        if context is not None and _NOTICED_LATE.search(problem) and "\n" in text[context:offset]:
            offset = context
    zh, en = yaml_words(problem)
    if hidden and offset < len(text):
        code = f"U+{ord(text[offset]):04X}"
        zh, en = f"{zh}（{code}）", f"{en} ({code})"
    return Slip(Span(offset, min(offset + 1, len(text))), zh, en)


def slip_in_lines(text: str, offset: int, context: int, problem: str) -> Slip | None:
    """Return the slip that is nearest before an offset; None where none is known."""
    if re.search("end of stream|document (?:separator|indicator)", problem):
        return _open_quote(context)
    if "flow" in problem:  # inside brackets: what is missing is known, not which value began with one by mistake
        return None
    lines = list(_lines_back(text, offset))
    needs_colon = "could not find expected ':'" in problem
    for at, (start, line) in enumerate(lines[:2] if not needs_colon else lines):
        here = at == 0
        slip = (_wrong_indent(start, line) if here else None) or _wrong_pair(
            start, line, here, needs_colon and start <= context < start + len(line) + 1
        )
        if slip is not None:
            return slip
        if start <= context and not here:
            break
    for at, (start, line) in enumerate(lines[1:], 1):
        quote = _quote_at_end(line)
        if quote is not None and _known_lines(lines[:at]):
            return _open_quote(start + quote)
        if start <= context:
            break
    return _misplaced(lines, offset, problem)


def _lines_back(text: str, offset: int) -> Iterator[tuple[int, str]]:
    """Yield lines that are not blank, with where they begin, from the one of an offset back."""
    end = re.compile(r"[\r\n]|$").search(text, offset)
    stop = len(text) if end is None else end.start()
    for _line in range(_LINES_BACK):
        start = max(text.rfind("\n", 0, stop), text.rfind("\r", 0, stop)) + 1
        if text[start:stop].strip() and not text[start:stop].lstrip().startswith("#"):
            yield start, text[start:stop]
        if start == 0:
            return
        stop = start - 1


def _wrong_indent(start: int, line: str) -> Slip | None:
    indent = _LINE_INDENT.match(line)
    blanks = "" if indent is None else indent[0]
    for sign, zh, en in (
        ("\t", "缩进用了制表符（Tab）；请改用空格", "a tab in the indentation: use spaces"),
        ("\u3000", "缩进用了全角空格；请改用半角空格", "a full-width space in the indentation: use ordinary spaces"),
        ("\xa0", "缩进用了不换行空格；请改用普通空格", "a no-break space in the indentation: use ordinary spaces"),
    ):
        at = blanks.find(sign)
        if at >= 0:
            return Slip(Span(start + at, start + at + 1), zh, en)
    return None


def _wrong_pair(start: int, line: str, here: bool, sure: bool) -> Slip | None:
    """What is wrong with a line that was to be a key with its value; ``sure`` is whether it is known to be none."""
    at = len(line) - len(line.lstrip())
    if line.startswith("-", at) and _known_key().match(line, at + 1):
        return Slip(Span(start + at, start + at + 1), "“-”后应有一个空格", "a space is missing after “-”")
    if line[at : at + 1] in _WIDE_DASHES and _known_key().match(line[at + 1 :].lstrip()):
        return Slip(
            Span(start + at, start + at + 1),
            "列表的“-”为全角；请改为半角的“- ”",
            "a full-width dash: write “- ” instead",
        )
    dashes = _LIST_DASHES.match(line, at)
    at = at if dashes is None else dashes.end()
    match = _KEY_AND_VALUE.match(line, at)
    if match is None:
        return None
    known = _known_key().fullmatch(match["key"].strip("\"' \t")) is not None
    colon = start + match.end("colon") - 1
    slip = _wrong_colon(match, colon) if known or sure else None
    if slip is not None or match["colon"][-1] != ":" or not match["blank"]:
        return slip
    return _wrong_value(match["value"], start + match.start("value"), here)


def _wrong_colon(match: re.Match[str], at: int) -> Slip | None:
    span = Span(at, at + 1)
    if match["colon"].endswith("："):
        return Slip(span, "冒号为全角“：”；请改为半角冒号加一个空格“: ”", "a full-width colon: write “: ” instead")
    if match["value"] and not match["blank"]:
        return Slip(span, "冒号后应有一个空格", "a space is missing after the colon")
    if match["blank"].strip(" \t"):
        return Slip(
            span,
            "冒号后为全角或不换行空格；请改为半角空格",
            "a full-width or no-break space after the colon: use an ordinary space",
        )
    return None


def _wrong_value(value: str, at: int, here: bool) -> Slip | None:
    if value.startswith(("'", '"')):
        closed = _CLOSED.match(value)
        if closed is None:
            return None
        rest = value[closed.end() :]
        if rest.strip() and not rest.lstrip().startswith("#"):
            return Slip(
                Span(at + closed.end(), at + len(value)),
                "引号后另有文字；请用另一种引号括起整个值",
                "text after the closing quotation mark: put the whole value in quotes of the other kind",
            )
        return None
    sign = _SIGNS.match(value)
    if sign is not None and here and not _PROPER.fullmatch(value):
        return _sign_first(sign[0], at)
    inside = _COLON_INSIDE.search(value)
    if inside is not None and sign is None:
        return Slip(
            Span(at + inside.start(), at + inside.end()),
            "值里有“: ”（半角冒号加空格）；请给整个值加引号，或改用全角冒号",
            "“: ” inside the value: put the whole value in quotes",
        )
    return None


def _quote_at_end(line: str) -> int | None:
    """Where a value's quote opens that is not closed in the line."""
    dashes = _LIST_DASHES.match(line, len(line) - len(line.lstrip()))
    match = _KEY_AND_VALUE.match(line, 0 if dashes is None else dashes.end())
    if match is None or not match["value"].startswith(("'", '"')) or _CLOSED.match(match["value"]):
        return None
    return match.start("value")


def _known_lines(lines: list[tuple[int, str]]) -> bool:
    return any(_known_key().match(line.lstrip(" -")) for _start, line in lines)


def _open_quote(at: int) -> Slip:
    return Slip(Span(at, at + 1), "引号没有闭合", "a quotation mark is not closed")


def _misplaced(lines: list[tuple[int, str]], offset: int, problem: str) -> Slip | None:
    """An indentation that is none of those before: what remains where the line itself is right."""
    if not lines or not re.search(r"not allowed|expected key|expected '-'|block end", problem):
        return None
    start, line = lines[0]
    first = start + len(line) - len(line.lstrip())
    # A whole line is out of place where the parser stopped at its beginning, or at its first colon.
    if offset != first and (_KEY_AND_VALUE.match(line.lstrip(" -")) is None or "values are not allowed" not in problem):
        return None
    zh, en = "缩进有误；同级的键应左对齐", "wrong indentation: keys of one level begin in the same column"
    return Slip(Span(first, min(first + 1, start + len(line))), zh, en)


def slip_in_key(key: Scalar) -> Slip | None:
    """Return the slip by which a key is none that is known; None where it has no such sign.

    >>> slip_in_key(Scalar("名称：会议费", 0, 6)).en
    'a full-width colon: write “: ” instead'
    """
    if key.style:
        return None
    return _wrong_indent(key.start, key.text) or _wrong_pair(key.start, key.text, False, False)


def slip_in_value(node: Node, text: str) -> Slip | None:
    """Return the slip by which a value swallowed a key: of its own line, or of a line behind.

    >>> slip_in_value(Scalar("name:会议费", 2, 10), "- name:会议费").en
    'a space is missing after the colon'
    """
    if not isinstance(node, Scalar) or node.style:
        return None
    return _wrong_pair(node.start, node.text, False, True) or slip_in_stretch(text, node.start, node.end)


def slip_in_stretch(text: str, start: int, end: int) -> Slip | None:
    """Return the slip by which a value of several lines has a key in one of them."""
    match = _swallowed_key().search(text, start, end)
    if match is None:
        return None
    zh = "这一行并入了上面的值：缩进有误，或冒号不是“: ”；若本是文字，请给整个值加引号"
    en = "this line became part of the value above: wrong indentation, or no “: ”; if it is text, put the whole value in quotes"
    return Slip(Span(*match.span("key")), zh, en)


def empty_block(text: str, start: int) -> Slip | None:
    """Return the slip by which ``>5`` is taken for the head of a text that does not come.

    >>> empty_block("annual: >5", 8).en
    'the value begins with “>”, which means something else in YAML: put it in quotes'
    """
    return _sign_first(text[start], start) if _BLOCK_HEADER_WITH_DIGIT.match(text, start) else None


def _sign_first(sign: str, at: int) -> Slip:
    return Slip(
        Span(at, at + 1),
        f"值以“{sign}”开头，在 YAML 里另有意义；请给整个值加引号",
        f"the value begins with “{sign}”, which means something else in YAML: put it in quotes",
    )
