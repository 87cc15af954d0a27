"""What a comparison finds: `Change`, and all of them together as a `Comparison`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, overload

from attrs import evolve, field, frozen
from attrs import validators as attrs_validators

from perfmodel._internal.deprecated import warn_renamed
from perfmodel.comparison.messages import report, sentence
from perfmodel.comparison.words import KIND_NAMES, MIRRORED
from perfmodel.model import validators
from perfmodel.model.methods import ViewMethods
from perfmodel.source.span import Span
from perfmodel.values.kinds import plain_number

__all__ = ["Change", "Comparison"]


@frozen
class Change:
    """Something that differs between an old and a new table.

    ``kind`` is ``added``, ``dropped``, ``renamed``, ``moved``, ``money``, ``raised``, ``lowered``, ``reworded``, ``changed``
    or ``ambiguous`` (``docs/reference/comparing.md``). ``subject`` says what it is about: ``project``, ``indicator``,
    ``section`` for one that stands on one side alone, else a field of it, ``indicator.annual``. ``path_old`` and ``path_new`` are the
    places (``projects[2].indicators[0].annual``, as in `Finding.path`; None where that side has none), ``old`` and
    ``new`` what stands there: text as printed, or an amount (Decimal) in ``unit_old`` and ``unit_new``; ``where_old``
    and ``where_new`` are the names of the section or project, and of the indicator, that it belongs to. ``inferred`` is
    true where something was concluded that the tables do not say; the ``note`` says by what. For an ambiguous
    match ``candidates_old`` and ``candidates_new`` are the paths of all that may be one another.

    Where it stands in order (``at_old``, ``at_new``) takes no part in equality.

    >>> import perfmodel
    >>> old, new = (perfmodel.Indicator(name="合格率", annual=perfmodel.Target(text)) for text in ("≥90%", "不低于95%"))
    >>> [change] = perfmodel.compare(old, new)
    >>> change.kind, change.path_new, change.old, change.new
    ('raised', 'annual', '≥90%', '不低于95%')
    >>> change.message
    '年度指标值：≥90% → 不低于95%（要求提高）'
    >>> change.english
    'annual: ≥90% → 不低于95% (more demanding)'
    """

    kind: str = field(validator=attrs_validators.in_(KIND_NAMES))
    subject: str
    path_old: str | None = None
    path_new: str | None = None
    old: str | Decimal | None = None
    new: str | Decimal | None = None
    unit_old: str | None = None
    unit_new: str | None = None
    where_old: tuple[str, ...] = ()
    where_new: tuple[str, ...] = ()
    note: str = ""
    note_english: str = ""
    inferred: bool = False
    candidates_old: tuple[str, ...] = ()
    candidates_new: tuple[str, ...] = ()
    span_old: Span | None = None
    span_new: Span | None = None
    at_old: tuple[int, ...] = field(default=(), eq=False, repr=False)
    at_new: tuple[int, ...] = field(default=(), eq=False, repr=False)

    @property
    def message(self) -> str:
        """What differs, in Chinese."""
        return sentence(self, "zh")

    @property
    def english(self) -> str:
        """What differs, in English."""
        return sentence(self, "en")

    def render(self, lang: str = "zh") -> str:
        """Return the message in ``zh`` or ``en``."""
        return sentence(self, lang)

    def text(self, lang: str = "zh") -> str:
        """Return the message; the former name of `render`, which will go away."""
        warn_renamed("Change.text", "Change.render")
        return self.render(lang)

    def mirrored(self) -> Change:
        """Return the same seen from the other side: added is dropped, raised is lowered, old is new.

        >>> Change("raised", "indicator.annual", "annual", "annual", "≥90%", "≥95%").mirrored().kind
        'lowered'
        """
        return evolve(
            self,
            kind=MIRRORED.get(self.kind, self.kind),
            path_old=self.path_new,
            path_new=self.path_old,
            old=self.new,
            new=self.old,
            unit_old=self.unit_new,
            unit_new=self.unit_old,
            where_old=self.where_new,
            where_new=self.where_old,
            candidates_old=self.candidates_new,
            candidates_new=self.candidates_old,
            span_old=self.span_new,
            span_new=self.span_old,
            at_old=self.at_new,
            at_new=self.at_old,
        )

    def to_plain(self) -> dict[str, Any]:
        """Return a dict of texts, lists and truth values, for JSON; amounts are texts, nothing empty is in it.

        >>> Change("money", "project.funding.total", "funding.total", "funding.total", Decimal("1.00"), Decimal("2")).to_plain()["old"]
        '1.00'
        """
        plain: dict[str, Any] = {"kind": self.kind, "subject": self.subject}
        for side in ("old", "new"):
            value = getattr(self, side)
            span = getattr(self, f"span_{side}")
            plain |= {
                f"path_{side}": getattr(self, f"path_{side}"),
                side: _number_text(value) if isinstance(value, Decimal) else value,
                f"unit_{side}": getattr(self, f"unit_{side}"),
                f"where_{side}": list(getattr(self, f"where_{side}")),
                f"candidates_{side}": list(getattr(self, f"candidates_{side}")),
                f"span_{side}": None if span is None else [span.start, span.end],
            }
        plain |= {"message": self.message, "english": self.english, "inferred": self.inferred}
        return {key: value for key, value in plain.items() if value is not None and value is not False and value != []}

    def _order(self) -> tuple[Any, ...]:
        return (self.at_new, self.at_old, self.path_new or "", self.path_old or "", self.subject, self.kind)


def _number_text(amount: Decimal) -> str:
    return plain_number(amount) if abs(amount.adjusted()) < 40 else str(amount)


def _in_order(changes: Sequence[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=Change._order))


def _changes(given: Iterable[Change]) -> tuple[Change, ...]:
    return validators.as_tuple(given)


@frozen
class Comparison(ViewMethods, Sequence[Change]):
    """All that differs between an old and a new table; false where nothing does.

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
    """

    changes: tuple[Change, ...] = field(default=(), converter=_changes, validator=validators.tuple_of(Change))

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        return self.changes[index]

    def __len__(self) -> int:
        return len(self.changes)

    def of(self, *kinds: str) -> tuple[Change, ...]:
        """Return the changes of some kinds; ValueError for a kind that there is not.

        >>> Comparison().of("raised", "lowered")
        ()
        """
        for kind in kinds:
            if kind not in KIND_NAMES:
                raise ValueError(
                    f"kind 应为 {'、'.join(KIND_NAMES)} 之一，得到 {kind!r} / expected one of {', '.join(KIND_NAMES)}"
                )
        return tuple(change for change in self.changes if change.kind in kinds)

    @property
    def added(self) -> tuple[Change, ...]:
        """What only the new table has: sections, projects, indicators."""
        return self.of("added")

    @property
    def dropped(self) -> tuple[Change, ...]:
        """What only the old table has."""
        return self.of("dropped")

    @property
    def renamed(self) -> tuple[Change, ...]:
        """What goes by another name; inferred unless the two were compared by themselves."""
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
        """Targets that ask for more."""
        return self.of("raised")

    @property
    def lowered(self) -> tuple[Change, ...]:
        """Targets that ask for less."""
        return self.of("lowered")

    @property
    def reworded(self) -> tuple[Change, ...]:
        """What is written in another way and means the same."""
        return self.of("reworded")

    @property
    def changed(self) -> tuple[Change, ...]:
        """What differs and is none of the others."""
        return self.of("changed")

    @property
    def ambiguous(self) -> tuple[Change, ...]:
        """Objects of both tables that may be one another, where which cannot be told."""
        return self.of("ambiguous")

    @property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind that there is one of."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KIND_NAMES if found[kind]}

    def mirrored(self) -> Comparison:
        """Return what comparing the new with the old gives."""
        return made([change.mirrored() for change in self.changes])

    def to_plain(self) -> dict[str, Any]:
        """Return counts and changes as a dict, for JSON.

        >>> Comparison().to_plain()
        {'counts': {}, 'changes': []}
        """
        return {"counts": self.counts, "changes": [change.to_plain() for change in self.changes]}

    def render(self, lang: str = "zh") -> str:
        """Return a report for people in ``zh`` or ``en``, by project, without an end of line.

        >>> Comparison().render(), Comparison().render("en")
        ('没有不同。', 'No differences.')
        """
        return report(self.changes, lang)

    def text(self, lang: str = "zh") -> str:
        """Return a report; the former name of `render`, which will go away."""
        warn_renamed("Comparison.text", "Comparison.render")
        return self.render(lang)


def made(changes: Sequence[Change]) -> Comparison:
    """Return a comparison of changes found in any order."""
    return Comparison(_in_order(changes))
