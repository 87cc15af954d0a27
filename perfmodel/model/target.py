"""A target value (指标值): what an indicator is to reach."""

from __future__ import annotations

from attrs import field, frozen

from perfmodel.model import guards

__all__ = ["Target"]


@frozen
class Target:
    """A target value as it was printed, ``90%或以上``.

    >>> Target("90%或以上").text
    '90%或以上'
    """

    text: str = field(validator=guards.text(raw=True))

    def __str__(self) -> str:
        return self.text
