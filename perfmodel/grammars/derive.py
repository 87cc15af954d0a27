"""Deriving from a grammar what ``data/regular`` keeps of it; run by ``python -m tests.regular_patterns``.

A form (a row of terminals) is fed to Lark's parser step by step. What must not match before a step are all terminals that
the lexer would try first in any of the states that the parser can be in.
"""

from __future__ import annotations

import re
from pkgutil import get_data
from typing import TYPE_CHECKING, Any

from perfmodel.grammars.lalr import rank
from perfmodel.grammars.lark_files import STARTS, grammar_of_files, terminals_of
from perfmodel.grammars.pattern_steps import Maybe, PlainSteps, Step, Steps
from perfmodel.grammars.patterns import checksum

if TYPE_CHECKING:
    from lark import Lark

__all__ = ["PRINTED_INDICATOR", "derived", "endings", "flattened", "labels_of", "steps_of"]

# 1、1-产出指标；11-数量指标；名称；实施周期指标值:…；年度指标值:…。
PRINTED_INDICATOR = (
    Maybe((Step("NUMBER", "number"),)),
    Step("LEVEL1", "level1"),
    Step("_SEP"),
    Step("LEVEL2", "level2"),
    Step("_SEP"),
    Step("NAME", "name"),
    Step("_SEP"),
    Maybe((Step("_WHOLE_PERIOD"), Step("VALUE", "whole_period"), Step("_SEP"))),
    Step("_ANNUAL"),
    Step("VALUE", "annual"),
    Maybe((Step("_PART", "stop"),)),
)


def derived(name: str) -> dict[str, Any]:
    """Return all that ``data/regular/NAME.json`` is to hold; see `perfmodel.grammars.patterns.regular`.

    >>> derived("target")["terminals"]["NIAN"]
    '年'
    """
    lark = grammar_of_files(name, "start")
    found: dict[str, Any] = {
        "made_from": checksum(name),
        "terminals": terminals_of(name),
        "ignore": "|".join(lark.get_terminal(ignored).pattern.to_regexp() for ignored in lark.ignore_tokens),
        "flat": flattened(name),
    }
    if name == "indicator":
        found["printed"] = steps_of(lark, PRINTED_INDICATOR)
        found["endings"] = endings(found["terminals"]["INDICATOR_START"], ";")
        found["labels"] = labels_of(found["terminals"])
    return found


# A rule, with the lines of its alternatives: it begins with a small letter.
_RULE = re.compile(r"^[?!]?_?[a-z].*\n(?:[ \t]+.*\n)*", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]*//.*")
_SLASH_TO_ESCAPE = re.compile(r"(\\.)|/|\n", re.DOTALL)


def flattened(name: str) -> str:
    """Return a grammar as one text: its rules, and each of their terminals written out as one string or expression.

    Lark builds the same parser of it as of the files, and is spared the words and terminals that terminals are made of.

    >>> "%import" in flattened("target"), 'OVER.8: "分之"' in flattened("target")
    (False, True)
    """
    text = (get_data("perfmodel.grammars", f"{name}.lark") or b"").decode("utf-8")
    parts = [_COMMENT.sub("", rule) for rule in _RULE.findall(text)]
    terminals = {term.name: term for start in STARTS[name] for term in grammar_of_files(name, start).terminals}
    for term in terminals.values():
        if not term.name.startswith("__"):  # what Lark calls the terminals that have no name
            priority = f".{term.priority}" if term.priority else ""
            parts.append(f"{term.name}{priority}: {_literal(term.pattern)}\n")
    ignored = [f"%ignore {_literal(term.pattern)}" for term in terminals.values() if term.name.startswith("__IGNORE")]
    return "".join(parts) + "\n".join(ignored)


def _literal(pattern: Any) -> str:
    """Return a terminal's pattern as a grammar has it: in quotes, or between strokes."""
    value: str = pattern.value
    if pattern.type == "str":
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "/" + _SLASH_TO_ESCAPE.sub(_escaped, value) + "/"


def _escaped(match: re.Match[str]) -> str:
    return match[1] or {"/": "\\/", "\n": "\\n"}[match[0]]


def steps_of(lark: Lark, steps: Steps) -> PlainSteps:
    """Return steps with their patterns and guards; raise ValueError where the grammar does not have them in this order."""
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
        """Return the terminals that the lexer tries before ``name``, in the state that a parser is in."""
        choices = parser.choices()
        return {other for other in self.order[: self.order.index(name)] if other in choices}


def _walk(parsers: list[Any], steps: Steps, terminals: _Terminals) -> tuple[PlainSteps, list[Any]]:
    """Feed steps to parsers, one for each state there can be where steps were left out; return the parsers behind them."""
    plain: PlainSteps = []
    for step in steps:
        if isinstance(step, Maybe):
            inner, ends = _walk(parsers, step.steps, terminals)
            plain.append(inner)
            parsers = [*parsers, *ends]
            continue
        guards = set().union(*(terminals.before(parser, step.terminal) for parser in parsers))
        ordered = [terminals.patterns[name] for name in terminals.order if name in guards]
        plain.append([step.name, terminals.patterns[step.terminal], "|".join(ordered)])
        parsers = [_advanced(parser, step.terminal) for parser in parsers]
    return plain, parsers


def _advanced(parser: Any, terminal: str) -> Any:
    """Return a copy of a parser that has taken a terminal."""
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
    found, open_ = _last_characters(_parsed(pattern), before)
    if open_:
        raise ValueError(f"the pattern may be empty before {before!r}")
    return "".join(sorted(found))


def labels_of(terminals: dict[str, str]) -> dict[str, list[str]]:
    """Return the labels of columns among terminals, by the rule that each begins: those with ``_`` that end in a colon.

    Blanks and brackets that may be left out are left out.

    >>> labels_of({"_UNIT": r"(?:甲|乙\\(丙\\))(丁)?\\s{0,4}(\\([^)]{1,6}\\))?:", "VALUE": "戊:"})
    {'unit': ['甲', '甲丁', '乙(丙)', '乙(丙)丁']}
    """
    labels = {name[1:].lower(): pattern for name, pattern in terminals.items() if name[0] == "_" and pattern[-1] == ":"}
    return {name: [text[:-1] for text in _texts(_parsed(pattern))] for name, pattern in labels.items()}


def _texts(tree: list[Any]) -> list[str]:
    found = [""]
    for kind, content in tree:
        name = str(kind)
        if name == "LITERAL":
            more = [chr(content)]
        elif name == "SUBPATTERN":
            more = _texts(list(content[-1]))
        elif name == "BRANCH":
            more = [text for part in content[1] for text in _texts(list(part))]
        elif name == "MAX_REPEAT" and content[0] == 0:
            said = all(str(inner) != "SUBPATTERN" or _is_words(list(part[-1])) for inner, part in content[2])
            more = ["", *_texts(list(content[2]))] if content[1] == 1 and said else [""]
        else:
            raise ValueError(f"a label's pattern has {name}")
        found = [text + end for text in found for end in more]
    return found


def _is_words(tree: list[Any]) -> bool:
    return all(str(kind) == "LITERAL" for kind, _ in tree)


def _parsed(pattern: str) -> list[Any]:
    try:
        from re import _parser as parser  # type: ignore[attr-defined]
    except ImportError:  # Python 3.10
        import sre_parse as parser
    return list(parser.parse(pattern))


def _last_characters(tree: list[Any], before: str) -> tuple[set[str], bool]:
    """Return the last characters of a parsed pattern, and whether it may match nothing but blanks and ``before``."""
    found: set[str] = set()
    for kind, content in reversed(tree):
        name = str(kind)
        more: set[str]
        if name == "LITERAL":
            more, open_ = {chr(content)}, chr(content) in before
        elif name == "SUBPATTERN":
            more, open_ = _last_characters(list(content[-1]), before)
        elif name == "BRANCH":
            parts = [_last_characters(list(part), before) for part in content[1]]
            more, open_ = set().union(*(part for part, _ in parts)), any(empty for _, empty in parts)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            more, open_ = _last_characters(list(content[2]), before)
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
