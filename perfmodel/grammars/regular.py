"""What of a grammar is regular: patterns made of its terminals, which read the common forms without its parser.

A pattern made here says the same as the grammar does, by construction: its steps are fed to the parser itself, and
before each step stand, as what must not match there, all terminals that the parser's lexer would try first (as long as
none begins with what the grammar ignores). What a
pattern does not take, the grammar may still have.

Making one needs the parser. What was made is kept in ``perfmodel/data/regular`` and counts only as long as the grammar's
text is the one it was made from; without it all is read by the parser.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pkgutil import get_data
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from zlib import crc32

from perfmodel.data import load
from perfmodel.grammars.automaton import rank

if TYPE_CHECKING:
    from lark import Lark

__all__ = ["Maybe", "Step", "compiled", "derived", "endings", "is_kept", "regular", "steps_of"]


class Step(NamedTuple):
    """A terminal, and the name under which a pattern gives its text; none for what only parts the others."""

    terminal: str
    name: str = ""


class Maybe(NamedTuple):
    """Steps that may be left out, all of them together."""

    steps: tuple[Any, ...]


Steps: TypeAlias = "tuple[Step | Maybe, ...]"
# As JSON has it: [name, pattern of the terminal, what must not match before it], or a list of such ones that may be left out.
Plain: TypeAlias = "list[Any]"


def steps_of(lark: Lark, steps: Steps) -> Plain:
    """Return steps with their patterns and guards; ValueError where the grammar does not have them in this order."""
    plain, ends = _walk([lark.parse_interactive("")], steps, _Terminals(lark))
    if not all("$END" in end.accepts() for end in ends):
        raise ValueError(f"the grammar goes on behind {steps[-1]}")
    return plain


class _Terminals:
    """The terminals of a grammar in the order in which its lexer tries them (see Lark's reference of grammars)."""

    def __init__(self, lark: Lark) -> None:
        self.order = [terminal.name for terminal in sorted(lark.terminals, key=rank)]
        self.patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in lark.terminals}

    def before(self, parser: Any, name: str) -> set[str]:
        """Return what the lexer tries before a terminal, in the state in which a parser is."""
        choices = parser.choices()
        return {other for other in self.order[: self.order.index(name)] if other in choices}


def _walk(parsers: list[Any], steps: Steps, terminals: _Terminals) -> tuple[Plain, list[Any]]:
    """Feed steps to parsers, one for each state that it can be in where steps were left out."""
    plain: Plain = []
    for step in steps:
        if isinstance(step, Maybe):
            inner, ends = _walk(parsers, step.steps, terminals)
            plain.append(inner)
            parsers = [*parsers, *ends]
            continue
        guards = set().union(*(terminals.before(parser, step.terminal) for parser in parsers))
        ordered = [terminals.patterns[name] for name in terminals.order if name in guards]
        plain.append([step.name, terminals.patterns[step.terminal], "|".join(ordered)])
        parsers = [_fed(parser, step.terminal) for parser in parsers]
    return plain, parsers


def _fed(parser: Any, terminal: str) -> Any:
    from lark import Token

    if terminal not in parser.accepts():
        raise ValueError(f"the grammar has no {terminal} there")
    copy = parser.copy()
    copy.feed_token(Token(terminal, terminal))
    return copy


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


def endings(pattern: str, before: str) -> str:
    """Return the characters that can stand last in what a pattern matches, before ``before`` and blanks in front of it.

    Raises ValueError for a pattern that says too little about its end.

    >>> endings(r"(?:甲指标|乙)(?:\\(x\\))?\\s{0,4};", ";")
    ')乙标'
    """
    try:
        from re import _parser as parser  # type: ignore[attr-defined]
    except ImportError:  # Python 3.10
        import sre_parse as parser
    found, open_ = _lasts(list(parser.parse(pattern)), before)
    if open_:
        raise ValueError(f"the pattern may be empty before {before!r}")
    return "".join(sorted(found))


def _lasts(tree: list[Any], before: str) -> tuple[set[str], bool]:
    """Return the last characters of a parsed pattern, and whether it may match nothing but blanks and ``before``."""
    found: set[str] = set()
    for kind, content in reversed(tree):
        name = str(kind)
        more: set[str]
        if name == "LITERAL":
            more, open_ = {chr(content)}, chr(content) in before
        elif name == "SUBPATTERN":
            more, open_ = _lasts(list(content[-1]), before)
        elif name == "BRANCH":
            parts = [_lasts(list(part), before) for part in content[1]]
            more, open_ = set().union(*(part for part, _ in parts)), any(empty for _, empty in parts)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            more, open_ = _lasts(list(content[2]), before)
            open_ = open_ or content[0] == 0
        elif (name == "IN" and str(content) == "[(CATEGORY, CATEGORY_SPACE)]") or name in (
            "ASSERT",
            "ASSERT_NOT",
            "AT",
        ):
            more, open_ = set(), True
        else:
            raise ValueError(f"cannot tell the last character of {name}")
        found |= {char for char in more if char not in before}
        if not open_:
            return found, False
    return found, True


def derived(name: str, text: bytes) -> dict[str, Any]:
    """Make what is kept of a grammar, with the sum of the text that it was made from."""
    from perfmodel.grammars import forms

    return {"made_from": crc32(text), **forms.derive(name)}


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
