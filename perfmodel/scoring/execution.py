"""Scoring the execution of the budget: what was spent ÷ the budget, by its rate or by steps."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from perfmodel.analysis.funding_tree import is_sane
from perfmodel.model.execution import Execution, ExecutionLine
from perfmodel.scoring.options import ScoringOptions
from perfmodel.scoring.outcome import Reason, rounded, shown

__all__ = ["ExecutionScore", "budget_of_line", "rate_of", "score_execution", "step_of"]

_FULL, _NOTHING = Fraction(1), Fraction(0)
# The steps of steps-101: from which rate on, and which share of the weight; full only where all was spent.
_STEPS = ((Fraction(1), Fraction(1)), (Fraction(8, 10), Fraction(7, 10)), (Fraction(6, 10), Fraction(5, 10)))


@frozen
class ExecutionScore:
    """The score of a project's budget execution.

    ``rate`` is what was spent ÷ the budget as a percentage, to two decimals, ``exact_rate`` the same as a fraction of one;
    both are None where there is nothing to divide by. ``weight`` is the printed one, else that of the options; ``points``
    are rounded half up to two decimals, ``exact_points`` before that; both are None where they cannot be told. ``why`` says how, in Chinese, ``english`` the
    same in English. ``printed`` are the form's own points.

    >>> from perfmodel.model.execution import ExecutionLine
    >>> found = score_execution(Execution([ExecutionLine(revised=20000, executed=9034, weight=10)]), ScoringOptions())
    >>> found.rate, found.points, found.why
    (Decimal('45.17'), Decimal('4.52'), '9034 ÷ 20000 = 45.17%；× 10 = 4.52')
    """

    points: Decimal | None
    rate: Decimal | None
    exact_rate: Fraction | None
    exact_points: Fraction | None
    weight: Decimal
    printed: Decimal | None
    why: str
    english: str


def rate_of(line: ExecutionLine, denominator: str = "revised") -> Fraction | None:
    """Return what was spent of a line's budget; None where one of the two is not known, or the budget is not over 0.

    The other budget is taken where the one that counts was not printed.

    >>> rate_of(ExecutionLine(initial=88, executed=44)), rate_of(ExecutionLine(revised=0, executed=4))
    (Fraction(1, 2), None)
    """
    budget = budget_of_line(line, denominator)
    if budget is None or line.executed is None or budget <= 0 or not is_sane(budget) or not is_sane(line.executed):
        return None
    return Fraction(line.executed) / Fraction(budget)


def budget_of_line(line: ExecutionLine, denominator: str = "revised") -> Decimal | None:
    """Return the budget that counts, the other one where that is not printed.

    >>> budget_of_line(ExecutionLine(initial=88, revised=90), "initial")
    Decimal('88')
    """
    first, second = (line.initial, line.revised) if denominator == "initial" else (line.revised, line.initial)
    return second if first is None else first


def step_of(rate: Fraction) -> Fraction | None:
    """Return the share of the weight by steps; None where more was spent than there was.

    >>> step_of(Fraction(85, 100)), step_of(Fraction(1)), step_of(Fraction(59, 100))
    (Fraction(7, 10), Fraction(1, 1), Fraction(0, 1))
    """
    if rate > 1:
        return None
    return next((share for least, share in _STEPS if rate >= least), _NOTHING)


def score_execution(execution: Execution, options: ScoringOptions) -> ExecutionScore | None:
    """Return what the execution of a budget is worth; None where the form says nothing of it.

    Points never exceed the weight and are never less than 0; a budget of 0 is not divided by.

    >>> score_execution(Execution(), ScoringOptions()) is None
    True
    """
    line = execution.total
    if line is None or (line.executed is None and line.rate is None and line.score is None):
        return None
    weight = options.execution_weight if line.weight is None or line.weight <= 0 else line.weight
    rate = rate_of(line, options.denominator)
    if rate is None:
        return ExecutionScore(None, None, None, None, weight, line.score, *_why_not(line, options))
    share = _share_of(rate, options)
    points = None if share is None else share * Fraction(weight)
    budget, spent = budget_of_line(line, options.denominator), line.executed
    assert budget is not None
    assert spent is not None
    percent = rounded(rate * 100)
    division = f"{shown(spent)} ÷ {shown(budget)} = {percent:f}%"
    zh, en = _how(rate, share, weight, points, options)
    shown_points = None if points is None else rounded(points)
    return ExecutionScore(
        shown_points, percent, rate, points, weight, line.score, f"{division}；{zh}", f"{division}; {en}"
    )


def _share_of(rate: Fraction, options: ScoringOptions) -> Fraction | None:
    if options.execution == "linear":
        return min(max(rate, _NOTHING), _FULL)
    return step_of(max(rate, _NOTHING))


def _how(
    rate: Fraction, share: Fraction | None, weight: Decimal, points: Fraction | None, options: ScoringOptions
) -> Reason:
    if share is None or points is None:
        return (
            "执行数超过预算，分档未作规定，须人工确定",
            "spending exceeds the budget, for which no band is defined: to be decided by a person",
        )
    result = f"× {shown(weight)} = {rounded(points):f}"
    if options.execution != "linear":
        return f"按分档得 {shown(share * 10)}/10，{result}", f"by bands {shown(share * 10)}/10, {result}"
    if rate > 1:
        return f"超过 100% 的不加分，{result}", f"anything over 100% earns no extra points: {result}"
    return result, result


def _why_not(line: ExecutionLine, options: ScoringOptions) -> Reason:
    budget = budget_of_line(line, options.denominator)
    if line.executed is None:
        return "未填写执行数", "the amount spent is missing"
    if budget is None:
        return "未填写预算数", "the budget is missing"
    if budget <= 0:
        return "预算不大于 0，无法计算执行率", "the budget is not above 0, so no rate can be calculated"
    return "金额过大", "the amounts are too large"
