"""A performance indicator (绩效指标): level-1 category, level-2 category, name and targets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import Attribute, field, fields, frozen

from perfmodel._internal.guards import choice
from perfmodel.model import validators
from perfmodel.model.category import Category
from perfmodel.model.declaration import DECLARATION, declared, of_reading
from perfmodel.model.methods import CheckMethods, FileMethods, ViewMethods
from perfmodel.model.target import Target
from perfmodel.source.place import AnyPlace, Places
from perfmodel.source.span import Span

__all__ = ["LIKELIHOODS", "Indicator"]

# How likely it is that a target will be reached, as monitoring forms have it.
LIKELIHOODS = ("确定能", "有可能", "完全不可能")


def _means_its_category(owner: Indicator, attribute: Attribute[Any], value: str | None) -> None:
    if value is None:
        return
    validators.text()(owner, attribute, value)
    level = 1 if attribute.name == "level1_text" else 2
    category: Category | str | None = owner.level1 if level == 1 else owner.level2
    if isinstance(category, str):
        category = Category.read(category, level)
    if category != Category.read(value, level):
        raise ValueError(
            f"Indicator.{attribute.name}：“{value}”与 level{level} 的类别不符 / "
            f"Indicator.{attribute.name}: “{value}” is not the category in level{level}"
        )


def _category(value: Category | str | None) -> Category | None:
    """Take a category, or its text, which ``__attrs_post_init__`` reads: it may have to be kept as well."""
    given: Any = value
    return given  # type: ignore[no-any-return]


def _is_category(owner: Indicator, attribute: Attribute[Any], value: Category | str | None) -> None:
    # Most are categories: one call for each, not two.
    if value is not None and type(value) is not Category:
        guard = _one_line if isinstance(value, str) else _category_or_none
        guard(owner, attribute, value)


_one_line, _category_or_none = validators.text(), validators.instance(Category)


def _target(value: Target | str | None) -> Target | None:
    """Take a target, or its text."""
    return Target(value) if isinstance(value, str) else value


class _Placed(ViewMethods, FileMethods, CheckMethods):
    """Keeps where an indicator stands as a number, if it is one of very many that were read in the same way."""

    __slots__ = ("_between",)


@frozen
class Indicator(_Placed):
    """An indicator of a project.

    ``level1`` and ``level2`` are categories (一级指标, 二级指标), ``name`` is the level-3 indicator itself;
    ``whole_period`` and ``annual`` are the targets (实施周期指标值, 年度指标值), None where not printed. ``operator``
    (计算符号) and ``unit`` (计量单位) are the cells of the columns of signs and of units, which the targets take over;
    ``weight`` (权重, points), ``explanation`` (指标说明) and ``scoring_standard`` (评分标准) are those of
    forms that have them; ``further`` holds all other ``名称:值`` fields, in order, as pairs. ``adjusted`` (调整指标值) is what
    ``annual`` was changed to within the year, where a form has both.

    Forms that are filled in later have ``actual`` (实际完成值; in a monitoring form that of the months so far), ``forecast``
    (全年预计完成情况), ``score`` (得分, points), ``deviation`` (偏差原因), ``causes`` (the ticked columns of 偏差原因, by name)
    and ``likelihood`` (完成目标可能性: one of `LIKELIHOODS`). Actual and forecast take over the unit, but not the operator.

    What was printed: ``number`` is the one before the indicator (``3`` for ``3、``; a position, so it takes no part in
    equality); ``level1_text`` and ``level2_text`` are the category cells where they were not printed as the category's
    `label`; ``printed`` is the whole text where rendering would give another one. An indicator that could not be
    understood has nothing but ``printed`` and the ``reason``.

    Categories and targets may be given as the text that stands in their cells, and are read as `from_yaml` reads them.

    Source: the indicator string of Guangdong's 项目支出绩效目标表; 财预〔2021〕101号 for the fields.

    >>> indicator = Indicator(Category.lookup("1"), Category.lookup("11"), "培训人次", annual=Target("100人次"))
    >>> indicator.level2.name, indicator.annual.text, indicator.understood
    ('数量指标', '100人次', True)
    >>> Indicator("1-产出指标", "11-数量指标", "培训人次", annual="100人次") == indicator
    True
    >>> indicator = Indicator("产出指标(50分)", annual="≥95%")
    >>> indicator.level1.label, indicator.level1_text, indicator.annual.meaning.number
    ('1-产出指标', '产出指标(50分)', Decimal('95'))
    """

    level1: Category | None = field(
        default=None,
        converter=_category,
        validator=_is_category,
        # The text view has it only where there is no level 2.
        metadata=declared("category", width=17, always=True, views=("html", "rich")),
    )
    level2: Category | None = field(
        default=None,
        converter=_category,
        validator=_is_category,
        metadata=declared("category", width=21, always=True),
    )
    name: str = field(
        default="", validator=validators.text(), metadata=declared("text", column="indicator", width=30, always=True)
    )
    whole_period: Target | None = field(
        default=None,
        converter=_target,
        validator=validators.instance(Target),
        metadata=declared("target", printed="实施周期指标值", width=18, always=True),
    )
    annual: Target | None = field(
        default=None,
        converter=_target,
        validator=validators.instance(Target),
        metadata=declared("target", printed="年度指标值", width=18, always=True),
    )
    unit: str | None = field(
        default=None,
        validator=validators.text(optional=True),
        metadata=declared("text", printed="计量单位", width=10, style="centred", views=("html", "rich")),
    )
    weight: Decimal | None = field(
        default=None,
        converter=validators.as_number,
        validator=validators.amount,
        metadata=declared("number", printed="权重", width=8, views=("html", "rich")),
    )
    explanation: str | None = field(
        default=None,
        validator=validators.text(optional=True),
        metadata=declared("prose", printed="指标说明", views=("html", "rich")),
    )
    scoring_standard: str | None = field(
        default=None,
        validator=validators.text(optional=True),
        metadata=declared("prose", printed="评分标准", views=("html", "rich")),
    )
    operator: str | None = field(
        default=None,
        kw_only=True,
        metadata=declared("text", before="whole_period", width=10, style="centred", views=("html", "rich")),
    )
    adjusted: Target | None = field(
        default=None,
        kw_only=True,
        converter=_target,
        validator=validators.instance(Target),
        metadata=declared("target", before="unit", width=18),
    )
    actual: Target | None = field(
        default=None,
        kw_only=True,
        converter=_target,
        validator=validators.instance(Target),
        metadata=declared("target", before="unit", result=True, width=18),
    )
    forecast: Target | None = field(
        default=None,
        kw_only=True,
        converter=_target,
        validator=validators.instance(Target),
        metadata=declared("target", before="unit", result=True, width=18),
    )
    score: Decimal | None = field(
        default=None,
        kw_only=True,
        converter=validators.as_number,
        validator=validators.amount,
        metadata=declared("number", before="explanation", result=True, width=8, views=("html", "rich")),
    )
    deviation: str | None = field(
        default=None,
        kw_only=True,
        validator=validators.text(optional=True),
        metadata=declared("prose", before="further", result=True, views=("html", "rich")),
    )
    causes: tuple[str, ...] = field(
        default=(),
        kw_only=True,
        converter=validators.as_texts,
        validator=validators.tuple_of(str),
        metadata=declared("texts", before="further", result=True, views=("html", "rich")),
    )
    likelihood: str | None = field(
        default=None,
        kw_only=True,
        validator=choice(LIKELIHOODS, optional=True),
        metadata=declared(
            "text",
            before="further",
            choices=LIKELIHOODS,
            result=True,
            width=12,
            style="centred",
            views=("html", "rich"),
        ),
    )
    further: tuple[tuple[str, str], ...] = field(
        default=(),
        converter=validators.as_pairs,
        validator=validators.pairs,
        metadata=declared("pairs", views=("html", "rich")),
    )
    number: int | None = field(
        default=None,
        eq=False,
        validator=validators.ordinal,
        metadata=declared("ordinal", before="level1", content=False, column=None, width=None, views=("html",)),
    )
    level1_text: str | None = field(
        default=None,
        validator=_means_its_category,
        metadata=declared(
            "category_text", in_files=False, content=False, column=None, width=None, views=("html", "rich")
        ),
    )
    level2_text: str | None = field(
        default=None,
        validator=_means_its_category,
        metadata=declared("category_text", in_files=False, content=False, column=None, width=None),
    )
    printed: str | None = field(
        default=None, validator=validators.text(optional=True), metadata=declared("text", content=False, width=None)
    )
    reason: str | None = field(
        default=None,
        validator=validators.text(optional=True),
        metadata=declared("text", content=False, width=None, views=("html", "rich")),
    )
    place: AnyPlace | None = field(
        default=None, eq=False, repr=False, validator=validators.instance(AnyPlace), metadata=of_reading()
    )

    def __attrs_post_init__(self) -> None:
        level1: Any = self.level1
        level2: Any = self.level2
        if isinstance(level1, str):
            self._take_category(level1, 1)
        if isinstance(level2, str):
            self._take_category(level2, 2)
        if self.operator is not None:  # asked here, since most have none
            _one_line(self, fields(Indicator).operator, self.operator)
        # The column of units speaks of all targets, that of signs of those that are still to be reached.
        for name, result in _TARGET_FIELDS if self.unit is not None or self.operator is not None else ():
            target: Target | None = getattr(self, name)
            if target is not None:
                unit = target.unit if self.unit is None else self.unit
                operator = target.operator if self.operator is None or result else self.operator
                if (target.unit, target.operator) != (unit, operator):
                    object.__setattr__(self, name, Target(target.text, unit, operator))

    def _take_category(self, text: str, level: int) -> None:
        """Read a category that was given as text, and keep the text where it is not the category's label."""
        category = Category.read(text, level)
        object.__setattr__(self, f"level{level}", category)
        if text != category.label and getattr(self, f"level{level}_text") is None:
            object.__setattr__(self, f"level{level}_text", text)

    @reason.validator
    def _not_understood_as_printed(self, attribute: object, value: str | None) -> None:
        if value is not None and not self.printed:
            raise ValueError(
                "Indicator.reason：未能识读的指标应有 printed / Indicator.reason: expected printed along with it"
            )

    @property
    def understood(self) -> bool:
        """Whether the text could be read as an indicator."""
        return self.reason is None

    @property
    def span(self) -> Span | None:
        """The span of the indicator in the source."""
        held: Any = _slot.__get__(self)
        if type(held) is Places:
            return held.span(self._between)  # type: ignore[attr-defined]
        return None if held is None else held.span


_DECLARED_FIELDS = [(one.name, one.metadata[DECLARATION]) for one in fields(Indicator)]
# The names of the targets, and whether each says what became of one.
_TARGET_FIELDS = tuple(
    (name, declaration.result) for name, declaration in _DECLARED_FIELDS if declaration.kind == "target"
)


# The slot may hold what makes a place of the number, for all indicators of a text: nearly no place is ever asked for.
_slot: Any = Indicator.__dict__["place"]


def _place(indicator: Indicator) -> AnyPlace | None:
    held: Any = _slot.__get__(indicator)
    if type(held) is Places:
        held = held.at(indicator._between)  # type: ignore[attr-defined]
        _slot.__set__(indicator, held)
    return held  # type: ignore[no-any-return]


def span_of_field(indicator: Indicator, name: str) -> Span | None:
    """Return the span of a field, or None where it was not printed or the indicator was not read out of a text.

    >>> from perfmodel import parse_indicators
    >>> span_of_field(parse_indicators("1-产出指标；11-数量指标；人次；年度指标值:9人次")[0], "annual")
    Span(start=24, end=27)
    """
    held: Any = _slot.__get__(indicator)
    if type(held) is Places:
        return held.span_of(indicator._between, name)  # type: ignore[attr-defined]
    found: Span | None = None if held is None else held.of(name)
    return found


Indicator.place = property(_place, _slot.__set__)  # type: ignore[assignment]
