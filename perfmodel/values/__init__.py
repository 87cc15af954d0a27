"""Target values (指标值): what ``90%或以上`` means.

`understand` reads a text, `write` writes a meaning out in signs or in words, `accepts` and `implies` compare, and
`from_plain` reads a meaning's plain form. The language is defined in ``perfmodel/grammars/target.lark`` and nowhere
else; units and words are lists, in ``perfmodel/data/units.json`` and ``qualitative.json``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perfmodel.values.kinds import (
        AllOf,
        Boolean,
        Deadline,
        Meaning,
        NoValue,
        Period,
        Placeholder,
        Qualitative,
        Quantity,
        Range,
        Ratio,
        Text,
        Threshold,
    )
    from perfmodel.values.logic import accepts, accepts_printed, direction, implies
    from perfmodel.values.operator_column import SIGNS_OF_OPERATORS, OperatorCell
    from perfmodel.values.parser import operator_cell, parse_uncached, understand
    from perfmodel.values.plain import from_plain
    from perfmodel.values.rendering import STYLES, write
    from perfmodel.values.result import Lookalike, TargetReading, UnitConflict

__all__ = [
    "SIGNS_OF_OPERATORS",
    "STYLES",
    "AllOf",
    "Boolean",
    "Deadline",
    "Lookalike",
    "Meaning",
    "NoValue",
    "OperatorCell",
    "Period",
    "Placeholder",
    "Qualitative",
    "Quantity",
    "Range",
    "Ratio",
    "TargetReading",
    "Text",
    "Threshold",
    "UnitConflict",
    "accepts",
    "accepts_printed",
    "direction",
    "from_plain",
    "implies",
    "operator_cell",
    "parse_uncached",
    "understand",
    "write",
]

# Where each name lives; it is imported when first used, since a table can be read, and written, without any of it.
_MODULES_OF_NAMES = {
    "AllOf": "kinds",
    "Boolean": "kinds",
    "Deadline": "kinds",
    "Lookalike": "result",
    "Meaning": "kinds",
    "NoValue": "kinds",
    "OperatorCell": "operator_column",
    "Period": "kinds",
    "Placeholder": "kinds",
    "Qualitative": "kinds",
    "Quantity": "kinds",
    "Range": "kinds",
    "Ratio": "kinds",
    "SIGNS_OF_OPERATORS": "operator_column",
    "STYLES": "rendering",
    "Text": "kinds",
    "Threshold": "kinds",
    "TargetReading": "result",
    "UnitConflict": "result",
    "accepts": "logic",
    "accepts_printed": "logic",
    "direction": "logic",
    "from_plain": "plain",
    "implies": "logic",
    "understand": "parser",
    "operator_cell": "parser",
    "parse_uncached": "parser",
    "write": "rendering",
}


if not TYPE_CHECKING:  # else every misspelt name would be taken for one that is there

    def __getattr__(name: str) -> Any:
        if name not in _MODULES_OF_NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_MODULES_OF_NAMES[name]}"), name)
        globals()[name] = value
        return value
