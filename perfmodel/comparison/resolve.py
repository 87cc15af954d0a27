"""Choose among likely pairs those that are clearly the best for both of their objects; the others stay open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

__all__ = ["Edge", "resolve"]

# By how much the best must be better than the second best.
_MARGIN = Fraction(1, 10)
# Each round may make a choice clear that was not; more are never needed but for a hostile table.
_MOST_ROUNDS = 16


@frozen
class Edge:
    """An old and a new object that may be one, and how likely that is; a ``weak`` one is never more than a doubt."""

    old: int
    new: int
    score: Fraction
    weak: bool = False


def resolve(edges: Iterable[Edge]) -> tuple[list[tuple[int, int]], list[tuple[list[int], list[int]]]]:
    """Return the pairs that are clearly best for both, and groups of those between which it cannot be told.

    >>> resolve([Edge(0, 0, Fraction(1)), Edge(0, 1, Fraction(1, 2)), Edge(1, 1, Fraction(1)), Edge(2, 2, Fraction(1)), Edge(2, 3, Fraction(1))])
    ([(0, 0), (1, 1)], [([2], [2, 3])])
    """
    rest = list(edges)
    pairs: list[tuple[int, int]] = []
    for _round in range(_MOST_ROUNDS):
        olds, news = _best_two(rest, new=False), _best_two(rest, new=True)
        found = [
            (edge.old, edge.new)
            for edge in rest
            if not edge.weak and _leads(edge, olds[edge.old]) and _leads(edge, news[edge.new])
        ]
        if not found:
            break
        pairs += found
        taken_old, taken_new = {old for old, _new in found}, {new for _old, new in found}
        rest = [edge for edge in rest if edge.old not in taken_old and edge.new not in taken_new]
    return sorted(pairs), _components(rest)


def _best_two(edges: list[Edge], new: bool) -> dict[int, list[Fraction]]:
    """Return the two best scores of each old (or new) object."""
    best: dict[int, list[Fraction]] = defaultdict(list)
    for edge in edges:
        mine = best[edge.new if new else edge.old]
        mine.append(edge.score)
        mine.sort(reverse=True)
        del mine[2:]
    return best


def _leads(edge: Edge, best: list[Fraction]) -> bool:
    return edge.score == best[0] and (len(best) == 1 or best[0] - best[1] >= _MARGIN)


def _components(edges: list[Edge]) -> list[tuple[list[int], list[int]]]:
    neighbours: dict[tuple[bool, int], list[tuple[bool, int]]] = defaultdict(list)
    for edge in edges:
        neighbours[False, edge.old].append((True, edge.new))
        neighbours[True, edge.new].append((False, edge.old))
    found: list[tuple[list[int], list[int]]] = []
    seen: set[tuple[bool, int]] = set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        seen.add(start)
        waiting, members = [start], []
        while waiting:
            node = waiting.pop()
            members.append(node)
            fresh = [other for other in neighbours[node] if other not in seen]
            seen.update(fresh)
            waiting += fresh
        found.append((sorted(at for new, at in members if not new), sorted(at for new, at in members if new)))
    return found
