"""A unified diff of two texts of which one is the other mended in its lines."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from perfmodel.source.excerpt import visible

__all__ = ["unified_diff"]

_DIFF_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def unified_diff(old: str, new: str, name: str) -> Iterator[str]:
    """Yield a unified diff, with the note that diffs have where a file does not end with a line end.

    >>> print("".join(unified_diff("annual: ≥100%\\n", "annual: =100%\\n", "表.yaml")), end="")
    --- 表.yaml
    +++ 表.yaml
    @@ -1 +1 @@
    -annual: ≥100%
    +annual: =100%
    """
    shown = visible(name)
    before, after = _DIFF_LINE.findall(old), _DIFF_LINE.findall(new)
    matcher = difflib.SequenceMatcher(None, *((before, after) if len(before) != len(after) else ("", "")))
    if len(before) == len(after):
        # A value is mended in its line: looking for lines that moved takes long, and none does.
        matcher.opcodes = list(_changed(before, after))  # type: ignore[attr-defined]
    for at, group in enumerate(matcher.get_grouped_opcodes()):
        if at == 0:
            yield f"--- {shown}\n+++ {shown}\n"
        (_tag, first, _i2, first_new, _j2), (*_ends, last, _j1, last_new) = group[0], group[-1]
        yield f"@@ -{_range(first, last)} +{_range(first_new, last_new)} @@\n"
        for tag, i1, i2, j1, j2 in group:
            yield from _marked(" " if tag == "equal" else "-", before[i1:i2])
            yield from _marked("+", () if tag == "equal" else after[j1:j2])


def _changed(before: list[str], after: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What differs between as many lines, as `difflib` has it."""
    start = 0
    for same, run in groupby(one == other for one, other in zip(before, after, strict=True)):
        end = start + sum(1 for _line in run)
        yield "equal" if same else "replace", start, end, start, end
        start = end


def _range(start: int, end: int) -> str:
    """Lines as a diff names them: the first, and how many where not one."""
    if end - start == 1:
        return str(start + 1)
    return f"{start + 1 if end > start else start},{end - start}"


def _marked(mark: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield mark + (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
