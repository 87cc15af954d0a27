"""Files of the command line: read with a message for every failure, written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import frozen

from perfmodel._internal.optional import MissingExtra
from perfmodel._internal.paths import identity_of
from perfmodel._internal.system_errors import reason_of
from perfmodel.cli.garbage import collector_paused
from perfmodel.errors import ParseError
from perfmodel.formats.files import read_file_bytes
from perfmodel.reports.counts import Failure
from perfmodel.source.excerpt import visible
from perfmodel.source.span import Position

if TYPE_CHECKING:
    from perfmodel.forms.catalogue import Catalogue
    from perfmodel.model.indicator import Indicator
    from perfmodel.model.table import Project, TargetTable
    from perfmodel.source.source import Source

__all__ = [
    "STDIN",
    "FileProblem",
    "Reading",
    "file_message",
    "file_problems",
    "load",
    "load_all",
    "print_error",
    "read_bytes",
    "read_path",
    "save",
    "shown_name",
]

STDIN = "<stdin>"
_SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))


@frozen
class Reading:
    """What of a document is read: pages of a PDF, sheets by their names; None for all.

    Its forms are those of ``config``, or of the nearest configuration upward; of the package alone where ``isolated``.

    >>> Reading().pages is None
    True
    """

    pages: Container[int] | None = None
    sheets: tuple[str, ...] | None = None
    config: str | None = None
    isolated: bool = False

    def forms(self, lang: str) -> Catalogue | None:
        """Return the forms that the configuration adds to; None where it adds nothing."""
        from perfmodel.checks.config import find_config
        from perfmodel.formats.document import forms_of

        path = self.config
        if path is None and not self.isolated:
            try:
                path = find_config(os.getcwd())
            except OSError:  # the current folder is gone
                path = None
        if path is None:
            return None
        with file_problems(path, lang):
            return forms_of(path, lang)


class FileProblem(Exception):
    """A file could not be read or written; ``str()`` is for the user.

    ``zh`` and ``en`` say it on one line without the file's name, ``position`` is where the file is wrong.
    """

    def __init__(self, message: str, zh: str = "", en: str = "", position: Position | None = None) -> None:
        super().__init__(message)
        self.zh = zh or message
        self.en = en or message
        self.position = position


def shown_name(path: str) -> str:
    """Return what a path is called in messages: ``<stdin>`` for ``-``.

    >>> shown_name("-")
    '<stdin>'
    """
    return STDIN if path == "-" else path


def print_error(text: str) -> None:
    """Print lines on stderr, whatever its encoding can show; no file speaks to the terminal through them."""
    stream, text = sys.stderr, _shown(text)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    # With its line end in one piece, so that the message about an interrupt stands on a line of its own.
    print(text.encode(encoding, "backslashreplace").decode(encoding) + "\n", end="", file=stream)


def _shown(text: str) -> str:
    """Return lines without control characters, as they may stand in a terminal."""
    return "\n".join(map(visible, text.replace("\r\n", "\n").split("\n")))


def load(path: str, lang: str) -> TargetTable | Project | Indicator:
    """Read what a path, or stdin for ``-``, holds; raise `FileProblem` with a message where that fails."""
    from perfmodel.formats.read import read_content

    with file_problems(path, lang), collector_paused():
        return read_content(read_bytes(path), shown_name(path), lang)[1]


def load_all(path: str, lang: str, reading: Reading | None = None) -> list[TargetTable | Project | Indicator]:
    """Read all that a path holds: every table of a document. Raises as `load` does."""
    return [found for _source, found in read_path(path, lang, reading)[1]]


def read_path(
    path: str, lang: str, reading: Reading | None = None
) -> tuple[bytes, list[tuple[Source, TargetTable | Project | Indicator]]]:
    """Return the bytes of a path, and all that they hold, each with its source. Raises as `load` does."""
    from perfmodel.formats.read import is_document, read_all

    reading = Reading() if reading is None else reading
    with file_problems(path, lang):
        data = read_bytes(path)
    # Texts are read without a look at the configuration.
    forms = reading.forms(lang) if is_document(data, shown_name(path)) else None
    with file_problems(path, lang), collector_paused():
        found = read_all(data, shown_name(path), lang, pages=reading.pages, sheets=reading.sheets, forms=forms)
    return data, found


def read_bytes(path: str) -> bytes:
    """Return the bytes of a path, or of stdin for ``-``; raise `OSError` where that fails."""
    if path == "-":
        return sys.stdin.buffer.read()
    return read_file_bytes(path)


@contextmanager
def file_problems(path: str, lang: str) -> Iterator[None]:
    """Turn what may go wrong with a file inside the block into a `FileProblem`."""
    try:
        yield
    except ParseError as error:
        error.filename = error.filename or shown_name(path)
        raise FileProblem(error.render(lang), *Failure.of(error)) from None
    except (OSError, MissingExtra, MemoryError) as error:
        zh, en = reason_of(error)
        raise FileProblem(file_message(path, zh, en, lang), zh, en) from None


def file_message(path: str, zh: str, en: str, lang: str) -> str:
    """Return a line about a file, in Chinese or English.

    >>> file_message("表.txt", "没有权限", "Permission denied", "zh")
    '表.txt：没有权限'
    """
    path = visible(path) or '""'
    return f"{path}: {en}" if lang == "en" else f"{path}：{zh}"


def save(path: str | None, text: str | bytes | Iterable[str | bytes], lang: str, alone: bool = True) -> None:
    """Write text (as UTF-8), bytes or pieces of text to a path, whole or not at all; to stdout where there is none.

    To a terminal what is hidden in a text is written as U+FFFD; a pipe gets it as it is. An interrupt goes through, and
    where the file stands ``alone`` (no summary of many follows) what has become of it is said.
    """
    pieces = [text] if isinstance(text, (str, bytes)) else text
    data = (piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogatepass") for piece in pieces)
    if path is None or path == "-":
        try:
            if sys.stdout is None:
                raise OSError(9, "Bad file descriptor")
            if sys.stdout.isatty():
                data = (_shown(piece.decode("utf-8", "replace")).encode("utf-8") for piece in data)
            sys.stdout.buffer.writelines(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise FileProblem(file_message("<stdout>", *reason_of(error), lang)) from None
        return
    with file_problems(path, lang):
        if "\0" in path or not os.path.isdir(os.path.dirname(os.path.abspath(path))):
            raise FileProblem(file_message(path, "文件夹不存在", "no such folder", lang))
        if path.endswith(_SEPARATORS):
            raise IsADirectoryError(21, "Is a directory")
        from perfmodel.cli.signals import signals_held
        from perfmodel.formats.files import write_whole

        before = identity_of(path)
        ordinary = before is None or os.path.isfile(path)
        try:
            write_whole(path, data, signals_held)
        except KeyboardInterrupt:
            if alone and ordinary:
                print_error(_stopped(path, before, lang))
            raise


def _stopped(path: str, before: tuple[int, int] | None, lang: str) -> str:
    """What is true of a file when its writing was interrupted: a new one, put in its place, is another than before."""
    after = identity_of(path)
    if after != before:
        zh, en = "已写完，随后中断", "written in full, then stopped"
    elif after is None:
        zh, en = "已中断，没有写入", "stopped, nothing written"
    else:
        zh, en = "已中断，内容未变", "stopped, left unchanged"
    return file_message(path, zh, en, lang)
