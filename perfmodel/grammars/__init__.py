"""The grammars: the only definition of the field's languages. Loaded when first asked for."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Lark

    from perfmodel.grammars.lalr import Machine

__all__ = ["grammar", "machine", "terminal"]


@cache
def grammar(name: str, *starts: str) -> Lark:
    """Return the LALR parser of ``name.lark``, with the contextual lexer; built once for each set of start rules.

    >>> grammar("indicator", "start").parse("1-产出指标;11-数量指标;人次;年度指标值:9人次").children[0].data
    Token('RULE', 'indicator')
    """
    from importlib.resources import files

    from lark import Lark

    text = files(__name__).joinpath(f"{name}.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual", start=list(starts), maybe_placeholders=False)


@cache
def machine(name: str, start: str) -> Machine:
    """Return what reads texts by ``name.lark`` as its parser does, in less time; built once.

    >>> machine("indicator", "start").parse("1-产出指标;11-数量指标;人次;年度指标值:9人次").children[0].data
    'indicator'
    """
    from perfmodel.grammars.lalr import Machine

    return Machine(grammar(name, start))


@cache
def terminal(name: str, word: str) -> re.Pattern[str]:
    """Return the pattern of a grammar's terminal; the parser is not built for it.

    >>> bool(terminal("indicator", "INDICATOR_START").match("①产出指标;"))
    True
    """
    from perfmodel.grammars.patterns import regular

    return re.compile(regular(name)["terminals"][word])
