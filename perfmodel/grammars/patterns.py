"""What of a grammar is regular: patterns made of its terminals, which read the common forms without its parser.

A pattern made here says the same as the grammar does, by construction: its steps are fed to the parser itself, and
before each step stand, as what must not match there, all terminals that the parser's lexer would try first (as long as
none begins with what the grammar ignores); see `deriving`. What a pattern does not take, the grammar may still have.

Making one needs the parser. What was made is kept in ``perfmodel/data/regular`` and counts only as long as the grammar's
text is the one it was made from; without it all is read by the parser.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pkgutil import get_data
from typing import Any, TypeAlias
from zlib import crc32

from perfmodel.data import load

__all__ = ["Plain", "compiled", "is_kept", "regular"]


# As JSON has it: [name, pattern of the terminal, what must not match before it], or a list of such ones that may be left out.
Plain: TypeAlias = "list[Any]"


# An opening bracket that makes a group without a name; escapes and classes of characters are passed over.
_GROUP = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(\()(?!\?)", re.DOTALL)


def compiled(plain: Plain, ignore: str) -> re.Pattern[str]:
    """Return the pattern of steps; ``ignore`` is what may stand between them. Its groups are those that have a name.

    A terminal takes what it takes: no step gives characters back to let a later one match.

    >>> pattern = compiled([["", "a+", ""], [["b", "b", ""]], ["", "c", "cc"]], r"\\s+")
    >>> [bool(pattern.fullmatch(text)) for text in ("aac", "a b c", "aacc")]
    [True, True, False]
    """
    counter = iter(range(1000))
    gap = re.sub(r"(\\[a-z]|\[[^\]]*\])\+\Z", r"\1*", ignore) if re.fullmatch(r"\\[a-z]\+|\[[^\]]*\]\+", ignore) else ""
    between = gap or _whole(f"(?:{ignore})*", counter)
    return re.compile(_joined(plain, between, counter) + between)


def _joined(plain: Plain, between: str, counter: Any) -> str:
    text = ""
    for entry in plain:
        if isinstance(entry[0], list):
            text += f"(?:{_joined(entry, between, counter)})?"
            continue
        name, pattern, guard = entry[0], *(_GROUP.sub(_without_number, part) for part in entry[1:])
        taken = f"(?P<{name}>{pattern})" if name else f"(?:{pattern})"
        text += between + (f"(?!{guard})" if guard else "") + _whole(taken, counter)
    return text


def _without_number(match: re.Match[str]) -> str:
    return "(?:" if match[1] else match[0]


def _whole(pattern: str, counter: Any) -> str:
    """A pattern that gives nothing back; Python has a way to say so since 3.11."""
    if sys.version_info >= (3, 11):
        return f"(?>{pattern})"
    name = f"_{next(counter)}"
    return f"(?=(?P<{name}>{pattern}))(?P={name})"


@cache
def regular(name: str) -> dict[str, Any]:
    """Return what is regular in a grammar: all that is kept of it, or its terminals alone where it has changed since.

    What is read without the parser is held to the parser by tests, and those are of the grammar that they ran with. So a
    changed one is read by the parser only, until what is kept is written down anew.

    >>> sorted(regular("indicator"))
    ['endings', 'ignore', 'made_from', 'printed', 'terminals']
    """
    text = get_data("perfmodel.grammars", f"{name}.lark") or b""
    kept: dict[str, Any] = load(f"regular/{name}.json")
    if kept["made_from"] == crc32(text):
        return kept
    from perfmodel.grammars import forms

    return {"terminals": forms.terminals_of(name)}


def is_kept(name: str) -> bool:
    """Tell whether a grammar is the one that what is kept of it was made from, so that there are fast ways to read by it.

    >>> is_kept("target")
    True
    """
    return "made_from" in regular(name)
