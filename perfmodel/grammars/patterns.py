"""The part of a grammar that is a regular language: patterns made of its terminals, which read without its parser.

Such a pattern says the same as the grammar by construction: ``derive.py`` feeds its steps to the parser, and puts before
each step, as what must not match there, all terminals that the parser's lexer would try first. (This holds as long as no
terminal begins with what the grammar ignores.) A text that the pattern does not match, the grammar may still have.

Deriving a pattern takes Lark. What was derived is kept in ``perfmodel/data/regular`` with a checksum of the grammar's
files, and is used only as long as they are the same; a changed grammar is read by its parser alone.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pkgutil import get_data
from typing import TYPE_CHECKING, Any
from zlib import crc32

from perfmodel.data import load

if TYPE_CHECKING:
    from perfmodel.grammars.pattern_steps import PlainSteps

__all__ = ["checksum", "compiled", "is_kept", "regular"]

# An opening bracket that makes a group without a name; escapes and classes of characters are passed over.
_NUMBERED_GROUP = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(\()(?!\?)", re.DOTALL)
# %import .words (A, B)
_IMPORTED_FILE = re.compile(rb"^%import[ \t]+\.([a-z_]+)", re.MULTILINE)


def compiled(steps: PlainSteps, ignore: str) -> re.Pattern[str]:
    """Compile steps; ``ignore`` is the expression of what may stand between them. The groups are the named steps.

    A step matches as its terminal does alone: it gives no character back to let a later step match.

    >>> pattern = compiled([["", "a+", ""], [["b", "b", ""]], ["", "c", "cc"]], r"\\s+")
    >>> [bool(pattern.fullmatch(text)) for text in ("aac", "a b c", "aacc")]
    [True, True, False]
    """
    counter = iter(range(1000))
    gap = re.sub(r"(\\[a-z]|\[[^\]]*\])\+\Z", r"\1*", ignore) if re.fullmatch(r"\\[a-z]\+|\[[^\]]*\]\+", ignore) else ""
    between = gap or _atomic(f"(?:{ignore})*", counter)
    return re.compile(_expression(steps, between, counter) + between)


def _expression(steps: PlainSteps, between: str, counter: Any) -> str:
    text = ""
    for step in steps:
        if isinstance(step[0], list):
            text += f"(?:{_expression(step, between, counter)})?"
            continue
        name, pattern, guard = step[0], *(_NUMBERED_GROUP.sub(_without_number, part) for part in step[1:])
        group = f"(?P<{name}>{pattern})" if name else f"(?:{pattern})"
        text += between + (f"(?!{guard})" if guard else "") + _atomic(group, counter)
    return text


def _without_number(match: re.Match[str]) -> str:
    return "(?:" if match[1] else match[0]


def _atomic(pattern: str, counter: Any) -> str:
    """Return a pattern that gives nothing back; Python has an atomic group since 3.11, before that a lookahead does it."""
    if sys.version_info >= (3, 11):
        return f"(?>{pattern})"
    name = f"_{next(counter)}"
    return f"(?=(?P<{name}>{pattern}))(?P={name})"


def checksum(name: str) -> int:
    """Return the checksum of ``name.lark`` and of all files of its folder that it imports.

    >>> checksum("target") == regular("target")["made_from"]
    True
    """
    total, seen, files = 0, {name}, [name]
    for file in files:  # grows as imports are met
        text = get_data("perfmodel.grammars", f"{file}.lark") or b""
        total = crc32(text, total)
        for imported in _IMPORTED_FILE.findall(text):
            other = imported.decode("ascii")
            if other not in seen:
                seen.add(other)
                files.append(other)
    return total


@cache
def regular(name: str) -> dict[str, Any]:
    """Return what ``data/regular`` keeps of a grammar, or the terminals alone where the grammar has changed since.

    ``terminals`` are the regular expressions by name, ``ignore`` the one of what is passed over, ``flat`` the grammar in
    one text without imports; of indicators also ``printed``, the form that Guangdong's tables print, ``endings`` of what
    begins one, and the ``labels`` of its columns.
    The tests hold what is kept to the parser of the grammar that they ran with, so a changed grammar is read by its
    parser alone until ``python -m tests.regular_patterns`` has derived everything anew.

    >>> sorted(regular("indicator"))
    ['endings', 'flat', 'ignore', 'labels', 'made_from', 'printed', 'terminals']
    """
    kept: dict[str, Any] = load(f"regular/{name}.json")
    if kept["made_from"] == checksum(name):
        return kept
    from perfmodel.grammars.lark_files import terminals_of

    return {"terminals": terminals_of(name)}


def is_kept(name: str) -> bool:
    """Tell whether what ``data/regular`` keeps is of this very grammar, so that the fast ways of reading may be used.

    >>> is_kept("target")
    True
    """
    return "made_from" in regular(name)
