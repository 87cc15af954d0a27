"""Match the objects of two tables: by name, then by their content; what is doubtful stays so.

Nothing here knows whether sections, projects or indicators are matched. Each step looks only at what those before it left:

1. the same name in the same place (section, category);
2. the same name but for years, brackets and marks in the same place; where several have it, by their years;
3. the same name elsewhere, where the content supports it;
4. another name over the same text, where that is written for one object alone (a goal);
5. a similar name in the same place, where the content supports it;
6. for a plan and its result, another name over the same target in the same place.

Each step treats both sides alike, so that matching backwards gives the same pairs. Steps 1 to 4 take time in proportion to
the number of objects; step 5 compares all with all only up to `_MOST_PAIRS_COMPARED` pairs, beyond that those that share a
pair of characters that few have (`_MOST_SHARING_BIGRAM`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from perfmodel.comparison.candidates import Candidate, agreed, evidence
from perfmodel.comparison.normalise import likeness
from perfmodel.comparison.resolve import Edge, resolve

__all__ = ["Doubt", "Matching", "Pair", "match"]

_MOST_PAIRS_COMPARED = 4096
_MOST_SHARING_BIGRAM = 64
_HALF, _THIRD, _THREE_QUARTERS = Fraction(1, 2), Fraction(1, 3), Fraction(3, 4)


@frozen
class Pair:
    """Two objects that are one; ``why`` says by what that was inferred.

    It is ``years``, ``elsewhere``, ``same_text``, ``like_name`` or ``same_target``, empty where nothing had to be inferred.
    """

    old: int
    new: int
    why: str = ""


@frozen
class Doubt:
    """Old objects that may be some of the new ones; which, cannot be told. ``why`` is as in `Pair`, or ``same_name``."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    why: str


@frozen
class Matching:
    """The result of matching two lists, by position: each object of both sides stands in exactly one of the four."""

    pairs: tuple[Pair, ...]
    dropped: tuple[int, ...]
    added: tuple[int, ...]
    doubts: tuple[Doubt, ...]


Group = tuple[list[Candidate], list[Candidate]]


class _Matcher:
    """The objects of both sides that are not matched yet, and what was found; each step is a method."""

    def __init__(self, old: Sequence[Candidate], new: Sequence[Candidate], shift: int | None) -> None:
        self.old = {candidate.at: candidate for candidate in old}
        self.new = {candidate.at: candidate for candidate in new}
        self.shift = shift
        self.pairs: list[Pair] = []
        self.doubts: list[Doubt] = []

    def pair(self, one: Candidate, other: Candidate, why: str = "") -> None:
        self.pairs.append(Pair(one.at, other.at, why))
        del self.old[one.at], self.new[other.at]

    def doubt(self, old: Iterable[Candidate], new: Iterable[Candidate], why: str) -> None:
        doubt = Doubt(tuple(sorted(one.at for one in old)), tuple(sorted(other.at for other in new)), why)
        self.doubts.append(doubt)
        for at in doubt.old:
            del self.old[at]
        for at in doubt.new:
            del self.new[at]

    def groups(self, key: Callable[[Candidate], Hashable], within: Group | None = None) -> list[Group]:
        """Return the objects of both sides by a key that both have, in the order of the old; None is no key."""
        found: dict[Hashable, Group] = {}
        old, new = within or (list(self.old.values()), list(self.new.values()))
        for side, candidates in enumerate((old, new)):
            for candidate in candidates:
                value = key(candidate)
                if value is not None:
                    found.setdefault(value, ([], []))[side].append(candidate)
        return [group for group in found.values() if group[0] and group[1]]

    def left(self, group: Group) -> Group:
        """Return those of a group that are not matched yet."""
        return [one for one in group[0] if one.at in self.old], [other for other in group[1] if other.at in self.new]

    def by_prints(self, group: Group) -> Group:
        """Pair those of a group that are the only ones to have something in common; return the rest."""
        for which in range(len(group[0][0].prints) if all(group) else 0):

            def printed(candidate: Candidate, which: int = which) -> Hashable:
                return candidate.prints[which]

            for old, new in self.groups(printed, self.left(group)):
                if len(old) == len(new) == 1:
                    self.pair(old[0], new[0])
        return self.left(group)

    def same_name(self, key: Callable[[Candidate], Hashable]) -> None:
        """Step 1. Of several with one name, those that say the same are one each, in order."""
        for group in self.groups(key):
            rest = group
            if len(group[0]) * len(group[1]) > 1:
                for old, new in self.groups(lambda candidate: candidate.content, group):
                    for one, other in zip(old, new, strict=False):
                        self.pair(one, other)
                rest = self.by_prints(self.left(group))
            self.finish(rest)

    def finish(self, rest: Group, why: str = "") -> None:
        """Pair objects of one name whose content does not tell them apart, in order; doubt those whose content does."""
        old, new = rest
        if not old or not new:
            return
        if all(len({candidate.content for candidate in side}) == 1 for side in rest):
            for one, other in zip(old, new, strict=False):
                self.pair(one, other, why)
        else:
            self.doubt(old, new, "same_name")

    def by_years(self, key: Callable[[Candidate], Hashable], crowded: set[Hashable]) -> None:
        """Step 2. What has one name but for the years; more than one of them is distinguished by the years alone."""
        for group in self.groups(key):
            why = "years" if key(group[0][0]) in crowded else ""
            if len(group[0]) * len(group[1]) > 1:
                for one, other in self.rolled(group):
                    self.pair(one, other, why)
            self.finish(self.left(group), why)

    def rolled(self, group: Group) -> list[tuple[Candidate, Candidate]]:
        """Pairs whose years are all apart by the same number: the tables' own, or that of all of them in order."""
        old, new = (sorted(side, key=lambda candidate: candidate.years) for side in group)
        keys = [candidate.years for side in (old, new) for candidate in side]
        if not all(keys) or len({one.years for one in old}) < len(old) or len({one.years for one in new}) < len(new):
            return []
        by = self.shift
        if by is None and len(old) == len(new):
            by = new[0].years[0] - old[0].years[0]
            if any(_moved(one.years, by) != other.years for one, other in zip(old, new, strict=True)):
                return []
        if by is None:
            return []
        theirs = {other.years: other for other in new}
        return [(one, theirs[years]) for one in old if (years := _moved(one.years, by)) in theirs]

    def elsewhere(self, key: Callable[[Candidate], Hashable], telling: bool) -> None:
        """Step 3. The same name in another place; unless a name is ``telling``, a common one (会议费) needs support."""
        for group in self.groups(key):
            if len(group[0]) * len(group[1]) > _MOST_PAIRS_COMPARED:
                self.doubt(*group, "same_name")
                continue
            edges = []
            for one in group[0]:
                for other in group[1]:
                    found = evidence(one, other)
                    if telling or found is None or found >= _HALF:
                        edges.append(Edge(one.at, other.at, found or Fraction(0)))
            self.resolve(edges, "" if telling else "elsewhere", "same_name")

    def same_text(self) -> None:
        """Step 4. Another name over the same text, which may be boilerplate: it takes more to make them one."""
        for group in self.groups(lambda candidate: candidate.signature):
            one, other = group[0][0], group[1][0]
            if len(group[0]) * len(group[1]) > 1 or one.numerals != other.numerals:
                continue
            if one.features[0] and other.features[0]:
                if likeness(one.features[0], other.features[0]) >= _HALF:
                    self.pair(one, other, "same_text")
            elif likeness(one.bigrams, other.bigrams) >= _THIRD:
                self.pair(one, other, "same_text")
            else:
                self.doubt([one], [other], "same_text")

    def like_name(self, least: Fraction) -> None:
        """Step 5. A like name in the same place."""
        for group in self.groups(lambda candidate: candidate.place):
            edges = []
            for one, other in _near(*group):
                named = likeness(one.bigrams, other.bigrams)
                if named < _THIRD or one.numerals != other.numerals:
                    continue
                found = evidence(one, other)
                if found is None and named >= _THREE_QUARTERS:
                    edges.append(Edge(one.at, other.at, named, weak=not agreed(one, other)))
                elif (
                    found is not None
                    and found >= (_HALF if named >= least else _THREE_QUARTERS)
                    and named >= min(least, _HALF)
                ):
                    edges.append(Edge(one.at, other.at, named + found))
            self.resolve(edges, "like_name", "like_name")

    def same_target(self, same: Callable[[int, int], bool]) -> None:
        """Step 6. Another name over the same target in the same place; of several, those in the same order where as many."""
        for old, new in self.groups(lambda candidate: candidate.place):
            if len(old) * len(new) > _MOST_PAIRS_COMPARED:
                continue
            for group in _alike(old, new, same):
                if len(group[0]) == len(group[1]):
                    for one, other in zip(*group, strict=True):
                        self.pair(one, other, "same_target")
                else:
                    self.doubt(*group, "same_target")

    def resolve(self, edges: list[Edge], why: str, doubted: str) -> None:
        pairs, components = resolve(edges)
        for old_at, new_at in pairs:
            one, other = self.old[old_at], self.new[new_at]
            supported = why == "elsewhere" and evidence(one, other) is not None
            self.pair(one, other, "" if supported else why)
        for olds, news in components:
            self.doubt([self.old[at] for at in olds], [self.new[at] for at in news], doubted)


def _moved(years: tuple[int, ...], by: int) -> tuple[int, ...]:
    return tuple(year + by for year in years)


def _alike(old: list[Candidate], new: list[Candidate], same: Callable[[int, int], bool]) -> list[Group]:
    """Return the candidates of both sides that have one target, in order."""
    found: list[Group] = []
    left = list(new)
    for one in old:
        known = next((group for group in found if same(one.at, group[1][0].at)), None)
        if known is not None:
            known[0].append(one)
            continue
        others = [other for other in left if same(one.at, other.at)]
        if others:
            found.append(([one], others))
            left = [other for other in left if other not in others]
    return found


def _near(old: list[Candidate], new: list[Candidate]) -> Iterable[tuple[Candidate, Candidate]]:
    """Return the pairs worth comparing."""
    if len(old) * len(new) <= _MOST_PAIRS_COMPARED:
        return [(one, other) for one in old for other in new]
    index: dict[str, Group] = defaultdict(lambda: ([], []))
    for side, candidates in enumerate((old, new)):
        for candidate in candidates:
            for bigram in candidate.bigrams:
                index[bigram][side].append(candidate)
    found: dict[tuple[int, int], tuple[Candidate, Candidate]] = {}
    for mine, theirs in index.values():
        if len(mine) * len(theirs) <= _MOST_SHARING_BIGRAM:
            found.update({(one.at, other.at): (one, other) for one in mine for other in theirs})
    return found.values()


def match(
    old: Sequence[Candidate],
    new: Sequence[Candidate],
    shift: int | None = None,
    least: Fraction = _HALF,
    telling: bool = False,
    same: Callable[[int, int], bool] | None = None,
) -> Matching:
    """Match two lists of candidates.

    ``shift`` is by how many years the tables are apart, None where that is not known. ``least`` is the likeness that two
    names need in step 5. ``telling`` says that names are so distinct that the same
    one in two places needs no support. ``same`` tells whether an old and a new object have one target, for step 6.
    """
    matcher = _Matcher(old, new, shift)
    matcher.same_name(lambda candidate: (candidate.place, candidate.owner, candidate.exact))
    matcher.same_name(lambda candidate: (candidate.place, candidate.exact))
    counts: dict[Hashable, list[int]] = defaultdict(lambda: [0, 0])
    for side, candidates in enumerate((old, new)):
        for candidate in candidates:
            counts[candidate.place, candidate.loose][side] += 1
            counts[candidate.place, candidate.owner, candidate.loose][side] += 1
    crowded = {key for key, count in counts.items() if max(count) > 1}
    matcher.by_years(lambda candidate: (candidate.place, candidate.owner, candidate.loose), crowded)
    matcher.by_years(lambda candidate: (candidate.place, candidate.loose), crowded)
    matcher.elsewhere(lambda candidate: candidate.exact or None, telling)
    matcher.elsewhere(lambda candidate: candidate.loose or None, telling)
    matcher.same_text()
    matcher.like_name(least)
    if same is not None:
        matcher.same_target(same)
    return Matching(tuple(matcher.pairs), tuple(matcher.old), tuple(matcher.new), tuple(matcher.doubts))
