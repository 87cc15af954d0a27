"""The inputs of a run over many: files that are named, all tables in folders, in a fixed order, and texts or bytes with names."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TypeAlias

from attrs import evolve, field, frozen

from perfmodel._internal.arguments import wrong_type
from perfmodel._internal.messages import Words
from perfmodel._internal.paths import identity_of, is_folder
from perfmodel._internal.system_errors import reason_of
from perfmodel.batch.problems import BatchError
from perfmodel.formats.files import TABLE_ENDINGS
from perfmodel.reports.counts import Failure

__all__ = ["DOCUMENT_NAMES", "Input", "Inputs", "Item", "file_key", "item_of", "items_of", "search", "unique_items"]

_TEXT_NAMES = ("*.txt", "*.yaml", "*.yml", "*.json")
DOCUMENT_NAMES = tuple(f"*{ending}" for ending in TABLE_ENDINGS if f"*{ending}" not in _TEXT_NAMES)
# So many of the files that are not taken are named.
_MOST_NAMED_FILES = 5
_LEADS_OUT = Failure(
    "此链接指向所给目录之外的文件，未读；要读取，请给出其路径",
    "a link to a file outside the folder, not read; to read it, give its path",
)
# Not the slashes of an address (``s3a://…``), which Spark has for paths.
_NEEDLESS_PARTS = re.compile(r"(?<![\w+.-][\w+.-]:)(?<!:/)/(?:\./|/)+|^(?:\./+)+(?=.)")

Inputs: TypeAlias = (
    "str | os.PathLike[str] | Mapping[str, bytes | str] | Iterable[str | os.PathLike[str] | tuple[str, bytes | str]]"
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


@frozen
class Item:
    """An input of a batch: its ``name`` in the datasets, and the ``path`` of its file or its ``data``.

    ``failure`` says why it is not read, ``status`` what is written of it then. ``known`` is the hash of the content of
    which the datasets have the rows, None where they have none or are to get new ones.
    """

    name: str
    path: str | None = None
    data: bytes | None = field(default=None, repr=False)
    size: int = 0
    failure: Failure | None = None
    status: str = "failed"
    known: str | None = None

    @property
    def plain(self) -> bool:
        """Whether other processes can read it, too: always."""
        return True


def file_key(path: str) -> str:
    """Return what an input is called in all datasets: its path as it is given, with ``/`` between the parts.

    Parts that say nothing (``.``) are left out; a byte that is no UTF-8 is ``\\xff``, as a text has no way to hold it. The
    address of a file (``s3a://…``) keeps its slashes.

    >>> file_key("./2024//a.txt"), file_key("../b.txt"), file_key(os.fsdecode(b"\\xff.txt"))
    ('2024/a.txt', '../b.txt', '\\\\xff.txt')
    >>> file_key("s3a://bucket/./a.txt")
    's3a://bucket/a.txt'
    """
    for separator in (os.sep, os.altsep):
        if separator:
            path = path.replace(separator, "/")
    path = _NEEDLESS_PARTS.sub(lambda found: "/" if found[0].startswith("/") else "", path)
    if path.isascii():
        return path
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a surrogate pair
        data = path.encode("utf-8", "backslashreplace")
    return data.decode("utf-8", "backslashreplace")


def items_of(
    inputs: Inputs, apart: str | None = None, report: Callable[[str, str, str], None] | None = None
) -> Iterator[Item]:
    """Yield the items that inputs mean: paths of files and folders, pairs of a name and text or bytes, a mapping of these.

    They are in the order of the inputs, and taken from them as they are needed. The folder ``apart`` is left out, and
    ``report`` is called as by `search`. Raises `BatchError` for a name that two inputs have, and for what is no ordinary
    file, and `TypeError` for any other input.

    >>> [item.name for item in items_of(["./tests/tables/hazards.txt", ("a", "b")])]
    ['tests/tables/hazards.txt', 'a']
    """
    yield from unique_items(_items(inputs, apart, report or (lambda _path, _zh, _en: None)))


def _items(inputs: Inputs, apart: str | None, report: Callable[[str, str, str], None]) -> Iterator[Item]:
    if isinstance(inputs, (str, os.PathLike)):
        inputs = [inputs]
    paths: list[str] = []  # those that follow each other are searched together: a file is taken once
    for one in inputs.items() if isinstance(inputs, Mapping) else inputs:
        if isinstance(one, (str, os.PathLike)):
            paths.append(os.fsdecode(one))
            continue
        if not (
            isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str) and isinstance(one[1], (str, bytes))
        ):
            raise wrong_type(
                one, "路径，或名称和内容（bytes 或文本）", "a path, or a name and the content (bytes or text)"
            )
        yield from map(item_of, search(paths, None, apart, report))
        paths = []
        from perfmodel.frames.records import held  # who has only paths does not wait for it

        name, content = one
        data = content if isinstance(content, bytes) else held(content).encode()
        yield Item(file_key(name), data=data, size=len(data))
    yield from map(item_of, search(paths, None, apart, report))


def item_of(file: Input) -> Item:
    """Return the item of a file; raises `BatchError` where it is no ordinary file, or stdin."""
    if not file.plain:
        name = "stdin" if file.path == "-" else file.path
        raise BatchError(
            f"{name}：不是普通文件（而是管道、设备等），不能成批读取",
            f"{name}: not a regular file (but a pipe, a device or the like), which a batch cannot read",
        )
    return Item(file_key(file.path), file.path, size=file.size, failure=file.failure)


def unique_items(items: Iterable[Item]) -> Iterator[Item]:
    """Yield items; raise `BatchError` at one whose name another has, as it is by the name that rows are known.

    >>> list(unique_items([Item("a", "a"), Item("a", "./a")]))
    Traceback (most recent call last):
      ...
    perfmodel.batch.problems.BatchError: 两个输入同名：a（a 和 ./a） / two inputs have one name, a: a and ./a
    """
    paths: dict[str, str | None] = {}
    for item in items:
        if item.name in paths:
            first, second = paths[item.name], item.path
            differ = first is not None and second is not None
            zh = f"两个输入同名：{item.name}" + (f"（{first} 和 {second}）" if differ else "")
            en = f"two inputs have one name, {item.name}" + (f": {first} and {second}" if differ else "")
            raise BatchError(zh, en)
        paths[item.name] = item.path
        yield item


def search(
    paths: Iterable[str], include: Iterable[str] | None, apart: str | None, report: Callable[[str, str, str], None]
) -> list[Input]:
    """Return the files that paths mean, each once: in the order of the paths, those of a folder sorted by name.

    A folder is searched with all folders in it, for names that match ``include`` (whatever the case of letters; without
    it, of texts, YAML, JSON and documents, and how many others there are is reported); hidden
    files and folders, links to folders and the folder ``apart`` are left out. A file that is named itself is taken
    whatever its name is. What is not there, or cannot be looked into, stays in the list, to be reported in its turn; a
    folder without any table is reported. A link that leads out of all that is asked for is a failure, and not read.
    ``report`` is called with a path and a message in Chinese and in English. Raises `BatchError` where a named folder is
    ``apart`` itself.

    >>> [found.place for found in search(["tests/tables"], ["haz*"], None, print)]
    ['tables/hazards.txt', 'tables/hazards.yaml']
    """
    patterns = tuple(pattern.lower() for pattern in include or (*_TEXT_NAMES, *DOCUMENT_NAMES))
    paths = tuple(dict.fromkeys(paths))
    roots = tuple(os.path.realpath(path) for path in paths if path != "-" and "\0" not in path)
    left_out = None if apart is None else identity_of(apart)
    seen: set[str] = set()
    files: list[Input] = []
    for path in paths:
        if left_out is not None and _folder_name(path) and identity_of(path) == left_out:
            raise BatchError(f"{path} 既是输入目录又是输出目录", f"{path} is both the input and the output folder")
        others: list[str] = []
        found = list(_below(path, patterns, left_out, roots, others)) if is_folder(path) else [_named(path)]
        if not found:
            report(path, *_no_match_message(patterns))
        elif others and include is None:
            report(path, *_others_message(others))
        for file in found:
            key = os.path.abspath(file.path) if "\0" not in file.path and file.path != "-" else file.path
            if key not in seen:
                seen.add(key)
                files.append(file)
    return files


def _no_match_message(patterns: tuple[str, ...]) -> Words:
    wanted = " ".join(pattern for pattern in patterns if pattern not in DOCUMENT_NAMES) or " ".join(patterns)
    if set(DOCUMENT_NAMES) <= set(patterns):
        return f"目录中没有 {wanted} 之类的文件，也没有文档", f"no files such as {wanted}, and no documents"
    return f"目录中没有 {wanted} 之类的文件", f"no files such as {wanted}"


def _others_message(others: list[str]) -> Words:
    """What is said of the files of a folder that are of no kind that is read: how many, and the names of some."""
    names = sorted(others)[:_MOST_NAMED_FILES]
    more = " …" if len(others) > len(names) else ""
    return (
        f"已跳过 {len(others)} 个不能读取的文件：{'、'.join(names)}{more}",
        f"skipped {len(others)} file{'s' * (len(others) != 1)} of other kinds: {', '.join(names)}{more}",
    )


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
    rest: list[tuple[str, str, bool]] = [(root, _folder_name(root), True)]
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


def _folder_name(folder: str) -> str:
    """Return the name of a folder; an empty text where its path has none, as ``..``."""
    name = os.path.basename(os.path.normpath(folder))
    return "" if name in (os.curdir, os.pardir) else name


def _folder_kind(entry: os.DirEntry[str]) -> tuple[bool, bool]:
    """Whether an entry is a folder, and whether it is one or a link to one."""
    try:
        return entry.is_dir(follow_symlinks=False), entry.is_dir()
    except OSError:  # a link to itself
        return False, False
