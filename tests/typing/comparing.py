"""Two years side by side."""

from __future__ import annotations

from decimal import Decimal

from typing_extensions import assert_type

from perfmodel import Change, Comparison, Funding, Indicator, Project, Target, View, compare, show


def less_demanding(found: Comparison) -> list[str]:
    """What a reviewer asks first."""
    return [f"{change.path_new}: {change.old} → {change.new}" for change in found.lowered]


def main() -> None:
    """Compare two projects."""
    old, new = (
        Project("会议费", funding=Funding(money), indicators=[Indicator(name="合格率", annual=Target(text))])
        for money, text in ((18, "≥95%"), (20, "≥90%"))
    )
    found = compare(old, new)
    assert_type(found, Comparison)
    assert_type(found[0], Change)
    assert_type(found[1:], tuple[Change, ...])
    assert_type(found.money, tuple[Change, ...])
    assert_type(found.counts, dict[str, int])
    assert_type(found[0].old, str | Decimal | None)
    assert_type(found[0].where_new, tuple[str, ...])
    assert_type(found.mirrored(), Comparison)
    assert_type(found.render("en"), str)
    assert_type(show(found, "en"), View)
    assert less_demanding(found) == ["indicators[0].annual: ≥95% → ≥90%"]
    for change in found:
        assert_type(change, Change)
    if not compare(old.indicators[0], old.indicators[0]):
        assert_type(compare(old.indicators[0], new.indicators[0]).raised, tuple[Change, ...])
