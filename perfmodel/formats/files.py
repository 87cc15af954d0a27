"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable

__all__ = ["write_whole"]


def write_whole(path: str, data: bytes | Iterable[bytes]) -> None:
    """Write bytes, or pieces of them, to a path: whole, or not at all, where it is an ordinary file; its permissions stay.

    Raises `OSError` where that fails.

    >>> folder = tempfile.mkdtemp()
    >>> write_whole(os.path.join(folder, "a.txt"), b"abc")
    >>> os.listdir(folder)
    ['a.txt']
    """
    pieces = [data] if isinstance(data, bytes) else data
    mode = None
    if os.path.exists(path):
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            # A directory says so here; a pipe or a device can only be written to.
            with open(path, "wb") as stream:
                stream.writelines(pieces)
            return
        if not os.access(path, os.W_OK):
            raise PermissionError(13, "Permission denied")
        mode = stat.S_IMODE(status.st_mode)
    if mode is None:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    handle, name = tempfile.mkstemp(prefix=".perfmodel-", dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
