"""All that differs between an old and a new table (`Comparison`), and the report of it for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, overload

from attrs import evolve, field, frozen

from perfmodel._internal.arguments import check_lang
from perfmodel._internal.deprecated import warn_renamed
from perfmodel._internal.messages import one_of, wrong_value
from perfmodel.comparison.change import (
    LONGEST_UNCUT,
    Change,
    both_sides,
    join_notes,
    notes,
    one_line_name,
    order_of,
    value_text,
)
from perfmodel.comparison.outcome import ProjectOutcome
from perfmodel.comparison.outcome_text import doubt_lines, outcome_lines, places_text, plain_outcome
from perfmodel.comparison.plan_findings import plan_findings
from perfmodel.comparison.plan_result import Match
from perfmodel.comparison.words import KIND_NAMES, SEVERITY_OF_KIND, kind_word, label
from perfmodel.model import validators
from perfmodel.model.finding import Finding
from perfmodel.model.methods import ViewMethods
from perfmodel.model.report_methods import ReportRowMethods
from perfmodel.source.characters import width
from perfmodel.source.excerpt import visible

__all__ = ["Change", "Comparison", "headline", "in_order", "indicator_of", "owner_of", "report"]

_MOST_CANDIDATES = 5


def _changes(given: Iterable[Change]) -> tuple[Change, ...]:
    return validators.as_tuple(given)


@frozen
class Comparison(ViewMethods, ReportRowMethods, Sequence[Change]):
    """All differences between an old and a new table; false if there are none.

    A sequence of `Change` in the order of the new table, what was dropped at the place that it had. The views
    (`added`, `raised`, …) are tuples of the changes of one kind. ``print`` shows the first of them, `render` returns them
    all, a notebook shows old and new side by side.

    >>> import perfmodel
    >>> table = perfmodel.read("tests/tables/guangzhou-disability-employment.txt")
    >>> bool(perfmodel.compare(table, table)), len(perfmodel.compare(table, table))
    (False, 0)
    >>> found = perfmodel.compare(table.projects[1], table.projects[2])
    >>> found.money[0].old, found.money[0].new
    (Decimal('52.17'), Decimal('18.00'))

    That of a plan with its result (``of_result``) has more: ``matches`` say how each project and indicator was found again,
    `outcomes` what became of each project, and `findings` are the changes as E11 of the catalogue of checks.
    """

    changes: tuple[Change, ...] = field(default=(), converter=_changes, validator=validators.tuple_of(Change))
    matches: tuple[Match, ...] = field(default=(), eq=False, repr=False)
    outcomes: tuple[ProjectOutcome, ...] = field(default=(), eq=False, repr=False)
    of_result: bool = field(default=False, eq=False, repr=False)

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        return self.changes[index]

    def __len__(self) -> int:
        return len(self.changes)

    def of(self, *kinds: str) -> tuple[Change, ...]:
        """Return the changes of some kinds; `ValueError` for an unknown kind.

        >>> Comparison().of("raised", "lowered")
        ()
        """
        for kind in kinds:
            if kind not in KIND_NAMES:
                raise wrong_value(one_of(KIND_NAMES), kind, "kind")
        return tuple(change for change in self.changes if change.kind in kinds)

    @property
    def added(self) -> tuple[Change, ...]:
        """Sections, projects and indicators that only the new table has."""
        return self.of("added")

    @property
    def dropped(self) -> tuple[Change, ...]:
        """What only the old table has."""
        return self.of("dropped")

    @property
    def renamed(self) -> tuple[Change, ...]:
        """Renamed projects and indicators; inferred, unless the two were compared on their own."""
        return self.of("renamed")

    @property
    def moved(self) -> tuple[Change, ...]:
        """Projects under another section, indicators under another category."""
        return self.of("moved")

    @property
    def money(self) -> tuple[Change, ...]:
        """Amounts that differ."""
        return self.of("money")

    @property
    def raised(self) -> tuple[Change, ...]:
        """Targets that are more demanding."""
        return self.of("raised")

    @property
    def lowered(self) -> tuple[Change, ...]:
        """Targets that are less demanding."""
        return self.of("lowered")

    @property
    def reworded(self) -> tuple[Change, ...]:
        """Values with another wording and the same meaning."""
        return self.of("reworded")

    @property
    def changed(self) -> tuple[Change, ...]:
        """All other differences."""
        return self.of("changed")

    @property
    def ambiguous(self) -> tuple[Change, ...]:
        """Objects of both tables that may correspond, where it cannot be determined which does."""
        return self.of("ambiguous")

    @property
    def counts(self) -> dict[str, int]:
        """The number of changes of each kind that occurs."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KIND_NAMES if found[kind]}

    def mirrored(self) -> Comparison:
        """Return what comparing the new with the old gives."""
        turned = in_order([change.mirrored() for change in self.changes])
        matches = tuple(match.mirrored() for match in self.matches)
        return evolve(turned, matches=matches, outcomes=self.outcomes, of_result=self.of_result)

    def to_plain(self) -> dict[str, Any]:
        """Return counts and changes as a dict, for JSON.

        >>> Comparison().to_plain()
        {'counts': {}, 'changes': []}
        """
        plain: dict[str, Any] = {"counts": self.counts, "changes": [change.to_plain() for change in self.changes]}
        if self.of_result:
            for change, found in zip(self.changes, plain["changes"], strict=True):
                found["severity"] = SEVERITY_OF_KIND[change.kind]
            plain["matches"] = [match.to_plain() for match in self.matches]
            plain["outcomes"] = [plain_outcome(outcome) for outcome in self.outcomes]
        return plain

    def render(self, lang: str = "zh") -> str:
        """Return a report for people in ``zh`` or ``en``, by project, without an end of line.

        >>> Comparison().render(), Comparison().render("en")
        ('没有不同。', 'No differences.')
        """
        text = report(self.changes, check_lang(lang))
        return "\n".join((text, *doubt_lines(self.matches, lang), *outcome_lines(self.outcomes, lang)))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the departures of a result from its plan as findings E11; none for a comparison of two years."""
        return plan_findings(self.changes) if self.of_result else ()

    def text(self, lang: str = "zh") -> str:
        """Return a report; the former name of `render`, which will be removed."""
        warn_renamed("Comparison.text", "Comparison.render")
        return self.render(lang)


def in_order(changes: Iterable[Change]) -> Comparison:
    """Return a comparison of changes found in any order."""
    return Comparison(tuple(sorted(changes, key=order_of)))


def _lines(change: Change, lang: str, indent: str) -> Iterator[str]:
    """A change as lines of the report."""
    colon = ": " if lang == "en" else "："
    word, named = kind_word(change.kind, lang), label(change.subject, lang)
    behind = join_notes(notes(change, lang), lang) + places_text(change, lang)
    if change.kind in ("added", "dropped"):
        sign, value = ("+", change.new) if change.kind == "added" else ("-", change.old)
        yield f"{indent}{sign} {word}  {named}{colon}{value_text(value, None, lang)}{behind}"
        return
    old, new = both_sides(change, lang)
    if change.kind == "ambiguous":
        yield f"{indent}? {word}  {named}{colon}{behind.strip(' （）()')}"
        for sign, paths, names in (("-", change.candidates_old, old), ("+", change.candidates_new, new)):
            listed = " ".join(paths[:_MOST_CANDIDATES]) + (
                f" … ({len(paths)})" if len(paths) > _MOST_CANDIDATES else ""
            )
            yield f"{indent}    {sign} {names}  [{listed}]"
        return
    if width(old) + width(new) <= 2 * LONGEST_UNCUT:
        yield f"{indent}{word}  {named}{colon}{old} → {new}{behind}"
        return
    yield f"{indent}{word}  {named}{behind}{colon.strip()}"
    yield f"{indent}    - {old}"
    yield f"{indent}    + {new}"


def _place(change: Change) -> tuple[list[str], tuple[str, ...]]:
    """The steps of the path, and the names that go with it, on the new side where there is one."""
    if change.path_new is None:
        return (change.path_old or "").split("."), change.where_old
    return change.path_new.split("."), change.where_new


def owner_of(change: Change) -> tuple[str, str, str]:
    """Return the project or section whose heading a change stands under: what it is, its name, its place in the table."""
    (head, *_), names = _place(change)
    for kind in ("project", "section"):
        if names and head.startswith(f"{kind}s["):
            return kind, names[0], head
    return "", "", ""


def indicator_of(change: Change) -> tuple[str, str]:
    """Return the indicator whose heading a change stands under: its place and its name."""
    steps, names = _place(change)
    step = next((step for step in steps if step.startswith("indicators[")), "")
    return (step, names[-1]) if step and names and change.subject.startswith("indicator.") else ("", "")


def headline(changes: Sequence[Change], lang: str) -> str:
    """Return how many changes there are, and how many of each kind."""
    en = lang == "en"
    if not changes:
        return "No differences." if en else "没有不同。"
    counts = Counter(change.kind for change in changes)
    listed = [f"{kind_word(kind, lang)} {counts[kind]}" for kind in KIND_NAMES if counts[kind]]
    total = len(changes)
    if en:
        return f"{total} difference{'s' if total > 1 else ''}: {', '.join(listed)}"
    return f"{total} 处不同：{'、'.join(listed)}"


def report(changes: Sequence[Change], lang: str, most: int | None = None) -> str:
    """Return changes for people: a line of counts, then project by project; the first ``most`` of them, or all."""
    lines, colon = [headline(changes, lang)], ": " if lang == "en" else "："
    for (kind, name, path), owned in groupby(changes[:most], owner_of):
        lines.append("")
        outer = "  " if kind else ""
        if kind:
            lines.append(f"{label(kind, lang)}{colon}{one_line_name(name, lang)}  [{path}]")
        for (step, indicator), group in groupby(owned, indicator_of):
            if step:
                lines.append(f"{outer}{label('indicator', lang)}{colon}{one_line_name(indicator, lang)}")
            for change in group:
                lines += _lines(change, lang, outer + "  " if step else outer)
    # A label of a further column is whatever the table prints.
    return "\n".join(map(visible, lines))
