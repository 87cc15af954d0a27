"""Peers in a dataset are those that a slow, plain computation finds: by lists, and with the statistics module."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from perfmodel import Indicator, Peers, Project, TargetTable, batch, peers
from perfmodel.frames.datasets import folded_name
from perfmodel.peer_targets import dataset as module
from perfmodel.peer_targets import groups

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

# The spellings of a name that are one, and the units in which its values may be, with the number of base units in each.
NAMES = {
    "培训人次": ("培训人次", "2024年培训人次", "培训 人次", "培训（人次）", "培训人次。"),
    "合格率": ("合格率", "“合格”率", "２０２５年度合格率"),
    "补助金额": ("补助金额",),
    "巡查次数": ("巡查次数", "巡查次数："),
}
UNITS = {
    "培训人次": {"人次": Decimal(1), "万人次": Decimal(10_000)},
    "合格率": {"%": Decimal(1), "‰": Decimal("0.1")},
    "补助金额": {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)},
    "巡查次数": {"次": Decimal(1)},
}
SIGNS = {"≥": ">=", "不少于": ">=", "": "=", "=": "=", "≤": "<=", "超过": ">", "＜": "<"}
CATEGORIES = [
    ("产出指标", "数量指标"), ("产出指标", "11-数量指标"), ("产出指标", "数量"), ("产出指标", "质量指标"),
    ("1-产出指标", None), (None, "数量指标"), (None, None), ("效益指标", "社会效益指标"),
]  # fmt: skip
CATEGORY_NAMES = {"11-数量指标": "数量指标", "数量": "数量指标", "1-产出指标": "产出指标"}
OTHERS = {
    "大幅提升": "words", "按计划": "words", "10-20{unit}": "range", "2024年12月底前": "date", "/": "blank", "": "blank",
    "3{other}": "unit", "5{unit}/月": "unit", "增长5{unit}以上": "unit", "≥5场次，每场≥50人": "several", "≥1:20": "several", "9騧0%": "not_understood",
}  # fmt: skip
# More digits than the column of a dataset holds.
LONG = Decimal("33.3333333333333")


class Row(NamedTuple):
    """What was written of an indicator: its number in base units, or why it has none."""

    place: tuple[str, int, int, int]
    name: str
    level1: str | None
    level2: str | None
    body: str
    year: int
    op: str
    number: Decimal
    reason: str | None


def _value(rng: random.Random, name: str) -> tuple[str, str, Decimal, str | None]:
    """A value as printed, its operator, its number in base units, and why it would not count."""
    unit, factor = rng.choice(list(UNITS[name].items()))
    if rng.random() < 0.2:
        text, reason = rng.choice(list(OTHERS.items()))
        return text.format(unit=unit, other="份"), "", Decimal(0), reason
    sign, op = rng.choice(list(SIGNS.items()))
    number = rng.choice([Decimal(rng.randint(1, 40) * 5), Decimal(rng.randint(1, 10_000)) / 4, LONG])
    return f"{sign}{number:f}{unit}", op, number * factor, None


def _tables(count: int, seed: int) -> Iterator[tuple[str, TargetTable, list[Row]]]:
    rng = random.Random(seed)
    for at in range(count):
        file, year, body = f"tables/{at:05}.json", 2024 + rng.randrange(2), f"某局{rng.randrange(max(2, count // 4))}"
        rows: list[Row] = []
        projects = []
        for project in range(1, 1 + rng.randint(1, 2)):
            indicators = []
            for number in range(1, 1 + rng.randint(1, 4)):
                name = rng.choice(list(NAMES))
                level1, level2 = rng.choice(CATEGORIES)
                text, op, value, reason = _value(rng, name)
                indicators.append(Indicator(level1, level2, rng.choice(NAMES[name]), annual=text or None))
                top, inner = (CATEGORY_NAMES.get(level or "", level) for level in (level1, level2))
                rows.append(Row((file, 1, project, number), name, top, inner, body, year, op, value, reason))
            projects.append(Project(f"项目{project}", goal="做好工作。", indicators=indicators))
        yield file, TargetTable("项目支出绩效目标表", unit=body, year=year, projects=projects), rows


@cache
def _dataset(count: int, seed: int) -> tuple[Any, list[Row]]:
    texts: dict[str, bytes | str] = {}
    rows: list[Row] = []
    for file, table, listed in _tables(count, seed):
        texts[file] = table.to_json(indent=None)
        rows += listed
    return batch.to_arrow(texts, batch.Settings("parse"))["indicators"], rows


def _expected(rows: list[Row], name: str, own: dict[str, Any], examples: int) -> dict[str, Any]:
    factor = UNITS[name][own["unit"]]
    kept: list[Row] = []
    left_out: Counter[str] = Counter()
    for row in rows:
        if row.name != name or (own["years"] and row.year not in own["years"]):
            continue
        level = own["level2"] and row.level2 if own["level2"] else row.level1
        if not own["level2"] and own["level1"] and row.level1 is None and row.level2 is not None:
            level = "效益指标" if row.level2 == "社会效益指标" else "产出指标"
        wanted = own["level2"] or own["level1"]
        if row.place[0] == own["file"]:
            left_out["excluded"] += 1
        elif wanted and level is None:
            left_out["uncategorised"] += 1
        elif wanted and level != wanted:
            left_out["category"] += 1
        elif row.reason is not None:
            left_out[row.reason] += 1
        else:
            kept.append(row._replace(number=row.number / factor))
    values = sorted(row.number for row in kept)
    found: dict[str, Any] = {
        "count": len(values),
        "left_out": dict(left_out),
        "bodies": len({row.body for row in kept}),
    }
    found["operators"] = dict(Counter(row.op for row in kept))
    found["below"] = sum(value < own["value"] for value in values)
    found["equal"] = sum(value == own["value"] for value in values)
    found["above"] = sum(value > own["value"] for value in values)
    spread = "minimum p5 q1 median q3 p95 maximum".split()
    if not values:
        return found | dict.fromkeys(spread) | {"examples": []}
    several = values if len(values) > 1 else values * 2
    quartiles = statistics.quantiles(several, n=4, method="inclusive")
    twentieths = statistics.quantiles(several, n=20, method="inclusive")
    numbers = (
        values[0],
        twentieths[0],
        quartiles[0],
        statistics.median(values),
        quartiles[2],
        twentieths[18],
        values[-1],
    )
    found |= dict(zip(spread, numbers, strict=True))
    places: list[tuple[Decimal, tuple[str, int, int, int]]] = []
    shown = min(examples, len(values))
    chosen = [values[at * (len(values) - 1) // (shown - 1) if shown > 1 else 0] for at in range(shown)]
    for value, times in Counter(chosen).items():
        sources = sorted(row.place for row in kept if row.number == value)
        places += [(value, source) for source in sources[:times]]
    return found | {"examples": places}


def _said(found: Peers) -> dict[str, Any]:
    names = "count bodies below equal above minimum maximum median q1 q3 p5 p95".split()
    examples = [
        (one.value, (one.file, one.table_number, one.project_number, one.indicator_number)) for one in found.examples
    ]
    said = {name: getattr(found, name) for name in names} | {"examples": examples}
    return said | {"operators": dict(found.operators), "left_out": dict(found.left_out)}


def _questions(rng: random.Random, count: int) -> Iterator[tuple[Indicator, dict[str, Any]]]:
    for name in NAMES:
        for level1, level2 in (("产出指标", "数量指标"), ("产出指标", None), (None, None)):
            unit = rng.choice(list(UNITS[name]))
            value = Decimal(rng.randint(1, 800)) / 4
            file = f"tables/{rng.randrange(count):05}.json"
            years = rng.choice([(), (2024,), (2024, 2025)])
            indicator = Indicator(level1, level2, rng.choice(NAMES[name]), annual=f"≥{value:f}{unit}")
            known = {"unit": unit, "value": value, "file": file, "years": years, "level1": level1, "level2": level2}
            yield indicator, known | {"name": name}


def _ask(source: Any, rows: list[Row], seed: int, count: int) -> None:
    for indicator, own in _questions(random.Random(seed), count):
        found = peers(indicator, source, exclude=f"./{own['file']}", year=own["years"], examples=7)
        assert _said(found) == _expected(rows, own["name"], own, 7), indicator


@pytest.mark.parametrize(("count", "seed"), [(5000, 1), (300, 2), (300, 3), (60, 4), (12, 5), (3, 6), (1, 7)])
def test_a_table_in_memory(count: int, seed: int) -> None:
    _ask(*_dataset(count, seed), seed, count)


@pytest.mark.parametrize(
    ("count", "seed", "held"),
    [(5000, 1, True), (300, 2, False), (300, 3, True), (60, 4, False), (4, 8, True), (4, 9, False)],
)
def test_the_parts_of_a_folder(
    count: int, seed: int, held: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held in memory or read batch by batch, and in whatever order the rows are."""
    if not held:
        monkeypatch.setattr(module, "_MOST_ROWS_HELD", 0)
        monkeypatch.setattr(module, "_ROWS_OF_BATCH", 50)
    table, rows = _dataset(count, seed)
    order = list(range(len(table)))
    random.Random(seed).shuffle(order)
    (tmp_path / "indicators").mkdir()
    step = len(table) // 3 + 1
    for part in range(3):
        rows_of_part = table.take(order[part * step : (part + 1) * step])
        parquet.write_table(rows_of_part, tmp_path / "indicators" / f"part-{part}.parquet", row_group_size=400)
    _ask(tmp_path, rows, seed, count)


@pytest.mark.parametrize("seed", [2, 3])
def test_other_engines_types_of_text(seed: int) -> None:
    """Metadata may be lost, texts may be large or dictionaries, numbers may have another scale: the answers are the same."""
    table, rows = _dataset(300, seed)
    columns = {}
    for field in table.schema:
        column = table[field.name]
        if pyarrow.types.is_string(field.type):
            column = column.dictionary_encode() if len(field.name) % 2 else column.cast(pyarrow.large_string())
        columns[field.name] = column
    _ask(pyarrow.table(columns), rows, seed, 300)
    _ask(pyarrow.dataset.dataset(pyarrow.table(columns)), rows, seed, 300)


@pytest.mark.parametrize("seed", [2, 3])
def test_asking_often_is_asking(seed: int, tmp_path: Path) -> None:
    """What was counted once and had rows taken off is what is counted without them."""
    count = 60 if seed == 2 else 12
    table, _rows = _dataset(count, seed)
    parquet.write_table(table, tmp_path / "part.parquet")
    source = module.opened(tmp_path)
    names = {folded_name(name) or "" for name in NAMES}
    nobody, rng = groups.Excluded(), random.Random(seed)
    for _ in range(60):
        files = [f"tables/{rng.randrange(count):05}.json" for _ in range(rng.randrange(3))]
        bodies = [TargetTable(unit=f"某局{rng.randrange(count // 4)}") for _ in range(rng.randrange(3))]
        but = groups.excluded([*files, *bodies])
        found = groups.gather_often(source, names, "annual", but)
        assert found == groups.gather(source, names, "annual", but=but)
        assert groups.gather_often(source, names, "annual", nobody) == groups.gather(source, names, "annual")
    assert source.remembered
