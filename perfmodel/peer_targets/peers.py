"""How others set an indicator: its peers in a dataset, what they ask for, and where its own value stands among them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import evolve, field, fields, frozen

from perfmodel._internal.arguments import check_keys, wrong_type
from perfmodel._internal.messages import bilingual, one_of, wrong_value
from perfmodel.frames.datasets import folded_name
from perfmodel.model.category import Category
from perfmodel.model.indicator import Indicator
from perfmodel.model.methods import ViewMethods
from perfmodel.model.table import TargetTable
from perfmodel.peer_targets.dataset import ArrowRows, opened
from perfmodel.peer_targets.groups import Found, Group, Said, excluded, gather
from perfmodel.peer_targets.quantiles import LEAST_BODIES, Counted
from perfmodel.peer_targets.words import REASONS_LEFT_OUT, columns_of_examples
from perfmodel.values import units
from perfmodel.values.kinds import OPERATORS, Threshold
from perfmodel.values.logic import same_per

__all__ = ["PEER_TARGETS", "PeerExample", "Peers", "own_of", "peers", "peers_among"]

# The targets that an indicator is compared by: the first of them that it has.
PEER_TARGETS = ("annual", "whole_period")
# At either end, so that nine in ten are left between.
_RARE_PARTS = 20
_REASON_OF_KIND = {
    None: "blank", "none": "blank", "placeholder": "blank", "text": "not_understood", "qualitative": "words",
    "boolean": "words", "deadline": "date", "period": "date", "range": "range",
}  # fmt: skip


@frozen
class PeerExample:
    """A peer, and where it was found: ``value`` in the unit of the indicator it is compared with, and the text as ``printed``.

    ``body`` is who publishes the table; numbers count from 1; what is not known is None.

    >>> PeerExample(Decimal(200), "≥0.02万人次", "培训", "丙局", 2024, "丙局.yaml", 1, 1, 1).body
    '丙局'
    """

    value: Decimal
    printed: str
    project: str | None
    body: str | None
    year: int | None
    file: str | None
    table_number: int | None
    project_number: int | None
    indicator_number: int | None


@frozen
class Peers(ViewMethods):
    """How others set an indicator, and where its own ``value`` stands among them.

    Peers have its name (years, blanks, brackets and marks do not count), its category and a unit that converts into
    its own, and set one number. ``matched_by`` says which category was the same: ``level2``, ``level1`` where the
    indicator has no level 2, ``name`` where it has neither. All numbers are in ``unit`` (for each ``per``); where the number is by how
    much something rises or falls, ``change`` says which, and peers say the same.

    ``count`` is how many peers there are, ``bodies`` how many bodies set them: who publishes the table; where that is not printed,
    the section, the spender or the department, and where there is none, each file is one. ``minimum``, ``p5``, ``q1``,
    ``median``, ``q3``, ``p95`` and ``maximum`` are None without peers; between two values they are interpolated linearly
    (``statistics.quantiles(values, n=…, method="inclusive")``). ``below``, ``equal`` and ``above`` count the peers whose
    number is less than ``value``, the same, or greater, whatever their operator. ``operators`` are pairs of an operator and how many
    use it, ``left_out`` pairs of a reason and how many with this name did not count: ``excluded``, ``category`` (another),
    ``uncategorised`` (none), ``blank``, ``words`` (qualitative), ``date``, ``range`` (two numbers are no one number),
    ``several`` (conditions, or a ratio), ``not_understood``, ``unit`` (one that does not convert, or none on one side).
    ``years`` are those that were asked for, none for all.

    >>> found = Peers("培训人次", "annual", "≥900人次", Decimal(900), ">=", "人次", None, None, "11-数量指标", "level2", (), 40, 38)
    >>> evolve(found, below=39, above=1).outlier()
    'high'
    """

    name: str
    target: str
    text: str
    value: Decimal
    op: str
    unit: str | None
    per: str | None
    change: str | None
    category: str
    matched_by: str
    years: tuple[int, ...]
    count: int = 0
    bodies: int = 0
    minimum: Decimal | None = None
    p5: Decimal | None = None
    q1: Decimal | None = None
    median: Decimal | None = None
    q3: Decimal | None = None
    p95: Decimal | None = None
    maximum: Decimal | None = None
    below: int = 0
    equal: int = 0
    above: int = 0
    operators: tuple[tuple[str, int], ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    examples: tuple[PeerExample, ...] = field(default=(), repr=False)

    @property
    def folded(self) -> str:
        """The name as names are compared."""
        return folded_name(self.name) or ""

    @property
    def share_below(self) -> Decimal | None:
        """The share of peers that set less, from 0 to 1; None without peers."""
        return self._share(self.below)

    @property
    def share_equal(self) -> Decimal | None:
        """The share of peers that set the same number, from 0 to 1; None without peers."""
        return self._share(self.equal)

    @property
    def share_above(self) -> Decimal | None:
        """The share of peers that set more, from 0 to 1; None without peers."""
        return self._share(self.above)

    def _share(self, part: int) -> Decimal | None:
        return Decimal(part) / Decimal(self.count) if self.count else None

    def outlier(self, least: int = LEAST_BODIES) -> str | None:
        """Return ``high`` or ``low`` where the value lies outside what nine in ten peers set; else None.

        That is so where at most one peer in twenty sets as much or more, or as little or less. Fewer than ``least``
        bodies are no ground for a judgement: None.

        >>> among = Peers("次数", "annual", "5次", Decimal(5), "=", "次", None, None, "", "name", ())
        >>> few, many = evolve(among, count=19, bodies=19, below=19), evolve(among, count=20, bodies=20, below=19, equal=1)
        >>> few.outlier(), few.outlier(10), many.outlier()
        (None, 'high', 'high')
        """
        if self.bodies < max(1, least):
            return None
        if (self.above + self.equal) * _RARE_PARTS <= self.count:
            return "high"
        return "low" if (self.below + self.equal) * _RARE_PARTS <= self.count else None

    def to_records(self, keys: str = "en") -> list[dict[str, Any]]:
        """Return the examples as dicts, with keys in English or Chinese (``keys``: ``en`` or ``zh``).

        They are value (in the indicator's unit), printed, project, body, year, file, table_number, project_number and
        indicator_number.

        >>> example = PeerExample(Decimal(4), "≥4次", "巡查", "甲局", 2024, "甲.pdf", 1, 2, 3)
        >>> among = Peers("次数", "annual", "5次", Decimal(5), "=", "次", None, None, "", "name", (), examples=(example,))
        >>> among.to_records()[0]["file"], among.to_records("zh")[0]["文件"]
        ('甲.pdf', '甲.pdf')
        """
        names = [one.name for one in fields(PeerExample)]
        shown = names if check_keys(keys) == "en" else [columns_of_examples()[name][0] for name in names]
        return [
            {key: getattr(example, name) for key, name in zip(shown, names, strict=True)} for example in self.examples
        ]

    def render(self, lang: str = "zh") -> str:
        """Return the peers as lines of text; ``lang`` is ``zh`` or ``en``.

        >>> print(Peers("次数", "annual", "5次", Decimal(5), "=", "次", None, None, "", "name", ()).render("en"))
        次数: 5次 (no category: by name alone)
        peers: 0, bodies: 0
        """
        from perfmodel.peer_targets.text import peers_text

        return peers_text(self, lang)


def peers(
    indicator: Indicator,
    dataset: str | os.PathLike[str] | ArrowRows,
    *,
    exclude: str | os.PathLike[str] | TargetTable | Iterable[str | os.PathLike[str] | TargetTable] = (),
    year: int | Iterable[int] | None = None,
    target: str | None = None,
    examples: int = 5,
) -> Peers:
    """Return how others set the same indicator: those with its name, category and unit in the dataset of a batch.

    ``dataset`` is the folder that `perfmodel.batch.write` or ``perfmodel check … --to parquet -o OUT`` wrote, its folder
    ``indicators``, or the same rows as a pyarrow Table or Dataset. A folder of up to 200,000 indicators is read once and held; a larger one
    is read in bounded memory each time. ``exclude`` are files and tables that are no peers: one's own. Of a file its rows are left out; of a
    table those of its file and all of the body that publishes it. ``year`` is the budget year of the tables to count, or several. ``target`` is
    ``annual`` or ``whole_period``, by default the first that the indicator has. At most so many ``examples`` are listed,
    from the least value to the greatest. See `Peers`.

    Raises `ValueError` for an indicator without a name or without one number as its target, and for a dataset that is
    missing, damaged or another; `TypeError` for arguments of another type; `MissingExtra` without pyarrow.

    >>> from perfmodel import Project, batch
    >>> def table(unit, text):
    ...     return TargetTable(unit=unit, projects=[Project("培训", indicators=[evolve(own, annual=text)])]).to_yaml()
    >>> own = Indicator("产出指标", "数量指标", "培训人次", annual="≥100人次")
    >>> set_by = {"甲局": "≥80人次", "乙局": "≥100人次", "丙局": "≥0.02万人次", "丁局": "若干人次"}
    >>> tables = {f"{unit}.yaml": table(unit, text) for unit, text in set_by.items()}
    >>> rows = batch.to_arrow(tables, batch.Settings("parse"))["indicators"]
    >>> found = peers(own, rows, exclude="乙局.yaml")
    >>> found.count, found.minimum, found.median, found.maximum, found.share_below, dict(found.left_out)
    (2, Decimal('80'), Decimal('140'), Decimal('200'), Decimal('0.5'), {'excluded': 1, 'words': 1})
    >>> [(example.value, example.printed, example.body) for example in found.examples]
    [(Decimal('80'), '≥80人次', '甲局'), (Decimal('200'), '≥0.02万人次', '丙局')]
    """
    if not isinstance(indicator, Indicator):
        raise wrong_type(indicator, "Indicator", "an Indicator", "indicator")
    if type(examples) is not int or examples < 0:
        raise wrong_value(("不小于 0 的整数", "an int of 0 or more"), examples, "examples")
    own = own_of(indicator, _target_of(indicator, target), _years(year))
    rows, but = opened(dataset), excluded(exclude)
    found = gather(rows, (own.folded,), own.target, own.years, but, examples).get(own.folded, Found())
    return peers_among(own, indicator, found, examples)


def _years(year: int | Iterable[int] | None) -> tuple[int, ...]:
    given = () if year is None else (year,) if isinstance(year, int) else year
    listed = tuple(given) if isinstance(given, Iterable) else (given,)
    if any(type(one) is not int or abs(one) > 10_000 for one in listed):
        raise wrong_value(("年度（如 2024）或若干年度", "a year such as 2024, or several"), year, "year")
    return tuple(sorted(set(listed)))


def _target_of(indicator: Indicator, target: str | None) -> str:
    if target is not None and target not in PEER_TARGETS:
        raise wrong_value(one_of(PEER_TARGETS), target, "target")
    if not folded_name(indicator.name):
        raise ValueError(
            bilingual(
                (
                    "指标没有名称，无从查找同类；请给出 Indicator.name",
                    "the indicator has no name to find peers by: give it an Indicator.name",
                )
            )
        )
    if target is not None:
        return target
    return next((name for name in PEER_TARGETS if _threshold(indicator, name) is not None), PEER_TARGETS[0])


def _threshold(indicator: Indicator, target: str) -> Threshold | None:
    found = getattr(indicator, target)
    meaning = None if found is None else found.meaning
    return meaning if isinstance(meaning, Threshold) else None


def own_of(indicator: Indicator, target: str, years: tuple[int, ...] = ()) -> Peers:
    """Return an indicator without peers yet; raises `ValueError` where its target is not one number."""
    meaning = _threshold(indicator, target)
    if meaning is None:
        given = getattr(indicator, target)
        text = "" if given is None else given.text
        raise ValueError(
            bilingual(
                (
                    f"“{indicator.name}”的指标值“{text}”不是一个数，无法与同类比较；请写成 ≥90% 这样的数",
                    f"the target value “{text}” of “{indicator.name}” is not one number, so peers cannot be compared with it: "
                    "write a number such as ≥90%",
                )
            )
        )
    matched_by, category = _category_of(indicator)
    return Peers(
        indicator.name, target, getattr(indicator, target).signed_text, meaning.number, meaning.op, meaning.unit,
        meaning.per, meaning.change, "" if category is None else category.label, matched_by, years,
    )  # fmt: skip


def _category_of(indicator: Indicator) -> tuple[str, Category | None]:
    if indicator.level2 is not None:
        return "level2", indicator.level2
    return ("level1", indicator.level1) if indicator.level1 is not None else ("name", None)


def peers_among(own: Peers, indicator: Indicator, found: Found, examples: int = 0) -> Peers:
    """Return the peers of an indicator among all rows with its name."""
    _matched_by, category = _category_of(indicator)
    counts: dict[Decimal, int] = {}
    operators: dict[str, int] = {}
    left_out = {"excluded": found.excluded}
    bodies: set[str] = set()
    rows: dict[Decimal, list[PeerExample]] = {}
    for said, group in found.groups.items():
        value = _value(said, own, category)
        if isinstance(value, str):
            left_out[value] = left_out.get(value, 0) + group.count
            continue
        counts[value] = counts.get(value, 0) + group.count
        operators[said.op or ""] = operators.get(said.op or "", 0) + group.count
        bodies |= group.bodies
        rows.setdefault(value, []).extend(_examples(group, value, own.target))
    numbers = Counted(counts)
    return evolve(
        own,
        count=numbers.total,
        bodies=len(bodies),
        **_quantiles(numbers),
        below=numbers.below(own.value),
        equal=counts.get(own.value, 0),
        above=numbers.above(own.value),
        operators=tuple((op, operators[op]) for op in OPERATORS if op in operators),
        left_out=tuple((reason, left_out[reason]) for reason in REASONS_LEFT_OUT if left_out.get(reason)),
        examples=tuple(_spread(numbers, rows, examples)),
    )


def _quantiles(numbers: Counted) -> dict[str, Any]:
    if not numbers.total:
        return {}
    parts = {
        "minimum": (0, 1), "p5": (1, 20), "q1": (1, 4), "median": (1, 2), "q3": (3, 4), "p95": (19, 20), "maximum": (1, 1),
    }  # fmt: skip
    return {name: numbers.quantile(*part) for name, part in parts.items()}


def _value(said: Said, own: Peers, category: Category | None) -> Decimal | str:
    """Return the number of a group in the indicator's unit, or the reason why it does not count."""
    if category is not None:
        same = _same_category(said, category, own.matched_by)
        if same is None or not same:
            return "uncategorised" if same is None else "category"
    if said.kind != Threshold.kind:
        return _REASON_OF_KIND.get(said.kind, "several")
    if said.number is None or said.op not in OPERATORS:
        return "not_understood"
    if said.change != own.change or not same_per(said.per, own.per):
        return "unit"
    number = units.convert(said.number, said.unit, own.unit)
    return "unit" if number is None else number


def _same_category(said: Said, category: Category, level: str) -> bool | None:
    """Whether a group is in a category; None where it says none of that level, and its level 2 does not tell either."""
    code, name = (said.level2_code, said.level2) if level == "level2" else (said.level1_code, said.level1)
    if name is None and code is None and level == "level1" and said.level2 is not None:
        parent = Category.read(said.level2, 2).parent
        return None if parent is None else parent == category
    return None if name is None and code is None else (code, name or "") == (category.code, category.name)


def _examples(group: Group, value: Decimal, target: str) -> Iterator[PeerExample]:
    for row in group.first:
        yield PeerExample(
            value, row[target] or "", row["project"], row["body"], row["year"], row["file"], row["table_number"],
            row["project_number"], row["indicator_number"],
        )  # fmt: skip


def _spread(numbers: Counted, rows: Mapping[Decimal, list[PeerExample]], most: int) -> Iterator[PeerExample]:
    """Yield examples from the least value to the greatest at even distances, those of one value in the order of the dataset."""
    shown = min(most, numbers.total)
    left = {value: iter(sorted(listed, key=_place)) for value, listed in rows.items()}
    for at in range(shown):
        place = at * (numbers.total - 1) // (shown - 1) if shown > 1 else (numbers.total - 1) // 2
        yield next(left[numbers.at(place)])


def _place(example: PeerExample) -> tuple[str, int, int, int]:
    return (
        example.file or "", example.table_number or 0, example.project_number or 0, example.indicator_number or 0,
    )  # fmt: skip
