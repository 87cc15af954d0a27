"""Pictures of a table, drawn by matplotlib: money by project and source, indicators by category."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from perfmodel._internal.arguments import check_lang
from perfmodel._internal.messages import one_of, wrong_value
from perfmodel._internal.optional import require
from perfmodel.display.fonts import font_for
from perfmodel.display.parts import amount_fields
from perfmodel.display.words import phrase, truncate_to_width
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.characters import width
from perfmodel.source.excerpt import visible
from perfmodel.strings.wrapping import wrap

__all__ = ["PLOT_KINDS", "drawn", "label_on_axis", "plot"]

PLOT_KINDS = ("money", "indicators")
# More bars than this cannot be read; the others are one bar together.
_BARS = 30
_LABEL_COLUMNS = 34
# The palette of Okabe and Ito, which can be told apart whatever eyes one has.
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#999999", "#CC79A7", "#56B4E9")
_ENGLISH_UNITS = {
    "元": "yuan",
    "千元": "thousand yuan",
    "万元": "10,000 yuan",
    "百万元": "million yuan",
    "亿元": "100 million yuan",
}

# The labels of the bars, and the series: a name and an amount for each bar.
_Bars = tuple[list[str], list[tuple[str, list[Decimal]]]]


def plot(table: TargetTable, kind: str = "money", lang: str = "zh", ax: Any = None) -> Any:
    """Draw a table on an Axes and return it; see `TargetTable.plot`."""
    if kind not in PLOT_KINDS:
        raise wrong_value(one_of(PLOT_KINDS), kind, "kind")
    check_lang(lang)
    bars_of: Callable[[TargetTable, str], _Bars] = _money if kind == "money" else _indicators
    labels, series = bars_of(table, lang)
    title, axis = _headings(table, kind, lang, truncate_to_width(table.unit, 40))
    pyplot = require("matplotlib.pyplot", "plot")
    found = font_for("".join((title, axis, *labels, *(name for name, _amounts in series))))
    if found is None:
        # English words, and numbers for names that no font can show.
        lang = "en"
        labels, series = bars_of(table, lang)
        labels = [label if label.isascii() else phrase("nth_project", lang, at) for at, label in enumerate(labels, 1)]
        title, axis = _headings(table, kind, lang, "")
    path, lacking = found or (None, "")
    manager = require("matplotlib.font_manager", "plot")
    font = manager.FontProperties(fname=path) if path else manager.FontProperties()
    if ax is None:
        _figure, ax = pyplot.subplots(figsize=(9.5, 1.6 + 0.36 * max(len(labels), 3)), layout="constrained")
    _draw(ax, labels, series, lambda text: drawn(text, lacking), font)
    # Whatever the user has set, nothing that a table says is a program for TeX.
    ax.set_title(drawn(title, lacking), fontproperties=font, fontsize=12, usetex=False)
    ax.set_xlabel(drawn(axis, lacking), fontproperties=font, usetex=False)
    return ax


def _headings(table: TargetTable, kind: str, lang: str, whose: str) -> tuple[str, str]:
    title = f"{whose}{': ' if whose and lang == 'en' else ''}{phrase(f'{kind}_title', lang)}"
    if kind == "indicators":
        return title, phrase("indicators_axis", lang)
    unit = table.currency_unit or ""
    named = _ENGLISH_UNITS.get(unit, unit) if lang == "en" else unit
    return title, phrase("money_axis", lang, named or "?")


def drawn(text: str, lacking: str) -> str:
    """Return a text as matplotlib draws it: nothing is mathematics, and what no font has (``lacking``) is no box.

    >>> drawn("$5 ☃", "☃")
    '\\\\$5 ?'
    """
    shown = text.translate({ord(char): "?" for char in lacking})
    return shown.replace("$", r"\$")


def _draw(
    ax: Any, labels: Sequence[str], series: Sequence[tuple[str, list[Decimal]]], shown: Callable[[str], str], font: Any
) -> None:
    """Stacked bars from top to bottom, amounts under nothing to the left of the axis."""
    places = range(len(labels))
    ahead, behind = [0.0] * len(labels), [0.0] * len(labels)
    for (name, amounts), colour in zip(series, _COLOURS, strict=False):
        # Only a picture may round.
        values = [float(amount) for amount in amounts]
        there = [at for at in places if values[at]]
        starts = [ahead[at] if values[at] >= 0 else behind[at] for at in there]
        ax.barh(there, [values[at] for at in there], left=starts, height=0.7, color=colour, label=shown(name))
        for at, value in enumerate(values):
            if value >= 0:
                ahead[at] += value
            else:
                behind[at] += value
    ax.set_yticks(list(places), [shown(label) for label in labels])
    for label in (*ax.get_yticklabels(), *ax.get_xticklabels()):
        label.set_fontproperties(font)
        label.set_fontsize(9)
        label.set_usetex(False)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="x", alpha=0.3)
    ax.set_axisbelow(True)
    if series:
        # Annotations the axes: inside there may be a bar anywhere.
        legend = ax.legend(prop=font, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
        for label in legend.get_texts():
            label.set_usetex(False)


def _money(table: TargetTable, lang: str) -> _Bars:
    shown, rest = table.projects[:_BARS], table.projects[_BARS:]
    labels = [label_on_axis(project.name or phrase("nth_project", lang, at)) for at, project in enumerate(shown, 1)]
    rows = [_sources(project) for project in shown]
    if rest:
        labels.append(phrase("rest", lang, f"{len(rest):,}"))
        others = [_sources(project) for project in rest]
        rows.append({name: sum((row[name] for row in others), Decimal(0)) for name in others[0]})
    names = {field.name: field.label(lang) for field in amount_fields()}
    total = names.pop("total")
    names["unallocated"] = phrase("unallocated", lang)
    series = [(label, [row[name] for row in rows]) for name, label in names.items() if any(row[name] for row in rows)]
    return labels, series or [(total, [Decimal(0) for _row in rows])]


def label_on_axis(text: str) -> str:
    """Return a name on one line or two; of a longer one the beginning and the end, in which like names differ."""
    text = visible(text)
    if width(text) > 2 * _LABEL_COLUMNS:
        text = (
            truncate_to_width(text, _LABEL_COLUMNS - 1).removesuffix("…")
            + "…"
            + truncate_to_width(text[::-1], _LABEL_COLUMNS).removesuffix("…")[::-1]
        )
    return "\n".join(wrap(text, _LABEL_COLUMNS + 2))


def _sources(project: Project) -> dict[str, Decimal]:
    """A project's money by source, and what of its total no source was given for."""
    money = {field.name: _sane(getattr(project.funding, field.name)) for field in amount_fields()}
    total, given = money.pop("total"), sum(money.values(), Decimal(0))
    return {**money, "unallocated": max(total - given, Decimal(0)) if project.funding.total is not None else Decimal(0)}


def _sane(amount: Decimal | None) -> Decimal:
    """An amount that can be drawn: none that was printed has more than 40 digits."""
    return Decimal(0) if amount is None or abs(amount.adjusted()) > 40 else amount


def _indicators(table: TargetTable, lang: str) -> _Bars:
    counts: dict[tuple[str, str], int] = {}
    for project in table.projects:
        for indicator in project.indicators:
            names = _names(indicator, lang)
            counts[names] = counts.get(names, 0) + 1
    ordered = sorted(counts, key=lambda names: (names[0] == phrase("uncategorised", lang), list(counts).index(names)))
    tops = list(dict.fromkeys(top for top, _name in ordered))
    ordered = sorted(ordered, key=lambda names: tops.index(names[0]))[:_BARS]
    labels = [label_on_axis(name) for _top, name in ordered]
    zero = Decimal(0)
    return labels, [(top, [Decimal(counts[names]) if names[0] == top else zero for names in ordered]) for top in tops]


def _names(indicator: Indicator, lang: str) -> tuple[str, str]:
    """The names of level 1 and 2 that an indicator is in; those that the tree does not have are one."""
    category = next(
        (entry for entry in (indicator.level2, indicator.level1) if entry is not None and entry.known), None
    )
    if category is None:
        other = phrase("uncategorised", lang)
        return other, other
    top = category.parent or category
    if lang == "en":
        return top.english.replace("_", " "), category.english.replace("_", " ")
    return top.name, category.name
