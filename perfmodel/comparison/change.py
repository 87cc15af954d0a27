"""One thing that differs between an old and a new table (`Change`), and the sentence that says so."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Any, TypeAlias

from attrs import evolve, field, frozen

from perfmodel._internal.arguments import check_lang
from perfmodel._internal.deprecated import warn_renamed
from perfmodel._internal.guards import choice
from perfmodel.comparison.words import KIND_NAMES, MIRRORED, kind_word, label
from perfmodel.source.cells import CellPlace
from perfmodel.source.excerpt import visible
from perfmodel.source.span import Position, Span
from perfmodel.strings.canonical import amount_text, decimals_of
from perfmodel.values.kinds import plain_number

__all__ = [
    "Change",
    "FilePlace",
    "amount_with_unit",
    "both_sides",
    "common_ends",
    "join_notes",
    "notes",
    "one_line_name",
    "order_of",
    "place_text",
    "sentence",
    "value_text",
]

# Where something stands in a file: in a cell, or at a line and a column of a text.
FilePlace: TypeAlias = "CellPlace | Position"
# A longer text is cut to where it differs, with this many characters around.
LONGEST_UNCUT = 60
_CONTEXT_CHARACTERS = 8
_AMBITION = {"raised": ("要求提高", "more demanding"), "lowered": ("要求降低", "less demanding")}


@frozen
class Change:
    """A difference between an old and a new table.

    ``kind`` is ``added``, ``dropped``, ``renamed``, ``moved``, ``money``, ``raised``, ``lowered``, ``reworded``, ``changed``
    or ``ambiguous``, between a plan and its result also ``weight``, ``unit``, ``qualitative`` or ``quantified``
    (``docs/reference/comparing.md``). ``subject`` says what it is about: ``project``, ``indicator``,
    ``section`` for one that stands on one side alone, else a field of it, ``indicator.annual``. ``path_old`` and ``path_new`` are the
    places (``projects[2].indicators[0].annual``, as in `Finding.path`; None where that side has none), ``old`` and
    ``new`` what stands there: text as printed, or an amount (Decimal) in ``unit_old`` and ``unit_new``; ``where_old``
    and ``where_new`` are the names of the section or project, and of the indicator, that it belongs to. ``inferred`` is
    true where something was concluded that the tables do not say; the ``note`` says by what. For an ambiguous
    match ``candidates_old`` and ``candidates_new`` are the paths of all that may be one another.

    The comparison of a plan with its result also has the places in the files (``place_old``, ``place_new``). What only one side
    has is ``missing_from`` the object of this path on the other side. These and the position in the order (``at_old``,
    ``at_new``) take no part in equality.

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

    kind: str = field(validator=choice(KIND_NAMES))
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
    place_old: FilePlace | None = field(default=None, eq=False, repr=False)
    place_new: FilePlace | None = field(default=None, eq=False, repr=False)
    at_old: tuple[int, ...] = field(default=(), eq=False, repr=False)
    at_new: tuple[int, ...] = field(default=(), eq=False, repr=False)
    missing_from: str | None = field(default=None, eq=False, repr=False)

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
        return sentence(self, check_lang(lang))

    def text(self, lang: str = "zh") -> str:
        """Return the message; the former name of `render`, which will be removed."""
        warn_renamed("Change.text", "Change.render")
        return self.render(lang)

    def mirrored(self) -> Change:
        """Return the change seen from the other side: added is dropped, raised is lowered, old is new.

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
            place_old=self.place_new,
            place_new=self.place_old,
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
            span, place = getattr(self, f"span_{side}"), getattr(self, f"place_{side}")
            plain |= {
                f"path_{side}": getattr(self, f"path_{side}"),
                side: _number_text(value) if isinstance(value, Decimal) else value,
                f"unit_{side}": getattr(self, f"unit_{side}"),
                f"where_{side}": list(getattr(self, f"where_{side}")),
                f"candidates_{side}": list(getattr(self, f"candidates_{side}")),
                f"span_{side}": None if span is None else [span.start, span.end],
                f"place_{side}": place_text(place, "zh") or None,
            }
        plain |= {"message": self.message, "english": self.english, "inferred": self.inferred}
        return {key: value for key, value in plain.items() if value is not None and value is not False and value != []}


def place_text(place: FilePlace | None, lang: str) -> str:
    """Return a place in a file in words; empty where there is none.

    >>> place_text(Position(2, 5), "en"), place_text(None, "zh")
    ('line 2, column 5', '')
    """
    if place is None:
        return ""
    return place.render(lang) if isinstance(place, Position) else place.text(lang)


def order_of(change: Change) -> tuple[Any, ...]:
    """Return what changes are sorted by: their place in the new table, that in the old, what they are about."""
    paths = change.path_new or "", change.path_old or ""
    return (change.at_new, change.at_old, *paths, change.subject, change.kind)


def _number_text(amount: Decimal) -> str:
    return plain_number(amount) if abs(amount.adjusted()) < 40 else str(amount)


def _printable(text: str) -> str:
    """A text as one line; a control character, which must not reach a terminal, is replaced."""
    text = " ".join(text.split())
    return "".join(
        "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp") else char for char in text
    )


def one_line_name(name: str, lang: str) -> str:
    """Return a name for a line of a report; an empty one is said to be empty.

    >>> one_line_name("会议费\\n（2024年）", "zh"), one_line_name("", "en")
    ('会议费 （2024年）', '(empty)')
    """
    return _printable(name) or ("(empty)" if lang == "en" else "（空）")


def amount_with_unit(amount: Decimal, unit: str | None) -> str:
    """Return an amount with its unit, as tables print it."""
    # An exponent that no table has would be written out in full.
    sane = abs(amount.adjusted()) < 40 and decimals_of(amount) < 40
    return f"{amount_text(amount) if sane else amount}{unit or ''}"


def value_text(value: str | Decimal | None, unit: str | None, lang: str) -> str:
    """Return a text or an amount as one line of a report shows it; None is said not to be printed.

    >>> value_text(Decimal("18.5"), "万元", "zh"), value_text(None, None, "en")
    ('18.50万元', '(none)')
    """
    if value is None:
        return "(none)" if lang == "en" else "（未印）"
    return amount_with_unit(value, unit) if isinstance(value, Decimal) else one_line_name(value, lang)


def _cut(old: str, new: str) -> tuple[str, str]:
    """Long texts, cut to where they differ."""
    if len(old) <= LONGEST_UNCUT and len(new) <= LONGEST_UNCUT:
        return old, new
    start, end = common_ends(old, new)
    return _window(old, start, end), _window(new, start, end)


def common_ends(old: str, new: str) -> tuple[int, int]:
    """Return how many characters two texts have in common at their beginning, and behind that at their end.

    >>> common_ends("完成培训", "完成两期培训")
    (2, 2)
    """
    start, shorter = 0, min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _window(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _CONTEXT_CHARACTERS), min(len(text), len(text) - end + _CONTEXT_CHARACTERS)
    middle = text[first:last]
    if len(middle) > 4 * LONGEST_UNCUT:
        middle = middle[: 2 * LONGEST_UNCUT] + "…" + middle[-2 * LONGEST_UNCUT :]
    return ("…" if first else "") + middle + ("…" if last < len(text) else "")


def both_sides(change: Change, lang: str) -> tuple[str, str]:
    """Return what stands on the old and on the new side, long texts cut to where they differ."""
    return _cut(value_text(change.old, change.unit_old, lang), value_text(change.new, change.unit_new, lang))


def _difference(change: Change) -> str:
    old, new = change.old, change.new
    if not isinstance(old, Decimal) or not isinstance(new, Decimal) or change.unit_old != change.unit_new:
        return ""
    if any(abs(amount.adjusted()) >= 40 or decimals_of(amount) >= 40 for amount in (old, new)):
        return ""
    with localcontext() as context:
        context.prec = 100
        difference = new - old
    return ("+" if difference > 0 else "") + amount_text(difference)


def _remarks(change: Change, lang: str) -> list[str]:
    """Which way a change goes, by how much, and by what it was concluded."""
    en = lang == "en"
    remarks = [_AMBITION[change.kind][en]] if change.kind in _AMBITION else []
    remarks += [found for found in (_difference(change),) if found and change.kind == "money"]
    if change.note:
        remarks.append(change.note_english if en else change.note)
    elif change.inferred:
        remarks.append("inferred" if en else "推断")
    return remarks


def notes(change: Change, lang: str) -> list[str]:
    """Return the remarks on a change but for the one that its kind makes: by how much, by what it was concluded."""
    return _remarks(change, lang)[change.kind in _AMBITION :]


def join_notes(remarks: Sequence[str], lang: str) -> str:
    """Return remarks in brackets, for the end of a line; nothing where there are none.

    >>> join_notes(["+2.00", "推断"], "zh")
    '（+2.00；推断）'
    """
    if not remarks:
        return ""
    return f" ({'; '.join(remarks)})" if lang == "en" else f"（{'；'.join(remarks)}）"


def sentence(change: Change, lang: str) -> str:
    """Return what differs, without where: ``年度指标值：≥90% → ≥95%（要求提高）``."""
    return visible(_sentence(change, lang))


def _sentence(change: Change, lang: str) -> str:
    en = lang == "en"
    named, behind = label(change.subject, lang), join_notes(_remarks(change, lang), lang)
    colon = ": " if en else "："
    if change.kind in ("added", "dropped"):
        value = change.new if change.kind == "added" else change.old
        unit = change.unit_new if change.kind == "added" else change.unit_old
        return f"{kind_word(change.kind, lang)}{' ' if en else ''}{named}{colon}{value_text(value, unit, lang)}{behind}"
    old, new = both_sides(change, lang)
    if change.kind == "ambiguous":
        return f"{kind_word(change.kind, lang)}{' ' if en else ''}{named}{colon}{old} ⇄ {new}{behind}"
    return f"{named}{colon}{old} → {new}{behind}"
