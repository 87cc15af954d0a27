"""Law: a table that adds up gives no finding; one amount altered gives exactly one, where the sums can tell."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from perfmodel import TargetTable, validate
from perfmodel.model.paths import object_at
from tests import ledger_strategies


@given(ledger_strategies.balanced())
def test_balanced(table: TargetTable) -> None:
    assert not validate(table, select="F01,F02")


@given(ledger_strategies.balanced(), st.data())
def test_one_amount_altered(table: TargetTable, data: st.DataObject) -> None:
    lines = ledger_strategies.lines_of(table)
    path = data.draw(st.sampled_from(sorted(lines)))
    before = object_at(table, path)
    after = data.draw(ledger_strategies.altered(before))
    assume(before != after)
    report = validate(ledger_strategies.with_line(table, path, after), select="F01,F02")
    assert len(report) == 1, str(report)
    assert report[0].path in (path, lines[path] or path)
    # Where the line itself no longer adds up, there is no doubt which it is.
    if after.appropriation is not None and after.total != sum(amount or 0 for amount in after.amounts[1:]):
        assert report[0].path == path


@given(ledger_strategies.balanced(), st.data())
def test_any_amounts_at_all(table: TargetTable, data: st.DataObject) -> None:
    lines = ledger_strategies.lines_of(table)
    for path in data.draw(st.lists(st.sampled_from(sorted(lines)), max_size=6)):
        funding = data.draw(ledger_strategies.altered(object_at(table, path)))
        table = ledger_strategies.with_line(table, path, funding)
    # At most two of a line: it does not add up itself, nor do those below it make it up.
    found = [finding.path for finding in validate(table, select="F01,F02")]
    assert all(path in lines and found.count(path) <= 2 for path in found)
