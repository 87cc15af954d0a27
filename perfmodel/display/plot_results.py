"""A picture of a project's results, drawn by matplotlib: for each indicator what was reached of its target."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from perfmodel._internal.arguments import check_lang
from perfmodel._internal.optional import require
from perfmodel.display.bars import LINE_SPACING, drawn, set_fonts, write_beside
from perfmodel.display.fonts import font_for
from perfmodel.display.labels import label_on_axis
from perfmodel.display.words import labelled, phrase, truncate_to_width
from perfmodel.model.table import Project
from perfmodel.scoring.score import IndicatorScore, score_project
from perfmodel.source.characters import width
from perfmodel.source.excerpt import visible

__all__ = ["plot_results"]

# More indicators than this cannot be read.
_MOST_INDICATORS = 40
# Per cent; a longer bar is cut here, with its number beside it.
_LONGEST_BAR = 200.0
# Of the palette of Okabe and Ito: reached, missed, not to be told.
_COLOUR_OF_STATE = {True: "#009E73", False: "#D55E00", None: "#999999"}
_STATE_KEYS = {True: "met", False: "missed", None: "unsure"}
_VALUE_COLUMNS = 22
# Columns of the project's name in the title.
_LONGEST_NAME_IN_TITLE, _LONGEST_NAME_BESIDE_TITLE = 68, 36


def plot_results(project: Project, lang: str = "zh", ax: Any = None) -> Any:
    """Draw a project's results on an Axes and return it; see `Project.plot`."""
    check_lang(lang)
    scored = score_project(project).indicators
    shown, left_out = scored[:_MOST_INDICATORS], len(scored[_MOST_INDICATORS:])
    pyplot = require("matplotlib.pyplot", "plot")
    texts = _texts(project, shown, left_out, lang)
    found = font_for("".join(texts))
    if found is None:
        # English words, and numbers for names that no font can show.
        lang = "en"
        texts = _texts(project, shown, left_out, lang)
        texts = [text if text.isascii() else "" for text in texts]
    path, lacking = found or (None, "")
    manager = require("matplotlib.font_manager", "plot")
    font = manager.FontProperties(fname=path) if path else manager.FontProperties()
    title, axis, *rest = (drawn(text, lacking) for text in texts)
    labels, values = rest[: len(shown)], rest[len(shown) : 2 * len(shown)]
    if ax is None:
        _figure, ax = pyplot.subplots(figsize=(9.5, 1.6 + 0.4 * max(len(shown), 3)), layout="constrained")
    for at, (one, value) in enumerate(zip(shown, values, strict=True)):
        _bar(ax, at, one, value, font)
    ax.axvline(100, color="#333333", linewidth=1, linestyle="--")
    ax.set_yticks(range(len(shown)), labels)
    set_fonts((*ax.get_yticklabels(), *ax.get_xticklabels()), font)
    ax.set_ylim(max(len(shown), 1) - 0.4, -0.6)
    ax.set_xlim(0, _LONGEST_BAR * 1.3)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="x", alpha=0.3)
    ax.set_axisbelow(True)
    _legend(ax, shown, rest[2 * len(shown) :], font)
    # Whatever the user has set, nothing that a table says is a program for TeX.
    ax.set_title(title, fontproperties=font, fontsize=12, usetex=False, linespacing=LINE_SPACING)
    ax.set_xlabel(axis, fontproperties=font, usetex=False, linespacing=LINE_SPACING)
    return ax


def _texts(project: Project, shown: Sequence[IndicatorScore], left_out: int, lang: str) -> list[str]:
    """All that is written on the picture: title, axis, names, values, and the words of the legend."""
    axis = phrase("results_axis", lang)
    if left_out:
        axis += f"\n{phrase('more_indicators', lang, left_out)}"
    names = [label_on_axis(one.name or phrase("unnamed", lang)) for one in shown]
    values = [_value(one) for one in shown]
    words = [phrase(key, lang) for key in _STATE_KEYS.values()]
    return [_title(project, lang), axis, *names, *values, *words]


def _title(project: Project, lang: str) -> str:
    """Return the project's name and what is drawn; a long name stands on a line of its own, a longer one without its middle."""
    name = visible(project.name[: 2 * _LONGEST_NAME_IN_TITLE]) or phrase("unnamed", lang)
    if width(name) > _LONGEST_NAME_IN_TITLE:
        name = label_on_axis(name).replace("…\n", "…")
    if width(name) > _LONGEST_NAME_BESIDE_TITLE:
        return f"{name}\n{phrase('results_title', lang)}"
    return labelled(name, phrase("results_title", lang), lang)


def _value(one: IndicatorScore) -> str:
    texts = (truncate_to_width(visible(text), _VALUE_COLUMNS) or "—" for text in (one.actual, one.target))
    return " / ".join(texts)


def _bar(ax: Any, at: int, one: IndicatorScore, value: str, font: Any) -> None:
    """The bar of an indicator, with actual and target behind it; a sign alone where they are not numbers."""
    colour, ratio = _COLOUR_OF_STATE[one.reached], one.outcome.ratio
    # Only a picture may round.
    share = None if ratio is None else max(0.0, min(float(min(ratio, Fraction(10))) * 100, _LONGEST_BAR))
    if share is None:
        ax.plot([100 if one.reached else 0], [at], marker="D", color=colour, markersize=6, clip_on=False)
    else:
        ax.barh([at], [share], height=0.6, color=colour)
        if ratio is not None and ratio > 2:
            value = f"{float(min(ratio, Fraction(10**6))):.0%}  {value}"
    # Behind the line of 100%, which would cross it.
    write_beside(ax, value, (max(share or 0.0, 100.0), at), (7, 0), font, va="center")


def _legend(ax: Any, shown: Sequence[IndicatorScore], words: Sequence[str], font: Any) -> None:
    """What the colours say, of those that are there."""
    patches = require("matplotlib.patches", "plot")
    states = {one.reached for one in shown}
    handles = [
        patches.Patch(color=_COLOUR_OF_STATE[state], label=word)
        for state, word in zip(_STATE_KEYS, words, strict=True)
        if state in states
    ]
    if handles:
        legend = ax.legend(handles=handles, prop=font, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
        for label in legend.get_texts():
            label.set_usetex(False)
