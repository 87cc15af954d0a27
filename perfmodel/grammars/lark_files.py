"""The grammars as their files have them now: Lark's parsers, and the terminals. It is from these that all else is derived."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Lark

__all__ = ["STARTS", "grammar_of_files", "terminals_of"]

# The rules that texts are parsed from, for each grammar.
STARTS: dict[str, tuple[str, ...]] = {"indicator": ("start", "beginning"), "target": ("start",)}


@cache
def grammar_of_files(name: str, start: str) -> Lark:
    """Return Lark's parser of ``name.lark`` and the files that it imports, which may have changed since they were kept.

    >>> grammar_of_files("target", "start").get_terminal("NIAN").pattern.value
    '年'
    """
    from lark import Lark

    return Lark.open_from_package(
        "perfmodel",
        f"{name}.lark",
        ("grammars",),
        parser="lalr",
        lexer="contextual",
        start=start,
        maybe_placeholders=False,
    )


def terminals_of(name: str) -> dict[str, str]:
    """Return the regular expressions of a grammar's terminals, as its files have them now.

    >>> terminals_of("indicator")["_SEP"]
    ';'
    """
    parsers = [grammar_of_files(name, start) for start in STARTS[name]]
    return {term.name: term.pattern.to_regexp() for parser in parsers for term in parser.terminals}
