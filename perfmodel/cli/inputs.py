"""The files to work on: those that are named, and all tables in the folders that are, in a fixed order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from attrs import evolve, frozen

from perfmodel.cli.files import FileProblem, os_problem, print_error
from perfmodel.cli.options import is_folder
from perfmodel.reports.counts import Failure

__all__ = ["Input", "gather"]

_INCLUDED_NAMES = ("*.txt", "*.yaml", "*.yml", "*.json")


@frozen
class Input:
    """A file to work on: its ``path`` for messages, and its ``place`` below an output folder.

    ``size`` is in bytes, ``identity`` tells whether two paths are one file; ``plain`` is whether it is an ordinary file,
    no pipe nor stdin. ``failure`` says why a folder could not be looked into, of which this is the path then.
    """

    path: str
    place: str
    size: int = 0
    identity: tuple[int, int] | None = None
    plain: bool = True
    failure: Failure | None = None


def gather(paths: Iterable[str], include: Iterable[str] | None, lang: str, apart: str | None = None) -> list[Input]:
    """Return the files that paths mean, each once: in the order of the paths, those of a folder sorted by name.

    A folder is searched with all folders in it, for names that match ``include`` (whatever the case of letters); hidden
    files and folders, links to folders and the folder ``apart`` are left out. A file that is named itself is taken
    whatever its name is. What is not there, or cannot be looked into, stays in the list, to be reported in its turn; a
    folder without any table is reported on stderr. Raises `FileProblem` where nothing is found at all, or where a named
    folder is ``apart`` itself.

    >>> [found.place for found in gather(["tests/tables"], ["haz*"], "en")]
    ['tables/hazards.txt', 'tables/hazards.yaml']
    """
    patterns = tuple(pattern.lower() for pattern in include or _INCLUDED_NAMES)
    left_out = None if apart is None else _identity(apart)
    seen: set[str] = set()
    files: list[Input] = []
    for path in dict.fromkeys(paths):
        if left_out is not None and _name(path) and _identity(path) == left_out:
            raise FileProblem(
                f"perfmodel: {path} is the output folder too"
                if lang == "en"
                else f"perfmodel: {path} 既是输入目录又是输出目录"
            )
        found = list(_files_in(path, patterns, left_out)) if is_folder(path) else [_named(path)]
        if not found:
            print_error(_no_match_message(path, patterns, lang))
        for file in found:
            key = os.path.abspath(file.path) if "\0" not in file.path and file.path != "-" else file.path
            if key not in seen:
                seen.add(key)
                files.append(file)
    if not files:
        raise FileProblem("perfmodel: nothing to do" if lang == "en" else "perfmodel: 没有可处理的文件")
    return files


def _no_match_message(path: str, patterns: tuple[str, ...], lang: str) -> str:
    wanted = " ".join(patterns)
    return f"{path}: no files like {wanted}" if lang == "en" else f"{path}：目录里没有 {wanted} 这样的文件"


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _named(path: str) -> Input:
    """A file that is named itself; one that is not there is reported when it is read."""
    return _input(path, os.path.basename(path)) if path != "-" else Input("-", "-", plain=False)


def _input(path: str, place: str) -> Input:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return Input(path, place)
    return Input(path, place, found.st_size, (found.st_dev, found.st_ino), stat.S_ISREG(found.st_mode))


def _files_in(root: str, patterns: tuple[str, ...], apart: tuple[int, int] | None) -> Iterator[Input]:
    """The files in a folder and the folders in it, in the order of their paths' parts."""
    # A stack, since folders may be nested deeper than Python calls.
    rest: list[tuple[str, str, bool]] = [(root, _name(root), True)]
    while rest:
        path, place, is_folder = rest.pop()
        if not is_folder:
            found = _input(path, place)
            if found.plain:  # a pipe would wait for ever
                yield found
            continue
        if apart is not None and path != root and _identity(path) == apart:
            continue
        try:
            with os.scandir(path) as entries:
                inside = [(entry.name, *_folder_kind(entry)) for entry in entries]
        except OSError as error:
            yield evolve(Input(path, place), failure=Failure(*os_problem(error)))
            continue
        for entry, real_folder, folder in sorted(inside, reverse=True):
            wanted = real_folder or (not folder and any(fnmatchcase(entry.lower(), one) for one in patterns))
            if wanted and not entry.startswith("."):
                rest.append((os.path.join(path, entry), os.path.join(place, entry), real_folder))


def _name(folder: str) -> str:
    """Return the name of a folder; an empty text where its path has none, as ``..``."""
    name = os.path.basename(os.path.normpath(folder))
    return "" if name in (os.curdir, os.pardir) else name


def _folder_kind(entry: os.DirEntry[str]) -> tuple[bool, bool]:
    """Whether an entry is a folder, and whether it is one or a link to one."""
    try:
        return entry.is_dir(follow_symlinks=False), entry.is_dir()
    except OSError:  # a link to itself
        return False, False
