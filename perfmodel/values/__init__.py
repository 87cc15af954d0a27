"""Target values (指标值): what ``90%或以上`` means.

`understand` reads a text, `write` writes a meaning out in signs or in words, `accepts` and `implies` compare, and
`from_plain` reads a meaning's plain form. The language is defined in ``perfmodel/grammars/target.lark`` and nowhere
else; units and words are lists, in ``perfmodel/data/units.json`` and ``qualitative.json``.
"""

from perfmodel.values.comparing import accepts, direction, implies
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
from perfmodel.values.plain import from_plain
from perfmodel.values.reader import Lookalike, Understanding, UnitConflict, understand
from perfmodel.values.rendering import write

__all__ = [
    "AllOf",
    "Boolean",
    "Deadline",
    "Lookalike",
    "Meaning",
    "NoValue",
    "Period",
    "Placeholder",
    "Qualitative",
    "Quantity",
    "Range",
    "Ratio",
    "Text",
    "Threshold",
    "Understanding",
    "UnitConflict",
    "accepts",
    "direction",
    "from_plain",
    "implies",
    "understand",
    "write",
]
