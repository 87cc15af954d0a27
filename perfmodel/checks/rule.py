"""What a rule is: a function over a view of the model, and what it declares: where it looks, its messages, its sources.

What is declared is asked by the engine and not again by the function; what cannot be declared stands in the function.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from attrs import field, frozen

from perfmodel._internal.fast_objects import WeaklyReferable
from perfmodel.analysis.category_pair import CategoryPair
from perfmodel.checks.sources import Basis
from perfmodel.model.finding import Suggestion
from perfmodel.source.span import Span
from perfmodel.values.parser import TargetReading

__all__ = [
    "EVERYWHERE",
    "KNOWN",
    "SCOPES",
    "Hit",
    "NameCondition",
    "Rule",
    "Settings",
    "Traits",
    "ValueCondition",
    "Where",
    "filled",
    "rule",
]

# What a rule looks at, one at a time; ``whole`` is the table, or the project that is checked alone, ``result`` a project that
# says what became of its targets.
SCOPES = ("whole", "table", "project", "result", "indicator", "target")
# Kinds of meaning that say something: a value that was not understood gets no verdict.
UNDERSTOOD = frozenset(
    ("threshold", "range", "deadline", "period", "all_of", "ratio", "boolean", "qualitative", "none", "placeholder")
)

Settings = Mapping[str, Any]
Messages = Mapping[str, tuple[str, str]]


@frozen
class Hit(WeaklyReferable):
    """What a rule found: the place, which of its messages, and the values that fill it in."""

    path: str
    span: Span | None
    message: str = ""
    values: Mapping[str, object] = field(factory=dict)
    severity: str | None = None
    suggestion: Suggestion | None = None


# The level-1 categories that there are.
KNOWN = ("cost", "output", "benefit", "satisfaction")


# What a rule may ask of a name, folded and without blanks, and of what a value says, by themselves.
NameCondition = Callable[[str], bool]
ValueCondition = Callable[[TargetReading], bool]


class Traits(NamedTuple):
    """What a rule may declare about an indicator, but for its name and its values.

    ``plain`` is `IndicatorView.plain`, ``further`` whether it has further columns or one of signs, ``weighed`` whether an indicator of
    the project may have a weight, ``differs`` whether its two values are printed differently, ``evaluated`` whether it says
    what became of its target.
    """

    categories: CategoryPair
    plain: bool
    further: bool
    weighed: bool
    differs: bool
    evaluated: bool


def _any_of(names: Iterable[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


@frozen(kw_only=True)
class Where:
    """What a rule looks at: indicators, or values of them, of which all that is given is true.

    - ``level1``, ``level2``: names of categories as in `CategoryPair`, one of which is the indicator's;
    - ``name``: a condition that the indicator name fulfils (a name that cannot be judged fulfils none, see
      `IndicatorView.has_sane_name`);
    - ``value``: a condition that the value fulfils; of an indicator one of its values, or a blank where it has none;
    - the rest is as in `CategoryPair` and `Traits`.

    >>> from perfmodel.checks.context import IndicatorView
    >>> from perfmodel.model.category import Category
    >>> from perfmodel.model.indicator import Indicator
    >>> traits = IndicatorView(Indicator(level2=Category.lookup("11"))).traits
    >>> Where(level2=["quantity"]).holds(traits), Where(level1=["benefit"]).holds(traits)
    (True, False)
    """

    level1: frozenset[str] | None = field(default=None, converter=_any_of)
    level2: frozenset[str] | None = field(default=None, converter=_any_of)
    in_order: bool | None = None
    is_cost: bool | None = None
    plain: bool | None = None
    further: bool | None = None
    weighed: bool | None = None
    differs: bool | None = None
    evaluated: bool | None = None
    name: NameCondition | None = None
    value: ValueCondition | None = None

    def holds(self, traits: Traits) -> bool:
        """Whether what is given is true of an indicator's traits."""
        pair = traits.categories
        return (
            (self.level1 is None or pair.level1 in self.level1)
            and (self.level2 is None or pair.level2 in self.level2)
            and self.in_order in (None, pair.in_order)
            and self.is_cost in (None, pair.is_cost)
            and self.plain in (None, traits.plain)
            and self.further in (None, traits.further)
            and self.weighed in (None, traits.weighed)
            and self.differs in (None, traits.differs)
            and self.evaluated in (None, traits.evaluated)
        )

    def is_fulfilled(self, by_name: Collection[NameCondition], by_value: Collection[ValueCondition]) -> bool:
        """Whether the conditions are among those that a name and a value fulfil."""
        return (self.name is None or self.name in by_name) and (self.value is None or self.value in by_value)


EVERYWHERE = (Where(),)

Check = Callable[[Any, Settings], Iterator[Hit]]


@frozen(eq=False)
class Rule:
    """A rule: code (never changed once released), severity, short name, messages, basis, and the function.

    - ``scopes``: what the function is called with, of `SCOPES`.
    - ``where``: the indicators that it looks at (or at their values), by any of these; ``kinds``: the kinds of meaning
      of the values that it looks at.
    - ``messages``: templates in Chinese and English, by key; ``basis``: the documents that it rests on.
    - ``settings``: what a profile may set, with the defaults.
    - ``supersedes``: the codes of findings of reading that say the same of the same place.
    - ``suggests``: whether findings suggest a text that is ``certain``, a ``guess``, or either.
    """

    code: str
    severity: str
    name: str
    scopes: tuple[str, ...]
    messages: Messages
    basis: tuple[Basis, ...]
    check: Check
    kinds: frozenset[str] = UNDERSTOOD
    settings: Settings = field(factory=dict)
    supersedes: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()
    where: tuple[Where, ...] = EVERYWHERE

    @property
    def page(self) -> str:
        """The docstring of the function: the rule's page."""
        return self.check.__doc__ or ""


def rule(
    code: str,
    severity: str,
    name: str,
    *,
    on: str | tuple[str, ...],
    messages: Messages,
    basis: tuple[Basis, ...],
    kinds: tuple[str, ...] = (),
    settings: Settings | None = None,
    supersedes: tuple[str, ...] = (),
    suggests: tuple[str, ...] = (),
    where: tuple[Where, ...] = EVERYWHERE,
) -> Callable[[Check], Rule]:
    """Make a rule of a function of a view and the rule's settings, which yields a `Hit` for each finding; see `Rule`.

    ``on`` is one of `SCOPES`, or several: the function is then called with a view of each. Without ``kinds`` it sees
    all values that were understood, without ``where`` all indicators. Defaults in ``settings`` are int, Decimal, bool,
    str or tuples of them; a profile's values are of the same type.
    """

    def make(check: Check) -> Rule:
        return Rule(
            code,
            severity,
            name,
            (on,) if isinstance(on, str) else on,
            messages,
            basis,
            check,
            frozenset(kinds) or UNDERSTOOD,
            {} if settings is None else settings,
            supersedes,
            suggests,
            where,
        )

    return make


# A longer text in a message is cut.
_LONGEST_SHOWN, _LONGEST_REASON = 60, 160


def filled(templates: tuple[str, ...], values: Mapping[str, object], mended: str = "") -> list[str]:
    """Fill the places of templates, in Chinese and in English; a long text is cut, a Decimal is written plainly.

    Where a value has two languages, ``reason_en`` is ``reason`` in the English one; so for any other name. What has no name is —.

    >>> filled(("“{name}”有误：{reason}", "“{name}” is wrong: {reason}"), {"name": "", "reason": "重复", "reason_en": "doubled"})
    ['“—”有误：重复', '“—” is wrong: doubled']
    """
    shown = {"mended": mended, **values}
    for key, value in shown.items():
        if not isinstance(value, str) or len(value) > _LONGEST_SHOWN:
            shown[key] = _shown(value, _LONGEST_REASON if key.startswith("reason") else _LONGEST_SHOWN)
    if shown.get("name") == "":
        shown["name"] = "—"
    zh, en = templates
    in_english = shown | {key.removesuffix("_en"): value for key, value in shown.items() if key.endswith("_en")}
    return [zh.format_map(shown), en.format_map(in_english)]


def _shown(value: object, longest: int) -> object:
    if isinstance(value, str):
        return value if len(value) <= longest else value[: longest - 1] + "…"
    return f"{value:f}" if isinstance(value, Decimal) else value
