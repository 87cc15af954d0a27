"""Files on disk: written whole or not at all, and read within bounds."""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress

from perfmodel._internal.messages import bilingual

__all__ = [
    "LINK_ON_THE_WAY",
    "LINK_REFUSED",
    "TABLE_ENDINGS",
    "FileRefused",
    "is_link",
    "read_file_bytes",
    "read_regular",
    "write_whole",
]

# Bytes; a device that gives more may have no end.
_MOST_OF_DEVICE = 64 * 2**20
# The names that systems have for what is open already: a way to stdout, though a link by its kind.
_DESCRIPTOR = re.compile(r"/dev/(?:stdout|stderr|fd/[0-9]+)|/proc/(?:self|[0-9]+)/fd/[0-9]+")
# Of files that tables stand in: texts and documents.
TABLE_ENDINGS = tuple(
    f".{ending}" for ending in "txt yaml yml json pdf xlsx xlsm xls et docx docm doc wps html htm csv tsv".split()
)
LINK_REFUSED: tuple[str, str] = (
    "这是符号链接，不通过它写入；请给出它指向的文件的路径",
    "this is a symbolic link, and nothing is written through it: give the path of the file it points to",
)
# Of a link on the way to what is written, where no other path would help.
LINK_ON_THE_WAY: tuple[str, str] = ("是符号链接，不通过它写入", "is a symbolic link; nothing is written through it")


class FileRefused(OSError):
    """A file that is not read or written, whatever the system permits; the reason in both languages.

    >>> FileRefused("文件过大", "the file is too large").strerror
    '文件过大 / the file is too large'
    """

    def __init__(self, zh: str, en: str, number: int = errno.EINVAL) -> None:
        super().__init__(number, bilingual((zh, en)))
        self.zh = zh
        self.en = en


def is_link(path: str) -> bool:
    """Whether the last part of a path is a symbolic link, other than the system's own names for open files.

    >>> is_link("/dev/stdout"), is_link("README.md/.")
    (False, False)
    """
    while os.path.basename(path) in ("", os.curdir) and os.path.dirname(path) not in ("", path):
        path = os.path.dirname(path)
    return os.path.islink(path) and not _DESCRIPTOR.fullmatch(os.path.abspath(path))


def read_file_bytes(path: str) -> bytes:
    """Return the bytes of a file; raise `OSError` where that fails, or where a device gives more than any table has.

    >>> read_file_bytes("README.md")[:1]
    b'#'
    """
    if "\0" in path:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    with open(path, "rb") as stream:
        if not stat.S_ISCHR(os.fstat(stream.fileno()).st_mode) or stream.isatty():
            return stream.read()
        data = stream.read(_MOST_OF_DEVICE + 1)
        if len(data) > _MOST_OF_DEVICE:  # /dev/zero has no end
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return data


def write_whole(
    path: str,
    data: bytes | Iterable[bytes],
    hold: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> None:
    """Write bytes, or pieces of them, to a path: whole, or not at all, where it is an ordinary file; its permissions stay.

    ``hold`` makes a context in which nothing interrupts: while the new file is begun, and while it is put in its place.
    Raises `OSError` where writing fails, `FileRefused` where the path is a symbolic link.

    >>> folder = tempfile.mkdtemp()
    >>> write_whole(os.path.join(folder, "a.txt"), b"abc")
    >>> os.listdir(folder)
    ['a.txt']
    """
    pieces = [data] if isinstance(data, bytes) else data
    if is_link(path):
        raise FileRefused(*LINK_REFUSED, errno.ELOOP)
    mode = None
    if os.path.lexists(path):
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            # A directory says so here; a pipe or a device can only be written to.
            with open(path, "wb") as stream:
                stream.writelines(pieces)
            return
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "Permission denied")
        mode = stat.S_IMODE(status.st_mode)
    if mode is None:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    name = None
    try:
        with hold():
            handle, name = tempfile.mkstemp(prefix=".perfmodel-", dir=os.path.dirname(path) or os.curdir)
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        with hold():
            os.chmod(name, mode)
            os.replace(name, path)
    except BaseException:
        if name is not None:
            with hold(), suppress(OSError):  # it is gone where it was put in its place before an interrupt came
                os.unlink(name)
        raise


def read_regular(path: str | os.PathLike[str], most: int | None = None) -> bytes:
    """Return the bytes of an ordinary file, of at most so many; None for any number.

    What it is is asked once it is open, so that nobody can put something else in its place meanwhile. Raises `FileRefused`
    for a pipe, a device or a longer file, and `OSError` where it cannot be opened.

    >>> len(read_regular("LICENSE", 100_000)) > 500
    True
    """
    if "\0" in os.fspath(path):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    # A pipe that nobody writes to would wait for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        mode = os.fstat(stream.fileno()).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
        if not stat.S_ISREG(mode):
            raise FileRefused(
                "不是普通文件（而是管道、设备等）", "not a regular file (but a pipe, a device or the like)"
            )
        data = stream.read() if most is None else stream.read(most + 1)
    if most is not None and len(data) > most:
        raise FileRefused(
            f"文件过大：不得超过 {most:,} 字节", f"the file is too large: expected at most {most:,} bytes"
        )
    return data
