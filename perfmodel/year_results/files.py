"""The files of a year: which there are below some folders, and the tables that are in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from perfmodel._internal.messages import in_languages
from perfmodel._internal.optional import MissingExtra
from perfmodel._internal.system_errors import reason_of
from perfmodel.errors import ParseError
from perfmodel.formats.files import TABLE_ENDINGS
from perfmodel.formats.read import read_all
from perfmodel.model.table import TargetTable

__all__ = ["TableFile", "UnreadFile", "files_below", "read_file"]


@frozen
class TableFile:
    """A file that was read: its name as it is shown, and its tables."""

    name: str
    tables: tuple[TargetTable, ...] = field(repr=False)


@frozen
class UnreadFile:
    """A file that could not be read, and why, in both languages."""

    name: str
    zh: str
    en: str


def files_below(paths: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
    """Yield the files that paths mean, each once: those of a folder, and of all folders in it, sorted by name.

    Of a folder only the files that tables stand in are taken, by their endings; hidden ones and links are left out.

    >>> [os.path.basename(path) for path in files_below(["tests/tables/hazards.txt", "tests/tables"])].count("hazards.txt")
    1
    """
    seen: set[str] = set()
    for path in [os.fspath(path) for path in paths]:
        found = _inside(path) if os.path.isdir(path) else iter((path,))
        for file in found:
            if os.path.realpath(file) not in seen:
                seen.add(os.path.realpath(file))
                yield file


def _inside(folder: str) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(where, name)
            if name.lower().endswith(TABLE_ENDINGS) and not name.startswith((".", "~$")) and not os.path.islink(path):
                yield path


def read_file(path: str) -> TableFile | UnreadFile:
    """Read a file; what goes wrong with it is returned, so that the others are read all the same.

    >>> read_file("nowhere.xlsx").zh
    '文件不存在'
    """
    try:
        with open(path, "rb") as stream:
            found = read_all(stream.read(), path)
    except ParseError as error:
        return UnreadFile(path, error.message, error.english)
    except MissingExtra as error:
        return UnreadFile(path, *in_languages(str(error)))
    except (OSError, MemoryError, ValueError) as error:
        return UnreadFile(path, *reason_of(error))
    tables = tuple(table for _source, table in found if isinstance(table, TargetTable))
    if not tables:
        return UnreadFile(
            path, "应为绩效目标表，实为项目或指标", "expected a performance-target table, got a project or an indicator"
        )
    return TableFile(path, tables)
