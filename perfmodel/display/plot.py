"""Pictures of a table, drawn by matplotlib: money by project and source, indicators and their targets by category."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from attrs import evolve

from perfmodel._internal.arguments import check_lang
from perfmodel._internal.messages import one_of, wrong_value
from perfmodel._internal.optional import require
from perfmodel.display.bars import PALETTE, Bars, Series, draw_bars, drawn
from perfmodel.display.fonts import font_for
from perfmodel.display.labels import label_on_axis
from perfmodel.display.parts import amount_fields
from perfmodel.display.plot_targets import draw_months, in_order_of_tree, months_of, names_of_category, target_bars
from perfmodel.display.words import phrase, truncate_to_width
from perfmodel.model.table import Project, TargetTable

__all__ = ["PLOT_KINDS", "plot"]

PLOT_KINDS = ("money", "indicators", "targets")
# More bars than this cannot be read; the others are one bar together.
_MOST_BARS = 30
# The height in inches of a bar, of what is around the bars, and of the months below them.
_BAR_HEIGHT, _FRAME_HEIGHT, _MONTHS_HEIGHT = 0.36, 1.6, 1.9
_FIGURE_WIDTH = 9.5
_ENGLISH_UNITS = {
    "元": "yuan",
    "千元": "thousand yuan",
    "万元": "10,000 yuan",
    "百万元": "million yuan",
    "亿元": "100 million yuan",
}


def plot(table: TargetTable, kind: str = "money", lang: str = "zh", ax: Any = None) -> Any:
    """Draw a table on an Axes and return it; see `TargetTable.plot`."""
    if kind not in PLOT_KINDS:
        raise wrong_value(one_of(PLOT_KINDS), kind, "kind")
    check_lang(lang)
    bars = _BARS_OF_KIND[kind](table, lang)
    months = months_of(table, lang) if kind == "targets" and ax is None else ([], [])
    title, axis = _headings(table, kind, lang, truncate_to_width(table.unit, 40))
    pyplot = require("matplotlib.pyplot", "plot")
    found = font_for("".join((title, axis, phrase("deadlines_title", lang), *months[0], *_texts(bars))))
    if found is None:
        # English words, and numbers for names that no font can show.
        lang = "en"
        bars, months = _BARS_OF_KIND[kind](table, lang), months and months_of(table, lang)
        named = [
            label if label.isascii() else phrase("nth_project", lang, at) for at, label in enumerate(bars.labels, 1)
        ]
        bars = evolve(bars, labels=named)
        title, axis = _headings(table, kind, lang, "")
    path, lacking = found or (None, "")
    manager = require("matplotlib.font_manager", "plot")
    font = manager.FontProperties(fname=path) if path else manager.FontProperties()

    def shown(text: str) -> str:
        return drawn(text, lacking)

    if ax is None:
        ax, below = _new_axes(pyplot, len(bars.labels), bool(months[0]))
        if below is not None:
            draw_months(below, months, phrase("deadlines_title", lang), shown, font)
    draw_bars(ax, bars, shown, font)
    # Whatever the user has set, nothing that a table says is a program for TeX.
    ax.set_title(shown(title), fontproperties=font, fontsize=12, usetex=False)
    ax.set_xlabel(shown(axis), fontproperties=font, usetex=False)
    return ax


def _new_axes(pyplot: Any, bars: int, with_months: bool) -> tuple[Any, Any]:
    """Return the axes of a new figure that is high enough for its bars, and those of the months below them, or None."""
    height = _FRAME_HEIGHT + _BAR_HEIGHT * max(bars, 3)
    if not with_months:
        return pyplot.subplots(figsize=(_FIGURE_WIDTH, height), layout="constrained")[1], None
    _figure, (ax, below) = pyplot.subplots(
        2,
        1,
        figsize=(_FIGURE_WIDTH, height + _MONTHS_HEIGHT),
        height_ratios=(height, _MONTHS_HEIGHT),
        layout="constrained",
    )
    return ax, below


def _texts(bars: Bars) -> list[str]:
    return [*bars.labels, *(series.name for series in bars.series)]


def _headings(table: TargetTable, kind: str, lang: str, whose: str) -> tuple[str, str]:
    title = f"{whose}{': ' if whose and lang == 'en' else ''}{phrase(f'{kind}_title', lang)}"
    if kind != "money":
        return title, phrase("indicators_axis", lang)
    unit = table.currency_unit or ""
    named = _ENGLISH_UNITS.get(unit, unit) if lang == "en" else unit
    return title, phrase("money_axis", lang, named or "?")


def _money(table: TargetTable, lang: str) -> Bars:
    """Return a bar for each project, the largest where there are many, and one for what the others have together."""
    projects = list(enumerate(table.projects, 1))
    largest = sorted(projects, key=lambda each: -_drawn_total(each[1]))[:_MOST_BARS]
    places = {place for place, _project in largest}
    rows = [(place, project, _sources(project)) for place, project in projects]
    shown = [row for row in rows if row[0] in places]
    labels = [label_on_axis(project.name or phrase("nth_project", lang, place)) for place, project, _money in shown]
    amounts = [money for _place, _project, money in shown]
    rest = [money for place, _project, money in rows if place not in places]
    if rest:
        labels.append(phrase("rest", lang, f"{len(rest):,}"))
        amounts.append({name: sum((money[name] for money in rest), Decimal(0)) for name in rest[0]})
    names = {field.name: field.label(lang) for field in amount_fields()}
    total = names.pop("total")
    names["unallocated"] = phrase("unallocated", lang)
    filled = [name for name in names if any(money[name] for money in amounts)]
    series = [
        Series(names[name], [money[name] for money in amounts], PALETTE[at % len(PALETTE)])
        for at, name in enumerate(filled)
    ]
    return Bars(labels, series or [Series(total, [Decimal(0) for _money in amounts], PALETTE[0])])


def _drawn_total(project: Project) -> Decimal:
    return sum(_sources(project).values(), Decimal(0))


def _sources(project: Project) -> dict[str, Decimal]:
    """Return a project's money by source, and what of its total no source was given for."""
    money = {field.name: _sane(getattr(project.funding, field.name)) for field in amount_fields()}
    total, given = money.pop("total"), sum(money.values(), Decimal(0))
    return {**money, "unallocated": max(total - given, Decimal(0)) if project.funding.total is not None else Decimal(0)}


def _sane(amount: Decimal | None) -> Decimal:
    """Return an amount that can be drawn: none that was printed has more than 40 digits."""
    return Decimal(0) if amount is None or abs(amount.adjusted()) > 40 else amount


def _indicators(table: TargetTable, lang: str) -> Bars:
    """Return a bar for each category of level 2, in the colour of its level 1: how many indicators it has."""
    groups = in_order_of_tree(indicator for project in table.projects for indicator in project.indicators)
    rows = [(*names_of_category(category, lang), Decimal(len(indicators))) for category, indicators in groups]
    tops = list(dict.fromkeys(top for top, _name, _count in rows))
    series = [
        Series(top, [count if whose == top else Decimal(0) for whose, _name, count in rows], PALETTE[at % len(PALETTE)])
        for at, top in enumerate(tops)
    ]
    return Bars([label_on_axis(name) for _top, name, _count in rows], series, counts=True)


_BARS_OF_KIND: dict[str, Callable[[TargetTable, str], Bars]] = {
    "money": _money,
    "indicators": _indicators,
    "targets": target_bars,
}
