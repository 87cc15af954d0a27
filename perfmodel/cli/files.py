"""Files of the command line: read with a message for every failure, written whole or not at all."""

from __future__ import annotations

import os
import sys

from perfmodel.errors import ParseError
from perfmodel.formats.files import write_whole
from perfmodel.formats.reading import read_any
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable

__all__ = ["FileProblem", "load", "save", "say"]


class FileProblem(Exception):
    """A file could not be read or written; the message is for the user."""


def say(text: str) -> None:
    """Print a line on stderr, whatever its encoding can show."""
    stream = sys.stderr
    encoding = getattr(stream, "encoding", None) or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream)


def load(path: str, lang: str) -> TargetTable | Project | Indicator:
    """Read what a path, or stdin for ``-``, holds; raise `FileProblem` with a message where that fails."""
    try:
        if path == "-":
            return read_any(sys.stdin.buffer, lang, "<stdin>")
        if "\0" in path:
            raise FileNotFoundError(2, "No such file or directory")
        return read_any(path, lang)
    except ParseError as error:
        error.filename = error.filename or ("<stdin>" if path == "-" else path)
        raise FileProblem(error.render(lang)) from None
    except OSError as error:
        raise FileProblem(_os_problem(path, error, lang)) from None
    except MemoryError:
        raise FileProblem(f"{path}: not enough memory" if lang == "en" else f"{path}：内存不足") from None


def _os_problem(path: str, error: OSError, lang: str) -> str:
    zh = {
        FileNotFoundError: "没有这个文件",
        IsADirectoryError: "这是目录，不是文件",
        NotADirectoryError: "路径中有不是目录的部分",
        PermissionError: "没有权限",
    }
    reason = error.strerror or str(error)
    path = path or '""'
    return f"{path}: {reason}" if lang == "en" else f"{path}：{zh.get(type(error), reason)}"


def save(path: str | None, content: str | bytes, lang: str) -> None:
    """Write text (as UTF-8) or bytes to a path, whole or not at all; to stdout where there is none."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if path is None or path == "-":
        try:
            if sys.stdout is None:
                raise OSError(9, "Bad file descriptor")
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise FileProblem(_os_problem("<stdout>", error, lang)) from None
        return
    try:
        if not os.path.isdir(os.path.dirname(os.path.realpath(path))):
            said = "no such folder" if lang == "en" else "没有这个文件夹"
            raise FileProblem(f"{path}: {said}" if lang == "en" else f"{path}：{said}")
        write_whole(os.path.realpath(path), data)
    except OSError as error:
        raise FileProblem(_os_problem(path, error, lang)) from None
