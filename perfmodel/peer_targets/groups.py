"""The rows of a dataset in groups that say the same, so that very many of them are a few numbers: counted, never listed."""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import define, field, frozen

from perfmodel._internal.arguments import wrong_type
from perfmodel._internal.optional import require
from perfmodel.comparison.normalise import exact
from perfmodel.frames.decimals import at_scale, digits_of
from perfmodel.frames.records import held
from perfmodel.model.table import TargetTable
from perfmodel.peer_targets.dataset import MEANING_OF_PEERS, PLACE_OF_PEERS, PeerDataset

if TYPE_CHECKING:
    import pyarrow

__all__ = ["Excluded", "Found", "Group", "Said", "excluded", "gather", "gather_often"]

_LEVEL_COLUMNS = ("level1_code", "level1", "level2_code", "level2")
# Names with a target whose rows are remembered as counted.
_MOST_GROUPS_REMEMBERED = 5000
# What is shown of a row beside its target.
_SHOWN_COLUMNS = (*PLACE_OF_PEERS, "year", "project", "body")
_LONGEST_NUMBER_TEXT, _LARGEST_PEER_EXPONENT = 200, 10_000


class Said(NamedTuple):
    """What the rows of a group say: their categories, and what the target means."""

    level1_code: str | None
    level1: str | None
    level2_code: str | None
    level2: str | None
    kind: str | None
    op: str | None
    number: Decimal | None
    unit: str | None
    per: str | None
    change: str | None


@define
class Group:
    """How many rows there are, which bodies set them, and the first of them in the order of the dataset."""

    count: int = 0
    bodies: set[str] = field(factory=set)
    first: list[Mapping[str, Any]] = field(factory=list)

    def add(self, count: int, bodies: Iterable[str], rows: Iterable[Mapping[str, Any]], most: int) -> None:
        """Add rows, of which the first ``most`` are listed."""
        self.count += count
        self.bodies.update(bodies)
        self.first = sorted([*self.first, *rows], key=_place_of)[:most]


@define
class Found:
    """What the rows with a name say, in groups; ``excluded`` is the number of rows that were not to count."""

    groups: dict[Said, Group] = field(factory=dict)
    excluded: int = 0


def _place_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return where a row comes from, as it is ordered."""
    return tuple(("" if name == "file" else 0) if row[name] is None else row[name] for name in PLACE_OF_PEERS)


@frozen
class Excluded:
    """Whose rows are not to count: those of ``files``, by any spelling of their paths, and of ``bodies``, by folded name."""

    files: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()

    @cached_property
    def paths(self) -> list[str]:
        """The files as a dataset may have them: as given, in their shortest form, and from the root of the file system."""
        return sorted({spelling for file in self.files for spelling in _spellings(file)})


def _spellings(file: str) -> Iterable[str]:
    found = [file, posixpath.normpath(file.replace(os.sep, "/"))]
    with suppress(OSError, ValueError):  # the current folder is gone, or is on another drive
        found += [os.path.abspath(file), os.path.relpath(file)]
    return [_as_utf8(one).replace(os.sep, "/") for one in found]


def _as_utf8(path: str) -> str:
    """Return a path as a dataset has it: bytes of a name that are no UTF-8 are written as ``\\xff``."""
    try:
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return held(path)


def excluded(given: Any) -> Excluded:
    """Return whose rows are not to count: of a file by its path, of a table by its file and the body that publishes it.

    Where a table does not print its body, those of its projects count as it. Raises `TypeError` for anything else.

    >>> excluded(["a.txt", TargetTable(unit="某 局")]).bodies
    frozenset({'某局'})
    """
    listed = [given] if isinstance(given, (str, os.PathLike, TargetTable)) else given
    if not isinstance(listed, Iterable):
        raise _not_to_exclude(given)
    files: set[str] = set()
    bodies: set[str] = set()
    for one in listed:
        if isinstance(one, TargetTable):
            files.update([one.source.name] if one.source is not None and one.source.name else [])
            bodies.update(exact(held(name)) for name in _bodies_of(one))
        elif isinstance(one, (str, os.PathLike)):
            files.add(os.fsdecode(one))
        else:
            raise _not_to_exclude(one)
    return Excluded(frozenset(files), frozenset(bodies - {""}))


def _not_to_exclude(given: object) -> TypeError:
    return wrong_type(given, "文件路径或 TargetTable", "the path of a file or a TargetTable", "exclude")


def _bodies_of(table: TargetTable) -> Iterable[str]:
    if table.unit:
        return [table.unit]
    projects = ((section, project) for section in table.sections for project in section.projects)
    return [section.name or project.spender or project.department or "" for section, project in projects]


def gather(
    dataset: PeerDataset,
    names: Collection[str],
    target: str,
    years: Collection[int] = (),
    but: Excluded | None = None,
    most: int = 0,
) -> dict[str, Found]:
    """Return what the rows with some folded names say in the column of a ``target``, by name.

    ``years`` are those of the tables to count, all where there are none; ``but`` tells whose rows are not. Of each group
    the first ``most`` rows are listed. Raises `DatasetError` where the dataset cannot be read.
    """
    found: dict[str, Found] = {}
    for name, rows in dataset.rows(names):
        _Counting(rows, target, most).add_to(found.setdefault(name, Found()), years, but or Excluded())
    return found


def gather_often(dataset: PeerDataset, names: Collection[str], target: str, but: Excluded) -> dict[str, Found]:
    """Return the same as `gather` does, without rows: for those who ask for one table after the other.

    In a dataset that is held in memory, all rows with a name are counted once, and those that are excluded taken off.
    """
    if not dataset.is_held:
        return gather(dataset, names, target, but=but)
    found: dict[str, Found] = {}
    for name, rows in dataset.rows(names):
        whole = dataset.remembered.get((name, target))
        if whole is None:
            if len(dataset.remembered) >= _MOST_GROUPS_REMEMBERED:
                dataset.remembered.clear()
            whole = dataset.remembered[name, target] = Found()
            _Counting(rows, target, 0).add_to(whole, (), Excluded())
        found[name] = _without(whole, rows, target, but)
    return found


def _without(whole: Found, rows: pyarrow.Table, target: str, but: Excluded) -> Found:
    """Return what rows say that were counted already, without those that are excluded."""
    counting = _Counting(rows, target, 0)
    counting.rows = rows.filter(counting.is_excluded(but))
    if not len(counting.rows):
        return whole
    own = Found()
    counting.add_to(own, (), Excluded())
    if not all(group.bodies <= but.bodies for group in own.groups.values()):
        found = Found()  # other files of these bodies may count: not to be known without looking
        _Counting(rows, target, 0).add_to(found, (), but)
        return found
    groups = dict(whole.groups)
    for said, group in own.groups.items():
        left = Group(groups[said].count - group.count, groups[said].bodies - group.bodies)
        groups[said] = left
        if not left.count:
            del groups[said]
    return Found(groups, len(counting.rows))


class _Counting:
    """Rows with one name, to be counted for a target."""

    def __init__(self, rows: pyarrow.Table, target: str, most: int) -> None:
        self._arrow, self._compute = require("pyarrow", "arrow"), require("pyarrow.compute", "arrow")
        self.rows = rows
        self.target = target
        self.most = most

    def is_excluded(self, but: Excluded) -> Any:
        """Return for each row whether it is excluded."""
        compute, text = self._compute, self._arrow.string()
        of_file = compute.is_in(self.rows["file"], self._arrow.array(but.paths, text))
        return compute.or_(of_file, compute.is_in(self.rows["whose"], self._arrow.array(sorted(but.bodies), text)))

    def add_to(self, found: Found, years: Collection[int], but: Excluded) -> None:
        """Count the rows of some years, all where there are none, but for those that are excluded."""
        if years:
            wanted = self._arrow.array(sorted(years), self._arrow.int64())
            self.rows = self.rows.filter(self._compute.is_in(self.rows["year"], wanted))
        rows = self.rows
        if but.paths or but.bodies:
            own = self.is_excluded(but)
            found.excluded += self._compute.sum(own).as_py() or 0
            rows = rows.filter(self._compute.invert(own))
        self._group(found, rows)

    def _group(self, found: Found, rows: pyarrow.Table) -> None:
        meaning = [f"{self.target}_{name}" for name in MEANING_OF_PEERS]
        keys = [*_LEVEL_COLUMNS, *meaning, "numbers_as_text"]
        numbered = rows.append_column("at", self._arrow.array(range(len(rows)), self._arrow.int64()))
        wanted = [("whose", "distinct"), ([], "count_all"), *([("at", "list")] if self.most else [])]
        groups = numbered.group_by(keys, use_threads=False).aggregate(wanted).to_pylist()
        # All at once: to take a few rows costs nearly as much as to take many.
        places = [place for group in groups for place in group.get("at_list", ())[: self.most]]
        listed = iter(rows.select([*_SHOWN_COLUMNS, self.target]).take(places).to_pylist() if places else ())
        for group in groups:
            column = {name: group[key] for name, key in zip(MEANING_OF_PEERS, meaning, strict=True)}
            column["number"] = _number(column["number"], group["numbers_as_text"], f"{self.target}_number")
            said = Said(**{name: group[name] for name in _LEVEL_COLUMNS}, **column)
            first = list(islice(listed, min(self.most, group["count_all"])))
            found.groups.setdefault(said, Group()).add(group["count_all"], group["whose_distinct"], first, self.most)


def _number(number: Decimal | None, as_text: str | None, column: str) -> Decimal | None:
    """Return a number of a row without the zeros of its column; where the column cannot hold it, as its text has it."""
    if number is not None:
        return at_scale(number, digits_of(number)[1])
    if as_text is None:
        return None
    try:
        text = json.loads(as_text).get(column)
        found = Decimal(text) if isinstance(text, str) and len(text) <= _LONGEST_NUMBER_TEXT else None
    except (ValueError, AttributeError, InvalidOperation, RecursionError):
        return None
    return (
        found if found is not None and found.is_finite() and abs(found.adjusted()) <= _LARGEST_PEER_EXPONENT else None
    )
