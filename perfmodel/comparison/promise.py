"""Promise and result: an approved table of targets beside the self-evaluation that reports on it (E11).

The question is whether the targets that are reported on are those that were approved. The same target in another spelling
(3万 and 30000, 不少于 and ≥, 12月底 and 12月31日) is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve, frozen

from perfmodel.analysis.category_pair import CategoryPair
from perfmodel.comparison.changes import better_of
from perfmodel.comparison.identities import category_key, match_indicators, same_amount
from perfmodel.comparison.matching import Pair
from perfmodel.comparison.normalise import loose, without_years
from perfmodel.comparison.targets import Verdict, verdict
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project
from perfmodel.model.target import Target
from perfmodel.scoring.value import target_of
from perfmodel.strings.canonical import amount_text
from perfmodel.values import dates, units
from perfmodel.values.kinds import AllOf, Boolean, Deadline, Meaning, Qualitative, Range, Ratio, Threshold
from perfmodel.values.logic import implies

__all__ = ["PROMISE_KINDS", "PromiseChange", "promise_changes", "promise_findings", "with_approved_targets"]

_CODE = "E11"
# What can become of a promise: how bad it is, and what it is called.
PROMISE_KINDS = {
    "lowered": ("error", "目标降低", "target lowered"),
    "qualitative": ("error", "定量目标改为定性", "a number became words"),
    "dropped": ("error", "指标取消", "indicator dropped"),
    "changed": ("warning", "目标改变", "target changed"),
    "unit": ("warning", "单位改变", "unit changed"),
    "renamed": ("warning", "指标改名", "indicator renamed"),
    "moved": ("warning", "类别改变", "category changed"),
    "weight": ("warning", "分值改变", "weight changed"),
    "budget": ("warning", "预算改变", "budget changed"),
    "raised": ("hint", "目标提高", "target raised"),
    "added": ("hint", "指标增加", "indicator added"),
    "doubtful": ("hint", "对应存疑", "which is which is in doubt"),
}
_NUMERIC_KINDS = (Threshold, Range, Ratio, AllOf)


@frozen
class PromiseChange:
    """Something that differs between what was approved and what is reported on.

    ``kind`` is one of `PROMISE_KINDS`, which also has its severity. ``approved`` and ``reported`` are what stands on the two
    sides, ``path_approved`` and ``path_reported`` where in the two projects (None where a side has none). ``inferred`` is true
    where something was concluded that the tables do not say: that a fixed number asks for more or less, that an indicator
    goes by another name.
    """

    kind: str
    name: str
    approved: str | None
    reported: str | None
    path_approved: str | None
    path_reported: str | None
    inferred: bool = False

    @property
    def severity(self) -> str:
        """How bad it is: ``error``, ``warning`` or ``hint``."""
        return PROMISE_KINDS[self.kind][0]

    @property
    def path(self) -> str:
        """The place in the self-evaluation; that of the indicators where it has none."""
        return "indicators" if self.path_reported is None else self.path_reported

    @property
    def message(self) -> str:
        """What differs, in Chinese."""
        doubt = "（系推断）" if self.inferred else ""
        return f"{PROMISE_KINDS[self.kind][1]}：{self.name}，批复 {_or_none(self.approved)}，自评 {_or_none(self.reported)}{doubt}"

    @property
    def english(self) -> str:
        """What differs, in English."""
        doubt = " (inferred)" if self.inferred else ""
        sides = f"approved {_or_none(self.approved)}, reported {_or_none(self.reported)}"
        return f"{PROMISE_KINDS[self.kind][2]}: {self.name}, {sides}{doubt}"


def _or_none(text: str | None) -> str:
    return "—" if text is None else text


def promise_changes(
    approved: Project, reported: Project, currencies: tuple[str | None, str | None] = (None, None)
) -> tuple[PromiseChange, ...]:
    """Return what differs between an approved project and its self-evaluation, in the order of the approved indicators.

    ``currencies`` are what the amounts of the two are in.

    >>> old = Project("演出", indicators=[Indicator(name="演出场次", annual="≥50场", weight=20)])
    >>> new = Project("演出", indicators=[Indicator(name="演出场次", annual="≥40场", actual="42场", weight=20)])
    >>> [(change.kind, change.approved, change.reported) for change in promise_changes(old, new)]
    [('lowered', '≥50场', '≥40场')]
    >>> promise_changes(old, evolve(old, indicators=[Indicator(name="演出场次", annual="不少于50场", weight=20)]))
    ()
    """
    return tuple(_changes(approved, reported, currencies))


def promise_findings(
    approved: Project, reported: Project, currencies: tuple[str | None, str | None] = (None, None)
) -> tuple[Finding, ...]:
    """Return the same as findings of the self-evaluation, with the code E11.

    >>> old = Project("演出", indicators=[Indicator(name="演出场次", annual="≥50场"), Indicator(name="出勤率", annual="≥95%")])
    >>> [(one.code, one.severity, one.path) for one in promise_findings(old, Project("演出", indicators=old.indicators[:1]))]
    [('E11', 'error', 'indicators')]
    """
    return tuple(
        Finding(_CODE, change.severity, change.message, change.path, english=change.english)
        for change in _changes(approved, reported, currencies)
    )


def with_approved_targets(approved: Project, reported: Project) -> Project:
    """Return a self-evaluation with the targets that were approved, so that it can be scored against them.

    >>> old = Project("演出", indicators=[Indicator(name="演出场次", annual="≥50场")])
    >>> new = Project("演出", indicators=[Indicator(name="演出场次", annual="≥40场", actual="42场", weight=20)])
    >>> with_approved_targets(old, new).indicators[0].annual.text
    '≥50场'
    """
    indicators = list(reported.indicators)
    for pair in _pairs(approved, reported)[0]:
        old, new = approved.indicators[pair.old], indicators[pair.new]
        target = target_of(old)
        if target is not None:
            plain = Target(target.signed_text, target.unit)
            indicators[pair.new] = evolve(new, annual=plain, adjusted=None, operator=None, unit=None)
    return evolve(reported, indicators=indicators)


def _pairs(approved: Project, reported: Project) -> tuple[list[Pair], list[int], list[int], list[tuple[int, int]]]:
    """Which approved indicator is which reported one, what is left on both sides, and what is in doubt."""
    old, new = approved.indicators, reported.indicators
    matching = match_indicators(old, new)
    pairs, dropped, added = list(matching.pairs), list(matching.dropped), list(matching.added)
    for at in matching.dropped:
        # In the same place with the same target: most likely renamed to what is easier to count.
        same = [other for other in added if _is_in_place(old[at], new[other]) and _is_same_target(old[at], new[other])]
        back = [
            one
            for one in dropped
            if same and _is_in_place(old[one], new[same[0]]) and _is_same_target(old[one], new[same[0]])
        ]
        if len(same) == len(back) == 1:
            pairs.append(Pair(at, same[0], "same_target"))
            dropped.remove(at)
            added.remove(same[0])
    doubts = [(doubt.old[0], doubt.new[0]) for doubt in matching.doubts]
    return sorted(pairs, key=lambda pair: pair.old), dropped, added, doubts


def _is_in_place(old: Indicator, new: Indicator) -> bool:
    one, other = CategoryPair.of(old), CategoryPair.of(new)
    if one.level2 and other.level2:
        return one.level2 == other.level2
    return category_key(old.level1) == category_key(new.level1) and category_key(old.level2) == category_key(new.level2)


def _verdict(old: Indicator, new: Indicator) -> Verdict | None:
    one, other = target_of(old), target_of(new)
    if one is None or other is None:
        return None if one is other else Verdict("changed", "blank")

    def way() -> str | None:
        ways = better_of(old), better_of(new)
        return ways[0] if ways[0] == ways[1] else None

    found = verdict(one, other, way, 0)
    if found is not None and found.kind == "changed" and _years_differ(one.meaning, other.meaning):
        # Both are of the budget year: 12月底前 and 2023年12月底前 are one.
        forward, back = (implies(*pair) for pair in _without_years(one.meaning, other.meaning))
        return Verdict("reworded" if forward and back else "raised" if forward else "lowered" if back else "changed")
    return found


def _years_differ(one: Meaning, other: Meaning) -> bool:
    """Whether two are deadlines, of which one alone names its year."""
    if not isinstance(one, Deadline) or not isinstance(other, Deadline):
        return False
    return (dates.year_of(one.date) is None) != (dates.year_of(other.date) is None)


def _without_years(one: Meaning, other: Meaning) -> tuple[tuple[Meaning, Meaning], tuple[Meaning, Meaning]]:
    """The new and the old deadline without their years, and the other way round."""
    old, new = (
        evolve(found, date=f"-{found.date[4:]}" if dates.year_of(found.date) else found.date)
        for found in (one, other)
        if isinstance(found, Deadline)
    )
    return (new, old), (old, new)


def _is_same_target(old: Indicator, new: Indicator) -> bool:
    found = _verdict(old, new)
    return found is None or found.kind == "reworded" or found.why == "fixed_or_bound"


def _changes(
    approved: Project, reported: Project, currencies: tuple[str | None, str | None]
) -> Iterator[PromiseChange]:
    yield from _of_budget(approved, reported, currencies)
    pairs, dropped, added, doubts = _pairs(approved, reported)
    for pair in pairs:
        yield from _of_pair(approved.indicators[pair.old], reported.indicators[pair.new], pair)
    for at in dropped:
        old = approved.indicators[at]
        yield PromiseChange("dropped", old.name, _target_text(old) or "", None, f"indicators[{at}]", None)
    for at in added:
        new = reported.indicators[at]
        yield PromiseChange("added", new.name, None, _target_text(new) or "", None, f"indicators[{at}]")
    for one, other in doubts:
        old, new = approved.indicators[one], reported.indicators[other]
        yield PromiseChange("doubtful", old.name, old.name, new.name, f"indicators[{one}]", f"indicators[{other}]")


def _of_budget(
    approved: Project, reported: Project, currencies: tuple[str | None, str | None]
) -> Iterator[PromiseChange]:
    line = reported.execution.total
    if line is None or approved.funding.total is None:
        return
    field = "revised" if line.initial is None else "initial"
    amount: Decimal | None = getattr(line, field)
    if amount is None:
        return
    known = currencies if None not in currencies else (None, None)
    if same_amount(approved.funding.total, known[0]) != same_amount(amount, known[1]):
        texts = amount_text(approved.funding.total), amount_text(amount)
        yield PromiseChange("budget", approved.name, *texts, "funding.total", f"execution.lines[0].{field}")


def _target_text(indicator: Indicator) -> str | None:
    target = target_of(indicator)
    if target is None:
        return None
    unit = target.unit or ""
    return target.signed_text if target.signed_text.endswith(unit) else f"{target.signed_text}{unit}"


def _of_pair(old: Indicator, new: Indicator, pair: Pair) -> Iterator[PromiseChange]:
    paths = f"indicators[{pair.old}]", f"indicators[{pair.new}]"
    inferred = pair.why in ("like_name", "same_target", "elsewhere")
    if loose(old.name) != loose(new.name) and without_years(old.name) != without_years(new.name):
        yield PromiseChange(
            "renamed", old.name, old.name, new.name, f"{paths[0]}.name", f"{paths[1]}.name", inferred=inferred
        )
    if not _is_in_place(old, new):
        labels = [one.level2 or one.level1 for one in (old, new)]
        texts = [None if label is None else label.name for label in labels]
        field = "level2" if labels[1] is new.level2 else "level1"
        yield PromiseChange("moved", old.name, texts[0], texts[1], f"{paths[0]}.{field}", f"{paths[1]}.{field}")
    yield from _of_target(old, new, paths)
    if old.weight is not None and new.weight is not None and old.weight != new.weight:
        texts = [f"{one.weight:f}" for one in (old, new)]
        yield PromiseChange("weight", old.name, texts[0], texts[1], f"{paths[0]}.weight", f"{paths[1]}.weight")


def _of_target(old: Indicator, new: Indicator, paths: tuple[str, str]) -> Iterator[PromiseChange]:
    found = _verdict(old, new)
    if found is None or found.kind == "reworded" or found.why == "fixed_or_bound":
        return
    kind = found.kind if found.kind in ("raised", "lowered") else _kind_of_change(old, new)
    field = "annual" if new.adjusted is None else "adjusted"
    yield PromiseChange(
        kind,
        old.name,
        _target_text(old),
        _target_text(new),
        f"{paths[0]}.{'annual' if old.annual is not None else 'whole_period'}",
        f"{paths[1]}.{field}",
        found.inferred,
    )


def _kind_of_change(old: Indicator, new: Indicator) -> str:
    """What a change is of which nobody can say that more or less is asked for."""
    one, other = target_of(old), target_of(new)
    if one is None or other is None:
        return "changed"
    was, now = one.meaning, other.meaning
    if isinstance(was, _NUMERIC_KINDS) and isinstance(now, (Qualitative, Boolean)):
        return "qualitative"
    if isinstance(was, (Threshold, Range)) and isinstance(now, (Threshold, Range)):
        same = was.per == now.per and units.factor_between(was.unit, now.unit) is not None
        return "changed" if same else "unit"
    return "changed"
