"""YAML: `to_yaml` and `from_yaml` against PyYAML's own emitter and loader in C, for the same data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import yaml

from perfmodel import TargetTable, from_yaml, parse_table, to_yaml
from perfmodel.formats.to_plain import to_plain
from tests.benchmarks import data
from tests.benchmarks.conftest import Against, Figures

DUMPER: Any = getattr(yaml, "CSafeDumper", None)
LOADER: Any = getattr(yaml, "CSafeLoader", None)


@pytest.fixture(scope="module")
def table(quick: bool) -> TargetTable:
    if DUMPER is None or LOADER is None:
        pytest.skip("PyYAML without libyaml")
    return parse_table(data.table(30_000 if quick else 1_000_000))


def _simple(value: Any) -> Any:
    """Plain data as PyYAML's own classes can write it: amounts as floats."""
    if isinstance(value, dict):
        return {key: _simple(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_simple(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.benchmark(group="yaml")
def test_writing(against: Against, table: TargetTable, figures: Figures) -> None:
    """From the objects, against PyYAML from data that somebody has made plain already."""
    plain = _simple(to_plain(table))
    text = to_yaml(table)
    assert yaml.load(text, Loader=LOADER) == plain

    def theirs() -> object:
        return yaml.dump(plain, Dumper=DUMPER, allow_unicode=True, sort_keys=False, width=1 << 30)

    measured = against(lambda: to_yaml(table), theirs)
    figures["writing"] = {**measured, "times": 1 / measured["faster"], "size": len(text.encode()) / 1_000_000}


@pytest.mark.benchmark(group="yaml")
def test_reading(against: Against, table: TargetTable, figures: Figures) -> None:
    """To objects with places, against PyYAML to dicts and lists without."""
    text = to_yaml(table)
    assert from_yaml(text) == table
    measured = against(lambda: from_yaml(text), lambda: yaml.load(text, Loader=LOADER))
    figures["reading"] = {**measured, "times": 1 / measured["faster"], "size": len(text.encode()) / 1_000_000}
