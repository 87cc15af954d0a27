"""Where a change stands, on both sides at once, and the making of changes there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
from attrs import frozen

from perfmodel.comparison.change import Change, FilePlace
from perfmodel.comparison.matching import Doubt
from perfmodel.comparison.words import note
from perfmodel.source.place import AnyPlace
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["Spot", "field_span"]

_MOST_NAMES = 5

Value = str | Decimal | None


def field_span(owner: Any, name: str) -> Span | None:
    """Return the span of a field of an object of the model, of the whole where it has none of its own."""
    place: AnyPlace | None = getattr(owner, "place", None)
    if place is None:
        return None
    return place.of(name) or place.span


@frozen
class Spot:
    """A pair of objects that are one: their paths, names and order in both tables."""

    old: Any
    new: Any
    path_old: str = ""
    path_new: str = ""
    where_old: tuple[str, ...] = ()
    where_new: tuple[str, ...] = ()
    at_old: tuple[int, ...] = ()
    at_new: tuple[int, ...] = ()
    # The texts that spans refer to, where changes are to say at which places of the files they are.
    sources: tuple[Source | None, Source | None] | None = None
    # Whether the tables are of one form, so that neither is what was approved for the other.
    of_one_form: bool = False

    def inner(self, old: Any, new: Any, steps: str, rank: int, places: tuple[int, int]) -> Spot:
        """Return the spot of a pair in lists of this one (``steps``); ``rank`` is the order of the list."""
        return Spot(
            old,
            new,
            _join(self.path_old, f"{steps}[{places[0]}]"),
            _join(self.path_new, f"{steps}[{places[1]}]"),
            (*self.where_old, old.name),
            (*self.where_new, new.name),
            (*self.at_old, rank, places[0], 1),
            (*self.at_new, rank, places[1], 1),
            self.sources,
            self.of_one_form,
        )

    def change(self, kind: str, subject: str, old: Value, new: Value, rank: int, why: str = "", **more: Any) -> Change:
        """Return a change of a field; its path is ``step``, else what the subject says behind its first part.

        ``rank`` is its order among the fields, ``minor`` that within it.
        """
        minor = more.pop("minor", 0)
        step = more.pop("step", subject.partition(".")[2])
        zh, en = note(why) if why else ("", "")
        name = step.split(".")[-1]
        owners = [_owner(found, step) for found in (self.old, self.new)]
        spans = [field_span(owner, name) for owner in owners]
        if self.sources is not None:
            more |= {f"place_{side}": self._place(at, owners[at], name) for at, side in enumerate(("old", "new"))}
        return Change(
            kind,
            subject,
            _join(self.path_old, step),
            _join(self.path_new, step),
            old,
            new,
            where_old=self.where_old,
            where_new=self.where_new,
            note=zh,
            note_english=en,
            span_old=spans[0],
            span_new=spans[1],
            at_old=(*self.at_old, rank, minor),
            at_new=(*self.at_new, rank, minor),
            **more,
        )

    def alone(self, subject: str, what: Any, text: str, steps: str, rank: int, at: int, added: bool) -> Change:
        """Return the change for something in a list (``steps``) that one side alone has."""
        new, old = ("new", "old") if added else ("old", "new")
        said: dict[str, Any] = {
            f"path_{new}": _join(self.path_new if added else self.path_old, f"{steps}[{at}]"),
            "missing_from": self.path_old if added else self.path_new,
            new: text,
            f"span_{new}": getattr(what, "span", None),
            f"at_{new}": (*(self.at_new if added else self.at_old), rank, at, 1),
            # Just before what stands in its place on the other side.
            f"at_{old}": (*(self.at_old if added else self.at_new), rank, at, 0),
        }
        if self.sources is not None:
            said[f"place_{new}"] = self._place(int(added), what, "name")
        return Change(
            "added" if added else "dropped", subject, where_old=self.where_old, where_new=self.where_new, **said
        )

    def places_of(self, name: str) -> tuple[FilePlace | None, FilePlace | None]:
        """Return where a field of the two stands in their files."""
        return self._place(0, self.old, name), self._place(1, self.new, name)

    def _place(self, side: int, owner: Any, name: str) -> FilePlace | None:
        """The place of a field, that of the whole where the field has none of its own."""
        place: AnyPlace | None = getattr(owner, "place", None)
        source = None if self.sources is None else self.sources[side]
        if place is None:
            return None
        cell = place.cell_of(name) or place.cell_of()
        span = place.of(name) or place.span
        if cell is not None or source is None or span is None:
            return cell
        return source.cell_at(span.start) or source.position(span.start)

    def doubt(self, subject: str, names: tuple[list[str], list[str]], steps: str, rank: int, doubt: Doubt) -> Change:
        """Return the change for objects of both sides that may be one another; ``names`` are those of them all."""
        paths = [
            tuple(_join(path, f"{steps}[{at}]") for at in places)
            for path, places in ((self.path_old, doubt.old), (self.path_new, doubt.new))
        ]
        zh, en = note(f"doubt_{doubt.why}")
        return Change(
            "ambiguous",
            subject,
            paths[0][0],
            paths[1][0],
            _listed(names[0]),
            _listed(names[1]),
            where_old=self.where_old,
            where_new=self.where_new,
            note=zh,
            note_english=en,
            candidates_old=paths[0],
            candidates_new=paths[1],
            at_old=(*self.at_old, rank, doubt.old[0], 0),
            at_new=(*self.at_new, rank, doubt.new[0], 0),
        )


def _owner(found: Any, path: str) -> Any:
    """The object whose field the last step of a path names: the one inside, where the first step names one."""
    first, _, rest = path.partition(".")
    name, _, place = first.partition("[")
    inner = getattr(found, name, None) if rest else None
    if place and isinstance(inner, tuple):
        at = int(place.rstrip("]"))
        inner = inner[at] if at < len(inner) else None
    return _owner(inner, rest) if attrs.has(type(inner)) else found


def _listed(names: list[str]) -> str:
    """Names, each once, the first of very many."""
    distinct = list(dict.fromkeys(names))
    return "、".join(distinct[:_MOST_NAMES]) + ("…" if len(distinct) > _MOST_NAMES else "")


def _join(path: str, step: str) -> str:
    return f"{path}.{step}" if path and step else path or step
