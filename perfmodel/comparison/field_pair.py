"""One field of a pair that is one: what its changes are about, and what is to be known of the pair beside what it says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import frozen

from perfmodel.comparison.change import Change
from perfmodel.comparison.location import Spot
from perfmodel.model.fields import Field

__all__ = ["Around", "FieldPair"]


@frozen
class Around:
    """What is to be known of a pair beside what it says.

    ``why`` says by what the two were taken as one, ``currencies`` are those of both tables, ``sections`` the names of
    those that two projects stand in, ``shift`` is by how many years the tables are apart.
    """

    why: str = ""
    currencies: tuple[str | None, str | None] = (None, None)
    sections: tuple[str, str] = ("", "")
    shift: int | None = None


@frozen
class FieldPair:
    """A field of a pair: what its changes are about, and their order: ``rank`` among fields, ``minor`` within one.

    ``step`` is its path inside the pair, where the subject does not say it.
    """

    spot: Spot
    field: Field
    subject: str
    rank: int
    around: Around
    minor: int = 0
    step: str | None = None

    def change(
        self, kind: str, old: str | Decimal | None, new: str | Decimal | None, why: str = "", **more: Any
    ) -> Change:
        """Return a change of the field."""
        if self.step is not None:
            more.setdefault("step", self.step)
        return self.spot.change(kind, self.subject, old, new, self.rank, why, minor=self.minor, **more)
