"""V21: a target value beside those that others set for the same indicator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from perfmodel.checks.context import IndicatorView, ProjectView, TableView
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.checks.target_view import TargetView
from perfmodel.model.table import TargetTable
from perfmodel.values.kinds import Threshold

if TYPE_CHECKING:
    from perfmodel.peer_targets.groups import Excluded

__all__ = ["within_peers"]

_Whole = TableView | ProjectView | IndicatorView


@rule(
    "V21",
    "hint",
    "within-peers",
    on=("whole", "indicator"),
    messages={
        "high": (
            "“{name}”的指标值“{text}”高于九成同类所设的范围：{bodies} 个单位设了 {count} 条，不低于它的有 {beyond} 条，中间一半在 {q1} 至 {q3} 之间",
            "the target value “{text}” of “{name}” is above what nine in ten peers set: of {count} from {bodies} bodies, {beyond} ask "
            "for as much or more; the middle half lies between {q1} and {q3}",
        ),
        "low": (
            "“{name}”的指标值“{text}”低于九成同类所设的范围：{bodies} 个单位设了 {count} 条，不高于它的有 {beyond} 条，中间一半在 {q1} 至 {q3} 之间",
            "the target value “{text}” of “{name}” is below what nine in ten peers set: of {count} from {bodies} bodies, {beyond} ask "
            "for as little or less; the middle half lies between {q1} and {q3}",
        ),
        "dataset": (
            "没有与同类比较：{reason}",
            "not compared with peers: {reason}",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "合理可行", "reasonable and feasible"),
        PRACTICE("同类项目的指标值可作参照", "what comparable projects set is a reference"),
    ),
    settings={"dataset": "", "least": 20},
)
def within_peers(view: _Whole, settings: Settings) -> Iterator[Hit]:
    """指标值在九成同类所设的范围之内 / a target value lies within what nine in ten peers set.

    检查：与数据集中名称、类别相同，单位可以换算的指标值相比，不低于（或不高于）本值的至多二十分之一时提示。同一单位的
    不算同类；设同类指标的不足 20 个单位（设置 least）时不作判断；不是一个数的（日期、区间、文字）不比较。
    用 `perfmodel check 目录 --to parquet -o OUT` 生成数据集，在 perfmodel.toml 中写 `peers = "OUT"` 即打开本规则；没有数据集
    时不查。
    Checks: a target value is held against those in a dataset that have the same indicator name and category and a
    unit that converts. It is reported if at most one peer in twenty asks for as much or more, or for as little or less.
    What the same body sets is no peer. Fewer than 20 bodies (the setting `least`) are no ground for a judgement, and
    what is not one number (dates, ranges, words) is not compared. `perfmodel check FOLDER --to parquet -o OUT` writes the
    dataset, and `peers = "OUT"` in perfmodel.toml turns the rule on; without a dataset nothing is checked.

    缘由：远离同类的指标值，可能是笔误、单位写错，也可能定得过高或过低，值得复核。
    Why: a value far from those of its peers may be a slip, in the wrong unit, or set too high or too low.

    反例：

        1-产出指标；11-数量指标；培训人次；年度指标值:≥9000人次。

    正例：

        1-产出指标；11-数量指标；培训人次；年度指标值:≥100人次。
    """
    if not settings["dataset"] or (isinstance(view, IndicatorView) and view.project is not None):
        return  # what is in a project is looked at with all of it
    by_column: dict[str, list[TargetView]] = {}
    for indicator in _indicators(view):
        for target in indicator.targets if indicator.has_sane_name and indicator.indicator.understood else ():
            if isinstance(target.meaning, Threshold):
                by_column.setdefault("annual" if "annual" in target.fields else target.fields[0], []).append(target)
    for column, targets in by_column.items():
        yield from _compared(column, targets, _not_peers(view), settings)


def _indicators(view: _Whole) -> Iterator[IndicatorView]:
    if isinstance(view, IndicatorView):
        yield view
        return
    for project in view.projects if isinstance(view, TableView) else (view,):
        yield from project.without_copies


def _not_peers(view: _Whole) -> TargetTable | None:
    """The table whose file and body are no peers of what is looked at."""
    if isinstance(view, TableView):
        return view.table
    return TargetTable(projects=[view.project]) if isinstance(view, ProjectView) else None


def _compared(column: str, targets: list[TargetView], own: TargetTable | None, settings: Settings) -> Iterator[Hit]:
    """Look up all targets of a column at once, and yield what lies far from its peers."""
    # Only who has a dataset waits for these.
    from perfmodel._internal.optional import MissingExtra
    from perfmodel.peer_targets.dataset import DatasetError, opened
    from perfmodel.peer_targets.groups import excluded, gather_often
    from perfmodel.peer_targets.peers import own_of, peers_among
    from perfmodel.peer_targets.text import number_in_unit

    found = [(target, own_of(target.indicator.indicator, column)) for target in targets]
    but: Excluded = excluded(() if own is None else own)
    try:
        rows = gather_often(opened(settings["dataset"]), {one.folded for _target, one in found}, column, but)
    except (DatasetError, MissingExtra) as error:
        zh, en = (error.zh, error.en) if isinstance(error, DatasetError) else map(error.render, ("zh", "en"))
        yield targets[0].hit("dataset", severity="warning", reason=zh, reason_en=en)
        return
    for target, one in found:
        if one.folded not in rows:
            continue
        peers = peers_among(one, target.indicator.indicator, rows[one.folded])
        side = peers.outlier(settings["least"])
        if side is not None and peers.q1 is not None and peers.q3 is not None:
            yield target.hit(
                side, bodies=peers.bodies, count=peers.count,
                beyond=peers.equal + (peers.above if side == "high" else peers.below),
                q1=number_in_unit(peers, peers.q1), q3=number_in_unit(peers, peers.q3),
            )  # fmt: skip
