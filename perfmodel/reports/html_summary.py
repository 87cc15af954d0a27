"""What stands around the findings of an HTML report: the rules that were found most often, the fields to filter by, the rules' words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfmodel._internal.did_you_mean import SettingError
from perfmodel.display.html import Child, Element, tag
from perfmodel.display.words import severity_word, truncate
from perfmodel.reports.counts import Counts
from perfmodel.reports.html_table import rule_anchor
from perfmodel.reports.html_words import report_phrase
from perfmodel.reports.rule_catalogue import Entry, entry_of

__all__ = ["filter_bar", "list_head", "rules_table", "words_of_rules"]

_MOST_RULES_LISTED = 10


def list_head(labels: Iterable[str]) -> Element:
    """Return the head of a list, with the labels of its columns."""
    return tag("thead", tag("tr", *(tag("th", label, scope="col") for label in labels)))


def _entry(code: str) -> Entry | None:
    try:
        return entry_of(code)
    except SettingError:
        return None


def _title(code: str, lang: str) -> str:
    entry = _entry(code)
    return "" if entry is None else entry.title(lang)


def rules_table(counts: Counts, lang: str) -> Element:
    """The rules that were found most often, each leading to its words."""
    found = counts.by_rule()
    rows = [
        tag(
            "tr",
            tag("th", _link(code), scope="row"),
            tag("td", truncate(_title(code, lang), lang)),
            tag("td", f"{count:,}", class_="pm-money", data_label=report_phrase("count", lang)),
        )
        for code, count in found[:_MOST_RULES_LISTED]
    ]
    more = len(found) - len(rows)
    heads = [report_phrase(key, lang) for key in ("rule", "rule_title", "count")]
    widths = (tag("col", width=f"{width}%") for width in (14, 70, 16))
    return tag(
        "section",
        tag("h2", report_phrase("rules", lang)),
        tag("table", tag("colgroup", *widths), list_head(heads), tag("tbody", *rows), class_="pm-list"),
        tag("p", report_phrase("rules_more", lang, more), class_="pm-second") if more > 0 else None,
        id="rules",
    )


def _link(code: str) -> Child:
    anchor = rule_anchor(code)
    return code if anchor is None else tag("a", code, href=f"#{anchor}")


def filter_bar(counts: Counts, lang: str) -> Element:
    """The fields to filter by, which only the script shows: without it, everything is there and nothing to filter with."""
    boxes = [
        tag(
            "label",
            tag("input", type="checkbox", checked="", data_severity=severity),
            f"{severity_word(severity, lang)} {count:,}",
            class_=f"pm-box pm-{severity}",
        )
        for severity, count in counts.severities.items()
        if count
    ]
    codes = sorted(code for code in counts.codes if rule_anchor(code))
    options = [
        tag("option", f"{code} {truncate(_title(code, lang), lang, 30)} ({counts.codes[code]:,})", value=code)
        for code in codes
    ]
    hint = report_phrase("search_hint", lang)
    return tag(
        "div",
        *boxes,
        tag(
            "select",
            tag("option", report_phrase("all_rules", lang), value=""),
            *options,
            id="filter-rule",
            aria_label=report_phrase("rule", lang),
        ),
        tag("input", type="search", id="filter-text", aria_label=hint, placeholder=report_phrase("search", lang)),
        tag("label", tag("input", type="checkbox", id="filter-only"), report_phrase("only", lang), class_="pm-box"),
        tag("button", report_phrase("reset", lang), type="button", id="filter-reset"),
        tag("span", role="status", aria_live="polite", id="filter-status", data_label=report_phrase("status", lang)),
        class_="pm-filter",
        role="search",
        aria_label=report_phrase("filter", lang),
        hidden="",
    )


def words_of_rules(counts: Counts, lang: str) -> Element:
    """The words of each rule that found something: its title, what it checks, and why."""
    blocks = []
    for code in sorted(counts.codes):
        entry = _entry(code)
        checks, why = ("", "") if entry is None else entry.words(lang)
        name = f"{code} {entry.name}".strip() if entry is not None else code
        children: list[Child] = [
            tag("h3", f"{truncate(name, lang)}{': ' if lang == 'en' else '：'}{truncate(_title(code, lang), lang)}")
        ]
        if checks:
            children.append(tag("p", report_phrase("checks", lang), *_marked_up(checks)))
        if why:
            children.append(tag("p", report_phrase("why", lang), *_marked_up(why)))
        if entry is not None and not checks:
            children.append(tag("p", report_phrase("of_reading", lang)))
        blocks.append(tag("div", *children, id=rule_anchor(code), class_="pm-rule"))
    top = tag("p", tag("a", report_phrase("top", lang), href="#top"), class_="pm-top")
    return tag("section", tag("h2", report_phrase("words", lang)), *blocks, top, id="words")


def _marked_up(text: str) -> Iterator[Child]:
    """A paragraph whose only markup is code in backticks."""
    for at, piece in enumerate(text.split("`")):
        if piece:
            yield tag("code", piece) if at % 2 else piece
