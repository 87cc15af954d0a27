"""The common forms of the grammars, as steps of terminals: what is worth reading without the parser."""

from __future__ import annotations

from typing import Any

from perfmodel.grammars import grammar
from perfmodel.grammars.regular import Maybe, Step, endings, steps_of

__all__ = ["PRINTED", "STARTS", "derive"]

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


def derive(name: str) -> dict[str, Any]:
    """Return what is kept of a grammar: its terminals, and of the indicators' the form that Guangdong prints."""
    larks = [grammar(name, start) for start in STARTS[name]]
    found: dict[str, Any] = {
        "terminals": {term.name: term.pattern.to_regexp() for lark in larks for term in lark.terminals},
        "ignore": "|".join(larks[0].get_terminal(ignored).pattern.to_regexp() for ignored in larks[0].ignore_tokens),
    }
    if name == "indicator":
        found["printed"] = steps_of(larks[0], PRINTED)
        found["endings"] = endings(found["terminals"]["INDICATOR_START"], ";")
    return found
