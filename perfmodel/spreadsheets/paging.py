"""Where pages begin, so that no project is cut in two that would fit on one page.

Everything is in points. What a page holds is estimated: the sheet is made as narrow as the paper, by widths that differ a
little from one machine's fonts to another's. A page that is estimated too short only leaves some of its paper blank.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

__all__ = ["A3", "A4", "Paper", "page_starts", "paper_for"]

# Excel takes 1 023.
_MOST_PAGE_BREAKS = 1_000
# Columns that can still be read on A4.
_WIDEST = 280


@frozen
class Paper:
    """A paper, landscape: Excel's number for it, and what the margins leave of it."""

    number: int
    width: float
    height: float


A4 = Paper(9, 784.0, 514.0)
A3 = Paper(8, 1133.0, 760.0)


def paper_for(widths: Sequence[int]) -> Paper:
    """Return the paper for columns of these widths.

    >>> paper_for([20] * 10) is A4, paper_for([20] * 20) is A3
    (True, True)
    """
    return A4 if sum(widths) <= _WIDEST else A3


def page_starts(
    blocks: Sequence[int], heights: Sequence[float], widths: Sequence[int], header: tuple[int, int]
) -> list[int]:
    """Return the rows that begin a page; ``blocks`` are the rows that begin what should stay together.

    >>> page_starts([2, 5, 8], [20.0, 20.0, *[100.0] * 9], [20] * 6, (0, 1))
    [5, 8]
    """
    paper = paper_for(widths)
    scale = min(1.0, paper.width / sum((7 * size + 5) * 0.75 for size in widths))
    room = paper.height / scale - sum(heights[header[0] : header[1] + 1])
    left = room - sum(heights[: header[0]])
    starts = []
    ends = [*blocks[1:], len(heights)]
    for start, end in zip(blocks, ends, strict=True):
        height = sum(heights[start:end])
        if height > left and height <= room and left < room:
            starts.append(start)
            left = room
        left -= height
        while left < 0:  # it goes over several pages anyway
            left += room
    return starts[:_MOST_PAGE_BREAKS]
