"""Peers as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from perfmodel._internal.arguments import check_lang
from perfmodel.frames.decimals import as_text
from perfmodel.peer_targets.quantiles import LEAST_BODIES
from perfmodel.peer_targets.words import REASONS_LEFT_OUT
from perfmodel.source.excerpt import visible
from perfmodel.values.operator_column import SIGNS_OF_OPERATORS

if TYPE_CHECKING:
    from perfmodel.peer_targets.peers import PeerExample, Peers

__all__ = [
    "PARTS_OF_PEERS",
    "compared_line",
    "count_line",
    "example_source",
    "head_line",
    "left_out_line",
    "number_in_unit",
    "number_text",
    "operators_line",
    "part_names",
    "peers_text",
    "share_text",
    "unit_text",
    "verdict_line",
]

# The numbers that say how peers are spread, in order.
PARTS_OF_PEERS = {
    "minimum": ("最低", "minimum"),
    "p5": ("第 5 百分位", "5th percentile"),
    "q1": ("下四分位", "lower quartile"),
    "median": ("中位数", "median"),
    "q3": ("上四分位", "upper quartile"),
    "p95": ("第 95 百分位", "95th percentile"),
    "maximum": ("最高", "maximum"),
}
_MATCHED_BY = {
    "level2": ("二级指标 {}", "level 2 {}"),
    "level1": ("没有二级指标，按一级指标 {}", "no level 2: by level 1 {}"),
    "name": ("没有类别，只按名称", "no category: by name alone"),
}


def number_text(number: Decimal) -> str:
    """Return a number as people write it: no exponent, no zeros that a quotient has left.

    >>> number_text(Decimal("87.50")), number_text(Decimal("1E+2"))
    ('87.5', '100')
    """
    text = as_text(number)
    return text.rstrip("0").rstrip(".") if "." in text and "E" not in text else text


def number_in_unit(found: Peers, number: Decimal) -> str:
    """Return a number with the unit of the peers behind it."""
    return f"{number_text(number)}{unit_text(found)}"


def head_line(found: Peers, lang: str) -> str:
    """Return which indicator it is, and by which category its peers were matched."""
    zh, en = _MATCHED_BY[found.matched_by]
    how = (en if lang == "en" else zh).format(found.category)
    text = f"{found.name}: {found.text} ({how})" if lang == "en" else f"{found.name}：{found.text}（{how}）"
    return visible(text)


def count_line(found: Peers, lang: str) -> str:
    """Return how many peers there are, of how many bodies, in which years."""
    years = [str(year) for year in found.years]
    if lang == "en":
        return f"peers: {found.count:,}, bodies: {found.bodies:,}" + (f"; years: {', '.join(years)}" if years else "")
    return f"同类 {found.count:,} 条，来自 {found.bodies:,} 个单位" + (f"；年度 {'、'.join(years)}" if years else "")


def unit_text(found: Peers) -> str:
    """Return the unit of all numbers; empty where there is none."""
    unit = visible(found.unit or "")
    return f"{unit}/{visible(found.per)}" if found.per else unit


def part_names(found: Peers, lang: str) -> Iterator[tuple[str, Decimal]]:
    """Yield the name of each number that says how peers are spread, and the number; nothing without peers."""
    for name, (zh, en) in PARTS_OF_PEERS.items():
        number: Decimal | None = getattr(found, name)
        if number is not None:
            yield (en if lang == "en" else zh), number


def share_text(part: int, count: int) -> str:
    """Return a share as a percentage, with one decimal where it is small.

    >>> share_text(1, 3), share_text(1, 300), share_text(0, 0)
    ('33%', '0.3%', '0%')
    """
    share = part / count if count else 0.0
    return f"{share:.1%}" if 0 < share < 0.01 else f"{share:.0%}"


def compared_line(found: Peers, lang: str) -> str:
    """Return how many peers set less than the indicator, the same, and more."""
    below, equal, above = (share_text(part, found.count) for part in (found.below, found.equal, found.above))
    if lang == "en":
        return f"less: {found.below:,} ({below}); the same: {found.equal:,} ({equal}); more: {found.above:,} ({above})"
    return f"低于本值 {found.below:,} 条（{below}），相同 {found.equal:,} 条（{equal}），高于本值 {found.above:,} 条（{above}）"


def operators_line(found: Peers, lang: str) -> str:
    """Return how often each operator is used."""
    signs = [f"{SIGNS_OF_OPERATORS[op]} {count:,}" for op, count in found.operators]
    return f"operators: {', '.join(signs)}" if lang == "en" else f"符号：{'，'.join(signs)}"


def left_out_line(found: Peers, lang: str) -> str:
    """Return how many rows with the name did not count, and why; empty where there are none."""
    counts = dict(found.left_out)
    parts = [
        f"{en if lang == 'en' else zh} {counts[reason]:,}"
        for reason, (zh, en) in REASONS_LEFT_OUT.items()
        if reason in counts
    ]
    if not parts:
        return ""
    return f"not counted: {'; '.join(parts)}" if lang == "en" else f"未计入：{'；'.join(parts)}"


def verdict_line(found: Peers, lang: str) -> str:
    """Return whether the value lies outside what nine in ten peers set, or that there are too few to say."""
    if found.bodies < LEAST_BODIES:
        en = f"fewer than {LEAST_BODIES} bodies: no judgement"
        return en if lang == "en" else f"不足 {LEAST_BODIES} 个单位，不作判断"
    words = {
        "high": ("高于九成同类所设的范围", "above what nine in ten peers set"),
        "low": ("低于九成同类所设的范围", "below what nine in ten peers set"),
        None: ("在九成同类所设的范围之内", "within what nine in ten peers set"),
    }
    zh, en = words[found.outlier()]
    return en if lang == "en" else zh


def example_source(example: PeerExample, lang: str) -> str:
    """Return where an example comes from: its project and body, the year, the file and the numbers in it."""
    numbers = (example.table_number, example.project_number, example.indicator_number)
    table, project, indicator = ("?" if number is None else str(number) for number in numbers)
    if lang == "en":
        where = f"{example.file or '?'}, table {table}, project {project}, indicator {indicator}"
    else:
        where = f"{example.file or '?'} 第 {table} 张表 第 {project} 个项目 第 {indicator} 条指标"
    year = None if example.year is None else str(example.year)
    parts = [part for part in (example.project, example.body, year, where) if part]
    return visible((", " if lang == "en" else "，").join(parts))


def peers_text(found: Peers, lang: str = "zh") -> str:
    """Return peers as lines of text; `Peers.render` says more."""
    check_lang(lang)
    english = lang == "en"
    lines = [head_line(found, lang), count_line(found, lang)]
    if found.count:
        colon, comma = (": ", ", ") if english else (" ", "，")
        spread = comma.join(f"{name}{colon}{number_text(number)}" for name, number in part_names(found, lang))
        unit = unit_text(found)
        bracketed = (f" ({unit})" if english else f"（{unit}）") if unit else ""
        lines += [
            spread + bracketed,
            compared_line(found, lang),
            operators_line(found, lang),
            verdict_line(found, lang),
        ]
    lines += [left_out_line(found, lang)]
    lines += [f"  {visible(example.printed)}  {example_source(example, lang)}" for example in found.examples]
    return "\n".join(line for line in lines if line)
