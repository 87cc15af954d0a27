"""Stacked bars of a picture, drawn by matplotlib, with their values beside them or inside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from perfmodel._internal.optional import require

__all__ = ["LINE_SPACING", "PALETTE", "Bars", "Series", "draw_bars", "drawn", "set_fonts", "write_beside"]

# The palette of Okabe and Ito: readers with any kind of colour vision can distinguish it.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#999999", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
_DARK_COLOURS = frozenset(("#00456B", "#0072B2", "#009E73", "#CC79A7", "#D55E00", "#777777"))
# A number is written inside a part that is so much of the longest bar for each of its characters.
_LEAST_SHARE_OF_CHARACTER = 0.013
# Of lines of Chinese, whose characters fill their height.
LINE_SPACING = 1.25
# From here on numbers have an exponent.
_LONGEST_WRITTEN = 10**12


@frozen
class Series:
    """What all bars have one part of: its name, an amount for each bar, and the colour."""

    name: str
    amounts: list[Decimal]
    colour: str


@frozen
class Bars:
    """The labels of bars, and what they consist of.

    ``counts`` says that the amounts are whole numbers, ``inside`` that each part's number is written on it.
    """

    labels: list[str]
    series: list[Series] = field(factory=list)
    counts: bool = False
    inside: bool = False


def drawn(text: str, lacking: str) -> str:
    """Return a text as matplotlib draws it: nothing is mathematics, and what no font has (``lacking``) is no box.

    >>> drawn("$5 ☃", "☃")
    '\\\\$5 ?'
    """
    shown = text.translate({ord(char): "?" for char in lacking})
    return shown.replace("$", r"\$")


def draw_bars(ax: Any, bars: Bars, shown: Callable[[str], str], font: Any) -> None:
    """Draw stacked bars from top to bottom, amounts under nothing to the left of the axis; ``shown`` makes texts drawable."""
    labels = bars.labels
    ahead, behind = [0.0] * len(labels), [0.0] * len(labels)
    parts: list[tuple[int, float, float, str]] = []
    for series in bars.series:
        # Only a picture may round.
        values = [float(amount) for amount in series.amounts]
        there = [at for at, value in enumerate(values) if value]
        starts = [ahead[at] if values[at] >= 0 else behind[at] for at in there]
        parts += [(at, start, values[at], series.colour) for at, start in zip(there, starts, strict=True)]
        ax.barh(
            there, [values[at] for at in there], left=starts, height=0.7, color=series.colour, label=shown(series.name)
        )
        for at, value in enumerate(values):
            if value >= 0:
                ahead[at] += value
            else:
                behind[at] += value
    longest = max(ahead, default=0) - min(behind, default=0)
    _write_totals(ax, ahead, behind, font)
    if bars.inside:
        _write_parts(ax, parts, longest, font)
    ax.set_yticks(list(range(len(labels))), [shown(label) for label in labels])
    _set_number_axis(ax.xaxis, bars.counts)
    set_fonts((*ax.get_yticklabels(), *ax.get_xticklabels()), font)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    # Room for the totals behind the bars; none where there is nothing, or what no room could be made for.
    if 0 < longest < float("inf"):
        ax.set_xlim(min(behind) * 1.05, max(max(ahead), longest * 0.01) * 1.12)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="x", alpha=0.3)
    ax.set_axisbelow(True)
    if bars.series:
        # Beside the axes: inside there may be a bar anywhere.
        legend = ax.legend(prop=font, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
        for label in legend.get_texts():
            label.set_usetex(False)


def set_fonts(labels: Sequence[Any], font: Any) -> None:
    """Give the labels of an axis a font that has their characters."""
    for label in labels:
        label.set_fontproperties(font)
        label.set_fontsize(9)
        label.set_linespacing(LINE_SPACING)
        label.set_usetex(False)


def _set_number_axis(axis: Any, counts: bool) -> None:
    """Let an axis show whole numbers alone where they are ``counts``, and thousands with commas."""
    ticker = require("matplotlib.ticker", "plot")
    if counts:
        axis.set_major_locator(ticker.MaxNLocator(integer=True, min_n_ticks=1))
    axis.set_major_formatter(ticker.FuncFormatter(lambda value, _place: _number_text(value)))


def _number_text(value: float) -> str:
    return f"{value:,.10g}" if abs(value) < _LONGEST_WRITTEN else f"{value:.3g}"


def write_beside(
    ax: Any, text: str, place: tuple[float, float], points: tuple[float, float], font: Any, **options: Any
) -> None:
    """Write a small text so many points to the right of and above a place of the data."""
    note = ax.annotate(text, place, points, textcoords="offset points", fontproperties=font, usetex=False, **options)
    note.set_fontsize(8)


def _write_totals(ax: Any, ahead: Sequence[float], behind: Sequence[float], font: Any) -> None:
    for at, (more, less) in enumerate(zip(ahead, behind, strict=True)):
        if more or less:
            text = _number_text(round(more + less, 2))
            write_beside(ax, text, (more, at), (4, 0), font, va="center")


def _write_parts(ax: Any, parts: Sequence[tuple[int, float, float, str]], longest: float, font: Any) -> None:
    for at, start, value, colour in parts:
        text = _number_text(value)
        if value >= longest * _LEAST_SHARE_OF_CHARACTER * len(text):
            ink = "white" if colour in _DARK_COLOURS else "black"
            write_beside(ax, text, (start + value / 2, at), (0, 0), font, ha="center", va="center", color=ink)
