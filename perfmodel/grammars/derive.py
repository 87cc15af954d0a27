"""Making patterns of a grammar's terminals, and guards for them, by feeding its parser: what `regular` reads by.

Each step is fed to the parser itself; what must not match before it are all terminals that the lexer would try first in
any of the states that the parser can be in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from perfmodel.grammars.lalr import rank
from perfmodel.grammars.patterns import Plain

if TYPE_CHECKING:
    from lark import Lark

__all__ = ["Maybe", "Step", "endings", "steps_of"]


class Step(NamedTuple):
    """A terminal, and the name under which a pattern gives its text; none for what only parts the others."""

    terminal: str
    name: str = ""


class Maybe(NamedTuple):
    """Steps that may be left out, all of them together."""

    steps: tuple[Any, ...]


Steps: TypeAlias = "tuple[Step | Maybe, ...]"


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
