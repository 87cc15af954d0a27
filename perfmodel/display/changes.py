"""A comparison with the old beside the new, project by project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from attrs import frozen

from perfmodel.comparison.change import Change, amount_with_unit, common_ends, notes
from perfmodel.comparison.comparison import Comparison, headline, indicator_of, owner_of, report
from perfmodel.comparison.outcome_text import doubt_lines, outcome_lines
from perfmodel.comparison.words import KIND_NAMES, kind_word, label
from perfmodel.display.cells import badge, secondary_line
from perfmodel.display.html import Child, Element, tag
from perfmodel.display.words import phrase, truncate
from perfmodel.model.paths import path_text

__all__ = [
    "Group",
    "Row",
    "Side",
    "changes_elements",
    "changes_text",
    "counts_of",
    "groups_of",
    "outcome_elements",
    "outcome_text",
]

# What is shorter is marked as a whole; of what is longer, what differs, with as much around it.
_SHORT_CHARACTERS, _SHOWN_AROUND, _DIFFERING_CHARACTERS = 60, 60, 600
_CANDIDATES = 5
_TEXT_LINES, _LINE_CHARACTERS = 50, 300


@frozen
class Side:
    """What stands on one side: pieces of text, each with whether it is what differs; ``below`` are lines under it."""

    pieces: tuple[tuple[str, bool], ...] = ()
    below: tuple[str, ...] = ()


@frozen
class Row:
    """A change as it is shown: ``subject`` is an indicator's name or what differs, ``field`` what of the indicator does."""

    kind: str
    word: str
    subject: str
    field: str
    notes: tuple[str, ...]
    old: Side | None
    new: Side | None
    path: str


@frozen
class Group:
    """The rows of a project or a spending body: its heading (empty where there is none), its place, its rows."""

    heading: str
    path: str
    rows: tuple[Row, ...]


def groups_of(changes: Sequence[Change], lang: str) -> list[Group]:
    """Return changes by project, in their order.

    >>> change = Change("money", "project.funding.total", "funding.total", "funding.total", Decimal(18), Decimal(20))
    >>> [(row.word, row.subject, row.path) for group in groups_of([change], "zh") for row in group.rows]
    [('金额', '资金·总计', 'funding.total')]
    """
    groups = []
    for (kind, name, path), owned in groupby(changes, owner_of):
        rows = tuple(_row(change, lang) for change in owned)
        colon = ": " if lang == "en" else "："
        heading = f"{label(kind, lang)}{colon}{truncate(name, lang) or phrase('unnamed', lang)}" if kind else ""
        groups.append(Group(heading, path, rows))
    if len(groups) > 1:  # else what is about the whole table would seem to be about the project above it
        groups = [group if group.heading else Group(phrase("whole_table", lang), "", group.rows) for group in groups]
    return groups


def counts_of(changes: Sequence[Change], lang: str) -> list[tuple[str, str]]:
    """Return the kinds that occur, each with its name and number.

    >>> counts_of([Change("added", "project", None, "projects[0]", None, "会议费")], "zh")
    [('added', '新增 1')]
    """
    counts = Counter(change.kind for change in changes)
    return [(kind, f"{kind_word(kind, lang)} {counts[kind]:,}") for kind in KIND_NAMES if counts[kind]]


def _row(change: Change, lang: str) -> Row:
    step, name = indicator_of(change)
    field = label(change.subject, lang)
    old, new = (_value(value, unit) for value, unit in ((change.old, change.unit_old), (change.new, change.unit_new)))
    return Row(
        change.kind,
        kind_word(change.kind, lang),
        (name or phrase("unnamed", lang)) if step else field,
        field if step else "",
        tuple(notes(change, lang)),
        _side(old, new, change.candidates_old, lang),
        _side(new, old, change.candidates_new, lang),
        " → ".join(dict.fromkeys(path for path in (change.path_old, change.path_new) if path)),
    )


def _value(value: str | Decimal | None, unit: str | None) -> str | None:
    return amount_with_unit(value, unit) if isinstance(value, Decimal) else value


def _side(mine: str | None, other: str | None, candidates: tuple[str, ...], lang: str) -> Side | None:
    if mine is None:
        if not candidates:
            return None
        mine = ""
    below = tuple(path_text(path, lang) for path in candidates[:_CANDIDATES])
    if len(candidates) > _CANDIDATES:
        below = (*below, phrase("more_candidates", lang, f"{len(candidates):,}"))
    if other is None or candidates or max(len(mine), len(other)) <= _SHORT_CHARACTERS:
        return Side(((truncate(mine, lang) or phrase("none", lang), not candidates),), below)
    start, end = common_ends(mine, other)
    head, middle, tail = mine[:start], mine[start : len(mine) - end], mine[len(mine) - end :]
    if len(head) > 2 * _SHOWN_AROUND:
        head = phrase("characters_before", lang, f"{len(head) - _SHOWN_AROUND:,}") + head[-_SHOWN_AROUND:]
    tail = truncate(tail, lang, _SHOWN_AROUND) if len(tail) > 2 * _SHOWN_AROUND else tail
    pieces = ((head, False), (truncate(middle, lang, _DIFFERING_CHARACTERS), True), (tail, False))
    return Side(tuple(piece for piece in pieces if piece[0]), below)


def changes_elements(changes: Sequence[Change], lang: str, most: int) -> Iterator[Child]:
    """The first changes in HTML: how many there are of each kind, then a table with the old beside the new."""
    if not changes:
        yield tag("div", headline(changes, lang))
        return
    yield tag("div", *(badge(text, kind) for kind, text in counts_of(changes, lang)))
    head = tag("tr", *(tag("th", phrase(key, lang), scope="col") for key in ("subject", "change", "old", "new")))
    widths = tag("colgroup", *(tag("col", width=width) for width in ("22%", "22%", "28%", "28%")))
    body = [row for group in groups_of(changes[:most], lang) for row in _group(group, lang)]
    yield tag("table", widths, tag("thead", head), tag("tbody", *body))
    if len(changes) > most:
        yield secondary_line(phrase("more_changes", lang, f"{len(changes) - most:,}"))


def _group(group: Group, lang: str) -> Iterator[Element]:
    if group.heading:
        place = tag("span", f" {path_text(group.path, lang)}", class_="pm-second") if group.path else None
        yield tag("tr", tag("th", tag("span", group.heading), place, colspan=4, scope="rowgroup"), class_="pm-sum")
    # What differs of one indicator stands beside its name, written once.
    for _key, found in groupby(group.rows, _subject):
        rows = list(found)
        for at, row in enumerate(rows):
            named = tag("td", truncate(row.subject, lang), rowspan=len(rows), class_="pm-level") if at == 0 else None
            yield tag("tr", named, _kind_cell(row, lang), _side_cell(row, "old", lang), _side_cell(row, "new", lang))


def _subject(row: Row) -> tuple[str, ...]:
    if not row.field:
        return row.kind, row.path, row.subject
    return row.path.rpartition("indicators[")[2].partition("]")[0], row.subject


def _kind_cell(row: Row, lang: str) -> Element:
    field = tag("span", row.field) if row.field else None
    said = (secondary_line(truncate(text, lang)) for text in row.notes)
    return tag("td", badge(row.word, row.kind), field, *said, title=truncate(row.path, lang) or None)


def _side_cell(row: Row, name: str, lang: str) -> Element:
    side = row.old if name == "old" else row.new
    doubt = "pm-unclear" if row.kind == "ambiguous" else None
    if side is None:
        return tag("td", tag("span", phrase("none", lang), class_="pm-second"), class_=doubt)
    pieces = (tag("span", text, class_=f"pm-{name}") if differs else tag("span", text) for text, differs in side.pieces)
    return tag("td", *pieces, *(secondary_line(truncate(text, lang)) for text in side.below), class_=doubt)


def changes_text(changes: Sequence[Change], lang: str, most: int) -> str:
    """Return the first changes as lines of text, and how many are left."""
    most = min(most, _TEXT_LINES)
    lines = [truncate(line, lang, _LINE_CHARACTERS) for line in report(changes, lang, most).split("\n")]
    if len(changes) > most:
        lines.append(phrase("more_changes", lang, f"{len(changes) - most:,}"))
    return "\n".join(lines)


def outcome_text(found: Comparison, lang: str, most: int) -> list[str]:
    """Return what a plan's result came to, as lines behind the changes; none for a comparison of two years.

    >>> outcome_text(Comparison(), "zh", 10)
    []
    """
    lines = [*doubt_lines(found.matches, lang), *outcome_lines(found.outcomes, lang)]
    shown = [truncate(line, lang, _LINE_CHARACTERS) for line in lines[:most]]
    return shown if len(lines) <= most else [*shown, f"… {len(lines) - most:,}"]


def outcome_elements(found: Comparison, lang: str, most: int) -> Iterator[Child]:
    """The same in HTML: a line each, those of a project below its name."""
    for line in outcome_text(found, lang, most):
        if line:
            yield tag("div", line.strip(), class_="pm-second" if line.startswith(" ") else "pm-name")
