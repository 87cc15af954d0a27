"""The results of a year as HTML: a page that needs nothing from elsewhere, and what a notebook shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from perfmodel.comparison.words import KIND_NAMES, kind_word
from perfmodel.display.cells import badge
from perfmodel.display.html import Child, Element, output, tag
from perfmodel.display.page import page as display_page
from perfmodel.display.words import truncate
from perfmodel.frames.columns import Column
from perfmodel.reports.own_output import OWN_OUTPUT_MARK
from perfmodel.year_results.columns import columns_of, rows_of, shown_rows
from perfmodel.year_results.text import headline

if TYPE_CHECKING:
    from perfmodel.year_results.results import Results

__all__ = ["fragment", "page"]

# What a notebook shows of a large year.
_MOST_SHOWN = 100
_PROJECT_SHOWN = (
    "project", "body", "state", "met", "missed", "not_yet", "over", "unknown", "changes", "printed_total", "total",
    "approved_total", "plan_file", "result_file",
)  # fmt: skip
_INDICATOR_SHOWN = (
    "indicator", "approved", "target", "actual", "outcome", "approved_outcome", "points", "approved_points", "changes", "plan_cell",
    "result_cell",
)  # fmt: skip
_CHANGES_COLUMN = Column("changes", "与批复不同")


def page(found: Results, lang: str) -> str:
    """Return a page of its own: the projects, then the indicators of each."""
    title = "Results of the year" if lang == "en" else "年度绩效结果"
    return display_page(title, *_elements(found, lang, None), lang=lang, generator=OWN_OUTPUT_MARK)


def fragment(found: Results, lang: str) -> str:
    """Return what a notebook shows: the first projects alone."""
    return output(*_elements(found, lang, _MOST_SHOWN), lang=lang)


def _elements(found: Results, lang: str, most: int | None) -> Iterator[Child]:
    yield tag("div", headline(found, lang), class_="pm-title")
    rows = _rows(found, "project", lang)
    if rows:
        yield _table("project", _PROJECT_SHOWN, rows[:most], lang)
    if most is not None and len(rows) > most:
        yield tag("div", f"… {len(rows) - most:,}", class_="pm-second")
    for file in found.unread:
        colon = ": " if lang == "en" else "："
        yield tag(
            "div", f"{truncate(file.name, lang)}{colon}{file.en if lang == 'en' else file.zh}", class_="pm-unread"
        )
    if most is not None:
        return
    by_project: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in _rows(found, "indicator", lang):
        key = tuple(row[name] for name in ("project", "body", "year", "form", "plan_file", "result_file"))
        by_project.setdefault(key, []).append(row)
    for key, indicators in by_project.items():
        named = " · ".join(str(part) for part in key[:4] if part is not None)
        yield tag("div", tag("span", truncate(named, lang), class_="pm-name"))
        yield _table("indicator", _INDICATOR_SHOWN, indicators, lang)


def _rows(found: Results, level: str, lang: str) -> list[dict[str, Any]]:
    """The rows as they are shown, with the codes of kinds and states beside their words."""
    other = "why" if lang == "en" else "english"
    names = [column.name for column in columns_of(level) if column.name != other]
    shown = [dict(zip(names, row, strict=True)) for row in shown_rows(found, level, lang)[1]]
    return [{**row, "codes": codes} for row, codes in zip(shown, rows_of(found, level), strict=True)]


def _table(level: str, names: Sequence[str], rows: Sequence[dict[str, Any]], lang: str) -> Element:
    columns = {column.name: column for column in (*columns_of(level), _CHANGES_COLUMN)}
    heads = [columns[name].zh if lang == "zh" else name.replace("_", " ") for name in names]
    head = tag("tr", *(tag("th", text, scope="col") for text in heads))
    body = [tag("tr", *(_cell(level, name, row, lang) for name in names)) for row in rows]
    return tag("table", tag("thead", head), tag("tbody", *body))


def _cell(level: str, name: str, row: dict[str, Any], lang: str) -> Element:
    if name == "changes":
        return tag("td", *_badges(level, row["codes"], lang))
    value = row[name]
    if name in ("outcome", "approved_outcome") and value is not None:
        return tag("td", badge(value, row["codes"][name]))
    if value is None:
        return tag("td")
    if isinstance(value, (int, Decimal)):
        return tag("td", f"{value:f}" if isinstance(value, Decimal) else str(value), class_="pm-money")
    return tag("td", truncate(value, lang))


def _badges(level: str, codes: dict[str, Any], lang: str) -> Iterator[Element]:
    """The kinds of change of a row; of a project with how many there are."""
    if level == "indicator":
        for kind in (codes["changes"] or "").split(","):
            if kind:
                yield badge(kind_word(kind, lang), kind)
        return
    for kind in KIND_NAMES:
        count = codes.get(f"{kind}_count")
        if count:
            yield badge(f"{kind_word(kind, lang)} {count}", kind)
