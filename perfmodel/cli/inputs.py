"""The files to work on: those that are named, and all tables in the folders that are, in a fixed order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from attrs import evolve, frozen

from perfmodel._internal.system_errors import reason_of
from perfmodel.cli.files import FileProblem, identity_of, print_error
from perfmodel.cli.options import is_folder
from perfmodel.formats.files import TABLE_ENDINGS
from perfmodel.reports.counts import Failure

__all__ = ["DOCUMENT_NAMES", "Input", "gather"]

_TEXT_NAMES = ("*.txt", "*.yaml", "*.yml", "*.json")
DOCUMENT_NAMES = tuple(f"*{ending}" for ending in TABLE_ENDINGS if f"*{ending}" not in _TEXT_NAMES)
# So many of the files that are not taken are named.
_MOST_NAMED_FILES = 5
_LEADS_OUT = Failure(
    "此链接指向所给目录之外的文件，未读；要读取，请给出其路径",
    "a link to a file outside the folder, not read; to read it, give its path",
)


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

    A folder is searched with all folders in it, for names that match ``include`` (whatever the case of letters; without
    it, of texts, YAML, JSON and documents, and how many others there are is printed to stderr); hidden
    files and folders, links to folders and the folder ``apart`` are left out. A file that is named itself is taken
    whatever its name is. What is not there, or cannot be looked into, stays in the list, to be reported in its turn; a
    folder without any table is printed to stderr. A link that leads out of all that is asked for is a failure, and not read.
    Raises `FileProblem` where nothing is found at all, or where a named
    folder is ``apart`` itself.

    >>> [found.place for found in gather(["tests/tables"], ["haz*"], "en")]
    ['tables/hazards.txt', 'tables/hazards.yaml']
    """
    patterns = tuple(pattern.lower() for pattern in include or (*_TEXT_NAMES, *DOCUMENT_NAMES))
    paths = tuple(dict.fromkeys(paths))
    roots = tuple(os.path.realpath(path) for path in paths if path != "-" and "\0" not in path)
    left_out = None if apart is None else identity_of(apart)
    seen: set[str] = set()
    files: list[Input] = []
    for path in paths:
        if left_out is not None and _name(path) and identity_of(path) == left_out:
            raise FileProblem(
                f"perfmodel: {path} is both the input and the output folder"
                if lang == "en"
                else f"perfmodel: {path} 既是输入目录又是输出目录"
            )
        others: list[str] = []
        found = list(_below(path, patterns, left_out, roots, others)) if is_folder(path) else [_named(path)]
        if not found:
            print_error(_no_match_message(path, patterns, lang))
        elif others and include is None:
            print_error(_others_message(path, others, lang))
        for file in found:
            key = os.path.abspath(file.path) if "\0" not in file.path and file.path != "-" else file.path
            if key not in seen:
                seen.add(key)
                files.append(file)
    if not files:
        raise FileProblem("perfmodel: nothing to do" if lang == "en" else "perfmodel: 没有可处理的文件")
    return files


def _no_match_message(path: str, patterns: tuple[str, ...], lang: str) -> str:
    wanted = " ".join(pattern for pattern in patterns if pattern not in DOCUMENT_NAMES) or " ".join(patterns)
    if set(DOCUMENT_NAMES) <= set(patterns):
        return (
            f"{path}: no files such as {wanted}, and no documents"
            if lang == "en"
            else f"{path}：目录中没有 {wanted} 之类的文件，也没有文档"
        )
    return f"{path}: no files such as {wanted}" if lang == "en" else f"{path}：目录中没有 {wanted} 之类的文件"


def _others_message(path: str, others: list[str], lang: str) -> str:
    """What is said of the files of a folder that are of no kind that is read: how many, and the names of some."""
    names = sorted(others)[:_MOST_NAMED_FILES]
    more = " …" if len(others) > len(names) else ""
    if lang == "en":
        return f"{path}: skipped {len(others)} file{'s' * (len(others) != 1)} of other kinds: {', '.join(names)}{more}"
    return f"{path}：已跳过 {len(others)} 个不能读取的文件：{'、'.join(names)}{more}"


def _named(path: str) -> Input:
    """A file that is named itself; one that is not there is reported when it is read."""
    return _input(path, os.path.basename(path)) if path != "-" else Input("-", "-", plain=False)


def _input(path: str, place: str) -> Input:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return Input(path, place)
    return Input(path, place, found.st_size, (found.st_dev, found.st_ino), stat.S_ISREG(found.st_mode))


def _below(
    root: str, patterns: tuple[str, ...], apart: tuple[int, int] | None, roots: tuple[str, ...], others: list[str]
) -> Iterator[Input]:
    """The files in a folder and the folders in it, in the order of their paths' parts.

    The names of files that match none of the ``patterns`` are added to ``others``.
    A link that leads to none of the ``roots``, nor into one, is not read: whoever hands over a folder does not hand over
    what its links lead to.
    """
    # A stack, since folders may be nested deeper than Python calls.
    rest: list[tuple[str, str, bool]] = [(root, _name(root), True)]
    while rest:
        path, place, is_folder = rest.pop()
        if not is_folder:
            found = _input(path, place)
            if found.plain:  # a pipe would wait for ever
                yield evolve(found, failure=_LEADS_OUT) if _leads_out(path, roots) else found
            continue
        if apart is not None and path != root and identity_of(path) == apart:
            continue
        try:
            with os.scandir(path) as entries:
                inside = [(entry.name, *_folder_kind(entry)) for entry in entries]
        except OSError as error:
            yield evolve(Input(path, place), failure=Failure(*reason_of(error)))
            continue
        for entry, real_folder, folder in sorted(inside, reverse=True):
            wanted = real_folder or (not folder and any(fnmatchcase(entry.lower(), one) for one in patterns))
            wanted = wanted and not entry.startswith("~$")
            if wanted and not entry.startswith("."):
                rest.append((os.path.join(path, entry), os.path.join(place, entry), real_folder))
            elif not folder and not entry.startswith((".", "~$")):  # ~$: of a document that is open
                others.append(entry)


def _leads_out(path: str, roots: tuple[str, ...]) -> bool:
    """Whether a path is a link to a file that is in none of the folders asked for."""
    if not os.path.islink(path) or not os.path.exists(path):
        return False
    target = os.path.realpath(path)
    return not any(target == root or target.startswith(os.path.join(root, "")) for root in roots)


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
