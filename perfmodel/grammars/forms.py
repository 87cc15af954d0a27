"""The common forms of the grammars, as steps of terminals: what is worth reading without the parser."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from perfmodel.grammars import grammar
from perfmodel.grammars.derive import Maybe, Step, endings, steps_of

__all__ = ["PRINTED", "STARTS", "derived", "terminals_of"]

# 1、1-产出指标；11-数量指标；名称；实施周期指标值:…；年度指标值:…。
PRINTED = (
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


# Which rules each grammar is read from.
STARTS: dict[str, tuple[str, ...]] = {"indicator": ("start", "beginning"), "target": ("start",)}


def terminals_of(name: str) -> dict[str, str]:
    """Return the patterns of a grammar's terminals.

    >>> terminals_of("indicator")["_SEP"]
    ';'
    """
    larks = [grammar(name, start) for start in STARTS[name]]
    return {term.name: term.pattern.to_regexp() for lark in larks for term in lark.terminals}


def derived(name: str, text: bytes) -> dict[str, Any]:
    """Return what is kept of a grammar: its terminals, of the indicators' the form that Guangdong prints, and its text's sum."""
    lark = grammar(name, "start")
    found: dict[str, Any] = {
        "made_from": crc32(text),
        "terminals": terminals_of(name),
        "ignore": "|".join(lark.get_terminal(ignored).pattern.to_regexp() for ignored in lark.ignore_tokens),
    }
    if name == "indicator":
        found["printed"] = steps_of(lark, PRINTED)
        found["endings"] = endings(found["terminals"]["INDICATOR_START"], ";")
    return found
