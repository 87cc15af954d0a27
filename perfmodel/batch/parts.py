"""The folder of a batch: parts of datasets, each there wholly or not at all, whenever the process or the machine stops.

``OUT/<dataset>/part-<number>.parquet`` are the parts; each number has a part of every dataset. What is to change is made in
``OUT/.staging`` and committed by one rename, of a folder, to ``OUT/.ready/<number>``; from there its files are moved to
their places, now or by the next run. The lock on ``OUT/.lock`` lets one process write; the system frees it when that ends.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from perfmodel._internal.system_errors import reason_of
from perfmodel.batch.problems import BatchError
from perfmodel.formats.files import LINK_ON_THE_WAY, LINK_REFUSED, is_link
from perfmodel.frames.datasets import DATASETS

__all__ = ["PartFolder", "problems_of", "sync_folder"]

_LOCK, _STAGING, _READY = ".lock", ".staging", ".ready"
# What the lock says, by which a folder is known to be ours.
_MARK = b"perfmodel batch\n"
_PART_NAME = re.compile(r"part-([0-9]{8,})\.parquet")
_READY_FILE = re.compile(r"(?P<dataset>[a-z]+)(?:-(?P<number>[0-9]{8,}))?\.(?P<what>parquet|removed)")
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}


class PartFolder:
    """The output folder of a batch, locked for this process. A context manager.

    `staging` is the folder in which workers make parts, each in a folder of its own. Raises `BatchError` where the folder
    cannot be written, is somebody else's, or is being written by another process.

    >>> import tempfile
    >>> with PartFolder(os.path.join(tempfile.mkdtemp(), "out")) as folder:
    ...     folder.numbers("files")
    set()
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self._lock: BinaryIO | None = None
        self.staging = ""
        self._next = 1

    def __enter__(self) -> PartFolder:
        try:
            with problems_of(self.path):
                self._refuse()
                os.makedirs(self.path, exist_ok=True)
                self._take_lock()
                self._prepare()
        except BaseException:
            self._free()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            with suppress(OSError):  # the next run moves and removes what is left
                self.finish_commits()
                shutil.rmtree(self.staging, ignore_errors=True)
        finally:
            self._free()

    def dataset(self, name: str) -> str:
        """Return the path of a dataset's folder."""
        return os.path.join(self.path, name)

    def part(self, dataset: str, number: int) -> str:
        """Return the path of a part."""
        return os.path.join(self.path, dataset, f"part-{number:08}.parquet")

    def numbers(self, dataset: str) -> set[int]:
        """Return the numbers of the parts that a dataset has."""
        with problems_of(self.dataset(dataset)):
            names = os.listdir(self.dataset(dataset))
        return {int(found[1]) for name in names if (found := _PART_NAME.fullmatch(name))}

    def new_staging(self) -> str:
        """Make a folder for a change, to be filled and handed to `commit`; return its path."""
        path = os.path.join(self.staging, f"parent-{secrets.token_hex(8)}")
        with problems_of(path):
            os.mkdir(path)
        return path

    def commit(self, staged: str, removed: Collection[int] = ()) -> int:
        """Put the files of a staged folder into place, all of them or none; return the number of its new parts.

        ``<dataset>.parquet`` is a new part, ``<dataset>-<number>.parquet`` replaces one; the parts with the numbers
        ``removed`` are taken away. The files have to be on disk (fsync) already.
        """
        number, self._next = self._next, self._next + 1
        ready = os.path.join(self.path, _READY, f"{number:08}")
        with problems_of(self.path):
            for old in removed:
                for dataset in DATASETS:
                    with open(os.path.join(staged, f"{dataset}-{old:08}.removed"), "xb"):
                        pass
            sync_folder(staged)
            os.rename(staged, ready)  # from here on it is done
            sync_folder(os.path.dirname(ready))
            self._move(ready)
        return number

    def finish_commits(self) -> None:
        """Put into place what an earlier run, or an interrupted one, has committed."""
        folder = os.path.join(self.path, _READY)
        for name in sorted(os.listdir(folder), key=lambda name: (len(name), name)):
            if name.isdigit():
                self._move(os.path.join(folder, name))

    def _move(self, ready: str) -> None:
        """Move the files of a committed folder to their places: what is replaced or removed first, ``files`` last."""
        found = [match for name in os.listdir(ready) if (match := _READY_FILE.fullmatch(name))]
        known = [match for match in found if match["dataset"] in DATASETS]
        known.sort(key=lambda match: (match["number"] is None, DATASETS.index(match["dataset"])))
        for match in known:
            source = os.path.join(ready, match[0])
            target = self.part(match["dataset"], int(match["number"] or os.path.basename(ready)))
            if match["what"] == "removed":
                with suppress(FileNotFoundError):
                    os.unlink(target)
                os.unlink(source)
            else:
                os.replace(source, target)
        for dataset in DATASETS:
            sync_folder(self.dataset(dataset))
        sync_folder(ready)  # what came back here after a failure of power would be moved over what is newer by then
        shutil.rmtree(ready)

    def _refuse(self) -> None:
        """Refuse a folder that is a link, a file, or not of a batch; nothing is written before."""
        if "\0" in self.path:
            raise BatchError(f"{self.path}：路径无效", f"{self.path}: an invalid path")
        if is_link(self.path):
            raise BatchError(f"{self.path}：{LINK_REFUSED[0]}", f"{self.path}: {LINK_REFUSED[1]}")
        if not os.path.lexists(self.path):
            return
        if not os.path.isdir(self.path):
            raise BatchError(f"{self.path}：应为目录，实为文件", f"{self.path}: expected a folder, got a file")
        inside = set(os.listdir(self.path)) - {_LOCK}
        if inside and not self._is_ours():
            raise BatchError(
                f"{self.path}：目录不为空，也不是以前写出的数据集；请另选一个目录",
                f"{self.path}: a folder that is not empty and not of an earlier batch; choose another one",
            )
        for name in (_LOCK, _STAGING, _READY, *DATASETS):
            path = os.path.join(self.path, name)
            if not os.path.lexists(path):
                continue
            mode = os.lstat(path).st_mode
            if stat.S_ISLNK(mode):
                raise BatchError(f"{path}：{LINK_ON_THE_WAY[0]}", f"{path}: {LINK_ON_THE_WAY[1]}")
            if not (stat.S_ISREG(mode) if name == _LOCK else stat.S_ISDIR(mode)):
                raise BatchError(f"{path}：不是普通文件或目录", f"{path}: not an ordinary file or folder")

    def _is_ours(self) -> bool:
        """Whether the folder is that of an earlier batch, or a copy of its datasets."""
        lock = os.path.join(self.path, _LOCK)
        if os.path.isfile(lock):
            with open(lock, "rb") as opened:
                return opened.read(len(_MARK) + 1) == _MARK
        files = self.dataset("files")
        return os.path.isdir(files) and any(map(_PART_NAME.fullmatch, os.listdir(files)))

    def _take_lock(self) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        # Not inherited by workers: it is free as soon as this process has ended, whatever becomes of them.
        self._lock = os.fdopen(os.open(os.path.join(self.path, _LOCK), flags, 0o666), "r+b", buffering=0)
        try:
            _lock(self._lock.fileno())
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                raise
            raise BatchError(
                f"{self.path}：另一个进程正在写入此目录", f"{self.path}: another process is writing to this folder"
            ) from None
        if self._lock.read(len(_MARK)) != _MARK:
            self._lock.seek(0)
            self._lock.write(_MARK)
            os.fsync(self._lock.fileno())
            sync_folder(self.path)

    def _prepare(self) -> None:
        """Make the folders, finish what was committed, and remove what was not."""
        for name in (_STAGING, _READY, *DATASETS):
            with suppress(FileExistsError):
                os.mkdir(os.path.join(self.path, name))
        sync_folder(self.path)
        sync_folder(os.path.dirname(os.path.abspath(self.path)))
        self.finish_commits()
        staging = os.path.join(self.path, _STAGING)
        for name in os.listdir(staging):
            # A worker of a killed run may be writing there still: what it leaves is removed by the run after this one.
            shutil.rmtree(os.path.join(staging, name), ignore_errors=True)
        self._next = 1 + max((number for dataset in DATASETS for number in self.numbers(dataset)), default=0)
        self.staging = os.path.join(staging, secrets.token_hex(8))
        os.mkdir(self.staging)

    def _free(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _lock(number: int) -> None:
    """Lock an open file for this process alone; raise `OSError` where another has it."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        # Behind the mark: what is locked there cannot be read.
        os.lseek(number, len(_MARK), os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        os.lseek(number, 0, os.SEEK_SET)
    else:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sync_folder(path: str) -> None:
    """Bring to disk which names a folder has, where the system can do that."""
    if os.name == "nt":
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(number)


@contextmanager
def problems_of(path: str) -> Iterator[None]:
    """Turn what the system says of a path inside the block into a `BatchError`."""
    try:
        yield
    except OSError as error:
        zh, en = reason_of(error)
        name = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else path
        raise BatchError(f"{name}：{zh}", f"{name}: {en}") from error
