"""Collect the output of many files: written at once, or held on disk until the whole document can be written."""

from __future__ import annotations

import struct
import sys
import tempfile
from collections.abc import Collection, Iterator
from typing import Any

from perfmodel.checks.config import Config
from perfmodel.cli.files import file_problems, save
from perfmodel.cli.screen import Screen, is_watched
from perfmodel.reports.counts import Counts
from perfmodel.reports.json import json_document_pieces, statistics_json
from perfmodel.reports.sarif import SarifFile, SarifWriter
from perfmodel.reports.styled_text import StyledText
from perfmodel.reports.text import statistics_text, summary

__all__ = ["Collector"]

BYTES_IN_MEMORY = 1 << 24
_PLAIN_COLUMNS = 100
_LENGTH_PREFIX = struct.Struct(">Q")


class Collector:
    """Takes the output of each file, in their order; ``form`` is text, json, sarif, github or diff.

    Text goes to stdout, or to the ``screen`` behind it, at once; to a file everything is written when all is known,
    whole or not at all.
    """

    def __init__(self, form: str, statistics: bool, path: str | None, lang: str, screen: Screen | None = None) -> None:
        self.form = form
        self.screen = screen
        self.statistics = statistics
        self.path = path
        self.lang = lang
        self.streams = path in (None, "-") and form in ("text", "github", "diff") and not statistics
        self._texts = _TextStore()
        self._artifacts = _TextStore()
        self._notifications: list[dict[str, Any]] = []

    def __enter__(self) -> Collector:
        return self

    def __exit__(self, *_error: object) -> None:
        self._texts.close()
        self._artifacts.close()

    def shows(self, output: str | SarifFile | StyledText) -> bool:
        """Whether something shows on a terminal as soon as it is taken."""
        return bool(output) and self.streams and sys.stdout is not None and sys.stdout.isatty()

    def take(self, output: str | SarifFile | StyledText) -> None:
        """Take the output of the next file."""
        if isinstance(output, SarifFile):
            with file_problems(tempfile.gettempdir(), self.lang):
                self._artifacts.put(output.artifact)
                for result in output.results:
                    self._texts.put(result)
            if output.notification is not None:
                self._notifications.append(output.notification)
        elif isinstance(output, StyledText):
            if self.screen is not None:
                self.screen.print(output)
        elif self.streams:
            if output:
                save(None, output, self.lang)
        elif not self.statistics:
            with file_problems(tempfile.gettempdir(), self.lang):
                self._texts.put(output)

    def finish(self, counts: Counts, config: Config, exit_zero: bool, options: Collection[str] = ()) -> None:
        """Write what is left to be written: the whole document, or the end of the text.

        On a terminal that says what to do next; ``options`` are those that it may name.
        """
        watched = self.form == "text" and self.streams and (self.screen is not None or is_watched(sys.stdout))
        if not watched:
            save(self.path, self.ending(counts, config, exit_zero), self.lang)
            return
        from perfmodel.reports.terminal import ending_text

        columns = self.screen.columns if self.screen is not None else _PLAIN_COLUMNS
        ending = ending_text(counts, self.lang, options, columns)
        if self.screen is not None:
            self.screen.print(ending)
        else:
            save(None, f"{ending.plain}\n", self.lang)

    def ending(self, counts: Counts, config: Config, exit_zero: bool) -> Iterator[str]:
        """Yield what is left to be written."""
        if self.form == "json":
            yield from (
                [statistics_json(counts)] if self.statistics else json_document_pieces(counts, config, self._texts)
            )
            yield "\n"
        elif self.form == "sarif":
            writer = SarifWriter(config, self.lang)
            yield from writer.pieces(counts, exit_zero, self._notifications, self._artifacts, self._texts)
            yield "\n"
        else:
            yield from self._texts
            if self.form == "text":
                yield statistics_text(counts, self.lang) if self.statistics else ""
                yield f"{summary(counts, self.lang)}\n"


class _TextStore:
    """Texts held for later: a few in memory, many in a temporary file without a name, which cannot be left behind."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(BYTES_IN_MEMORY)  # noqa: SIM115 -- closed by its owner

    def put(self, text: str) -> None:
        data = text.encode("utf-8", "surrogatepass")
        self._file.write(_LENGTH_PREFIX.pack(len(data)) + data)

    def close(self) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[str]:
        self._file.seek(0)
        while size := self._file.read(_LENGTH_PREFIX.size):
            yield self._file.read(*_LENGTH_PREFIX.unpack(size)).decode("utf-8", "surrogatepass")
