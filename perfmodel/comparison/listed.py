"""What of two lists stands on one side alone, and what is in doubt; what two comparisons of tables share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve

from perfmodel.comparison.change import Change, amount_with_unit
from perfmodel.comparison.location import Spot
from perfmodel.comparison.matching import Matching
from perfmodel.comparison.normalise import years
from perfmodel.comparison.words import note
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable, Task

__all__ = ["homes", "listed", "years_apart"]


def listed(
    spot: Spot, subject: str, steps: str, rank: int, matching: Matching, lists: tuple[Sequence[Any], Sequence[Any]]
) -> Iterator[Change]:
    """What of two lists stands on one side alone, and what is in doubt."""
    for added, places in ((False, matching.dropped), (True, matching.added)):
        for at in places:
            what = lists[added][at]
            zh, en = _about(what, spot, added)
            found = spot.alone(subject, what, _called(what), steps, rank, at, added)
            yield evolve(found, note=zh, note_english=en)
    for doubt in matching.doubts:
        names = ([_called(lists[0][at]) for at in doubt.old], [_called(lists[1][at]) for at in doubt.new])
        yield spot.doubt(subject, names, steps, rank, doubt)


def _about(what: Section | Project | Indicator | Task, spot: Spot, added: bool) -> tuple[str, str]:
    """The money and the number of indicators of a project that comes or goes."""
    if not isinstance(what, Project):
        return "", ""
    table = spot.new if added else spot.old
    zh, en = note("weighs")
    total = "—" if what.funding.total is None else amount_with_unit(what.funding.total, table.currency_unit)
    said = {"total": total, "count": len(what.indicators)}
    return zh.format(**said), en.format(**said)


def _called(what: Section | Project | Indicator | Task) -> str:
    return what.printed or "" if isinstance(what, Indicator) and not what.understood else what.name


def homes(table: TargetTable) -> list[int]:
    """Which section each project stands in."""
    return [at for at, section in enumerate(table.sections) for _project in section.projects]


def years_apart(old: str, new: str) -> int | None:
    """By how many years two names are apart; None where they do not say so."""
    one, other = years(old), years(new)
    by = {later - earlier for earlier, later in zip(one, other, strict=False)}
    return by.pop() if len(one) == len(other) and len(by) == 1 else None
