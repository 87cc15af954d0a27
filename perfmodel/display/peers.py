"""Peers in HTML: how they are spread, where the indicator's own value stands, and examples with their source."""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel.display.html import Child, Element, tag
from perfmodel.display.words import truncate
from perfmodel.peer_targets.peers import Peers
from perfmodel.peer_targets.text import (
    compared_line,
    count_line,
    example_source,
    head_line,
    left_out_line,
    number_text,
    operators_line,
    part_names,
    unit_text,
    verdict_line,
)
from perfmodel.peer_targets.words import columns_of_examples

__all__ = ["peers_elements"]


def peers_elements(found: Peers, lang: str) -> Iterator[Child]:
    """The tables of peers: a row of numbers, then a row for each example."""
    yield tag("div", truncate(head_line(found, lang), lang), class_="pm-title")
    unit = unit_text(found)
    yield tag("div", tag("span", count_line(found, lang)), tag("span", truncate(unit, lang)), class_="pm-facts")
    if found.count:
        parts = list(part_names(found, lang))
        head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name, _number in parts)))
        numbers = (tag("td", truncate(number_text(number), lang), class_="pm-money") for _name, number in parts)
        yield tag("table", head, tag("tbody", tag("tr", *numbers)))
        for line in (compared_line(found, lang), operators_line(found, lang)):
            yield tag("div", line)
        yield tag("div", verdict_line(found, lang), class_="pm-name")
    left_out = left_out_line(found, lang)
    yield tag("div", left_out, class_="pm-second") if left_out else None
    if found.examples:
        yield _examples(found, lang)


def _examples(found: Peers, lang: str) -> Element:
    printed = columns_of_examples()["printed"][lang == "en"]
    source = "source" if lang == "en" else "来源"
    columns = tag("colgroup", tag("col", width="25%"), tag("col", width="75%"))
    head = tag("thead", tag("tr", tag("th", printed, scope="col"), tag("th", source, scope="col")))
    rows = (
        tag("tr", tag("td", truncate(one.printed, lang)), tag("td", truncate(example_source(one, lang), lang)))
        for one in found.examples
    )
    return tag("table", columns, head, tag("tbody", *rows))
