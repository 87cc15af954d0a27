"""A picture of what targets ask for: percentages by height, other numbers, dates, words; and the months of deadlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from perfmodel._internal.optional import require
from perfmodel.display.bars import Bars, Series, set_fonts, write_beside
from perfmodel.display.words import phrase
from perfmodel.model.category import Category
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import TargetTable
from perfmodel.model.target import Target
from perfmodel.values import dates
from perfmodel.values.kinds import AllOf, Boolean, Deadline, Meaning, Period, Qualitative, Range, Ratio, Threshold
from perfmodel.vocabulary.direction import is_lower_better

__all__ = ["category_of", "draw_months", "in_order_of_tree", "months_of", "names_of_category", "target_bars"]

# What a target asks for, with its colour: percentages in blue, the higher the darker.
_COLOUR_OF_CLASS = {
    "target_full": "#00456B",
    "target_high": "#0072B2",
    "target_low": "#8CC4E8",
    "target_ceiling": "#E69F00",
    "target_number": "#009E73",
    "target_date": "#CC79A7",
    "target_words": "#F0E442",
    "target_unread": "#777777",
}
_FULL_PERCENT, _HIGH_PERCENT = 100, 90
# Deadlines of several years are shown by month as long as there are no more months than these.
_MOST_MONTHS = 24
# The names of level 1 and level 2.
_Names = tuple[str, str]


def category_of(indicator: Indicator) -> Category | None:
    """Return the finest category of an indicator that the tree has."""
    return next((entry for entry in (indicator.level2, indicator.level1) if entry is not None and entry.known), None)


def names_of_category(category: Category | None, lang: str) -> _Names:
    """Return the names of level 1 and 2 of a category; without one they are one name for all the others.

    >>> names_of_category(Category.lookup("22"), "en"), names_of_category(None, "en")
    (('Benefit', 'Social benefit'), ('Other or not understood', 'Other or not understood'))
    """
    if category is None:
        other = phrase("uncategorised", lang)
        return other, other
    top = category.parent or category
    if lang == "en":
        return _english(top), _english(category)
    return top.name, category.name


def _english(category: Category) -> str:
    return category.english.replace("_", " ").capitalize()


def in_order_of_tree(indicators: Iterator[Indicator]) -> list[tuple[Category | None, list[Indicator]]]:
    """Return indicators by category, the categories as the tree has them, those that it does not have last."""
    groups: dict[Category | None, list[Indicator]] = {}
    for indicator in indicators:
        groups.setdefault(category_of(indicator), []).append(indicator)
    places: dict[Category | None, int] = {category: place for place, category in enumerate(Category.tree())}
    return sorted(groups.items(), key=lambda each: places.get(each[0], len(places)))


def target_bars(table: TargetTable, lang: str) -> Bars:
    """Return a bar for each category: how many targets ask for what, the annual one of each indicator, else its other."""
    groups = in_order_of_tree(indicator for project in table.projects for indicator in project.indicators)
    counts = [Counter(map(_class_of, indicators)) for _category, indicators in groups]
    series = [
        Series(phrase(name, lang), [Decimal(count[name]) for count in counts], colour)
        for name, colour in _COLOUR_OF_CLASS.items()
        if any(count[name] for count in counts)
    ]
    labels = [names_of_category(category, lang)[1] for category, _indicators in groups]
    return Bars(labels, series, counts=True, inside=True)


def _target_of(indicator: Indicator) -> Target | None:
    return indicator.annual or indicator.whole_period


def _class_of(indicator: Indicator) -> str:
    """Return what an indicator's target asks for, a key of `_COLOUR_OF_CLASS`; of several conditions the first counts."""
    target = _target_of(indicator)
    meaning: Meaning | None = None if target is None else target.meaning
    if isinstance(meaning, AllOf):
        meaning = meaning.parts[0]
    if isinstance(meaning, (Deadline, Period)):
        return "target_date"
    if isinstance(meaning, (Qualitative, Boolean)):
        return "target_words"
    if isinstance(meaning, Range):
        return _class_of_percent(meaning.low) if meaning.unit == "%" else "target_number"
    if isinstance(meaning, Threshold):
        if meaning.unit != "%" or meaning.change is not None:
            return "target_number"
        is_ceiling = meaning.op in ("<", "<=") or is_lower_better(indicator.name or "")
        return "target_ceiling" if is_ceiling else _class_of_percent(meaning.number)
    return "target_number" if isinstance(meaning, Ratio) else "target_unread"


def _class_of_percent(number: Decimal) -> str:
    if number >= _FULL_PERCENT:
        return "target_full"
    return "target_high" if number >= _HIGH_PERCENT else "target_low"


def months_of(table: TargetTable, lang: str) -> tuple[list[str], list[int]]:
    """Return how many deadlines end in each month, with the months' names; nothing where no deadline says a month.

    A deadline without a year is one of the table's year. All twelve months of one year are there; of several years
    those alone that a deadline ends in, or the years where these are many.
    """
    counts = Counter(_last_months(table))
    years = {year for year, _month in counts}
    if not counts:
        return [], []
    if len(years) == 1:
        (year,) = years
        found = [counts[year, month] for month in range(1, 13)]
        return phrase("months", lang).split(), found
    if len(counts) > _MOST_MONTHS:
        by_year: Counter[int] = Counter()
        for (year, _month), count in counts.items():
            by_year[year] += count
        return [str(year or "?") for year in sorted(by_year)], [by_year[year] for year in sorted(by_year)]
    ordered = sorted(counts)
    return [f"{year or '?'}-{month:02}" for year, month in ordered], [counts[one] for one in ordered]


def _last_months(table: TargetTable) -> Iterator[tuple[int, int]]:
    """Yield the year (0 where it is not known) and the month in which each deadline ends."""
    for project in table.projects:
        for indicator in project.indicators:
            target = _target_of(indicator)
            meaning = None if target is None else target.meaning
            for part in meaning.parts if isinstance(meaning, AllOf) else (meaning,):
                if not isinstance(part, (Deadline, Period)):
                    continue
                date = part.date if isinstance(part, Deadline) else part.end
                found = dates.days(date)
                if found is not None and not date.isdigit():  # a year alone says no month
                    yield found[1][0] or table.year or 0, found[1][1]


def draw_months(
    ax: Any, months: tuple[list[str], list[int]], title: str, shown: Callable[[str], str], font: Any
) -> None:
    """Draw a column for each month, with the number of deadlines on it."""
    names, counts = months
    ticker = require("matplotlib.ticker", "plot")
    ax.bar(range(len(names)), counts, width=0.7, color=_COLOUR_OF_CLASS["target_date"])
    for at, count in enumerate(counts):
        if count:
            write_beside(ax, str(count), (at, count), (0, 2), font, ha="center")
    ax.set_xticks(range(len(names)), [shown(name) for name in names])
    ax.yaxis.set_major_locator(ticker.MaxNLocator(integer=True, nbins=4, min_n_ticks=1))
    ax.set_ylim(0, max(counts) * 1.2)
    set_fonts((*ax.get_xticklabels(), *ax.get_yticklabels()), font)
    if len(names) > 12:
        ax.tick_params(axis="x", labelrotation=60)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_title(shown(title), fontproperties=font, fontsize=10, usetex=False)
