"""What a path leads to: a folder, or which file; nothing here takes long to import."""

from __future__ import annotations

import os

__all__ = ["identity_of", "is_folder"]


def identity_of(path: str | int) -> tuple[int, int] | None:
    """Return what tells whether two paths (or an open file's number) are one file; None where there is none.

    >>> identity_of("README.md") == identity_of("./docs/../README.md"), identity_of("nowhere")
    (True, None)
    """
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def is_folder(path: str) -> bool:
    """Whether a path is a folder, or a link to one."""
    return path != "-" and "\0" not in path and os.path.isdir(path)
