"""The grammars: the only definition of the field's languages. Each is loaded when it is first asked for.

``indicator.lark`` says how tables print an indicator, ``target.lark`` (with the words of ``words.lark``) how target
values are written. `machine` parses by them; `terminal` gives the regular expression of one of their terminals.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Lark

    from perfmodel.grammars.lalr import Machine

__all__ = ["grammar", "labels", "machine", "terminal"]


@cache
def grammar(name: str, start: str) -> Lark:
    """Return Lark's parser of a grammar (LALR, contextual lexer), which begins with the rule ``start``.

    It is built of the one flat text that ``data/regular`` keeps of the grammar, in half the time that its files take.

    >>> grammar("indicator", "start").parse("1-产出指标;11-数量指标;人次;年度指标值:9人次").children[0].data
    Token('RULE', 'indicator')
    """
    from perfmodel.grammars.patterns import regular

    flat: str | None = regular(name).get("flat")
    if flat is None:
        from perfmodel.grammars.lark_files import grammar_of_files

        return grammar_of_files(name, start)
    from lark import Lark

    return Lark(flat, parser="lalr", lexer="contextual", start=start, maybe_placeholders=False)


@cache
def machine(name: str, start: str) -> Machine:
    """Return the parser of a grammar that makes the same trees as Lark's in less time.

    >>> machine("indicator", "start").parse("1-产出指标;11-数量指标;人次;年度指标值:9人次").children[0].data
    'indicator'
    """
    from perfmodel.grammars.lalr import Machine

    return Machine(grammar(name, start))


@cache
def labels(name: str) -> dict[str, tuple[str, ...]]:
    """Return the labels that a grammar knows, by the column that each begins.

    >>> labels("indicator")["unit"]
    ('计量单位', '度量单位')
    """
    from perfmodel.grammars.patterns import regular

    found = regular(name)
    known: dict[str, list[str]] | None = found.get("labels")
    if known is None:
        from perfmodel.grammars.derive import labels_of

        known = labels_of(found["terminals"])
    return {column: tuple(texts) for column, texts in known.items()}


def terminal(name: str, word: str) -> re.Pattern[str]:
    """Return the compiled pattern of a grammar's terminal. Lark is not needed for it.

    >>> bool(terminal("indicator", "INDICATOR_START").match("①产出指标;"))
    True
    """
    from perfmodel.grammars.patterns import regular

    return re.compile(regular(name)["terminals"][word])
