"""Data frames: tables as records, as pandas, Polars and Arrow frames, and back; columns of target values and of indicator strings.

`to_records` and its like are methods of tables and projects as well. Which columns there are stands in
``perfmodel/frames/columns.py`` and nowhere else.
"""

from perfmodel._internal.optional import MissingExtra
from perfmodel.frames.build import to_arrow, to_pandas, to_polars
from perfmodel.frames.parse_column import parse_column
from perfmodel.frames.parse_indicators_column import parse_indicators_column
from perfmodel.frames.record_reader import from_records
from perfmodel.frames.records import to_records

__all__ = [
    "MissingExtra",
    "from_records",
    "parse_column",
    "parse_indicators_column",
    "to_arrow",
    "to_pandas",
    "to_polars",
    "to_records",
]
