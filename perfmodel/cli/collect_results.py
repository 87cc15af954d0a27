"""Collect the output of many files: written at once, or held on disk until the whole document can be written."""

from __future__ import annotations

import struct
import sys
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from perfmodel.checks.config import Config
from perfmodel.cli.files import file_problems, save
from perfmodel.reports.counts import Counts
from perfmodel.reports.json import json_document_pieces, statistics_json
from perfmodel.reports.sarif import SarifFile, SarifWriter
from perfmodel.reports.text import statistics_text, summary

if TYPE_CHECKING:
    from perfmodel.reports.html import HtmlFile, HtmlReport

__all__ = ["Collector"]

BYTES_IN_MEMORY = 1 << 24
_LENGTH_PREFIX = struct.Struct(">Q")


class Collector:
    """Takes the output of each file, in their order; ``form`` is text, json, sarif, github, html or diff.

    Text goes to stdout at once; to a file everything is written when all is known, whole or not at all.
    """

    def __init__(self, form: str, statistics: bool, path: str | None, lang: str) -> None:
        self.form = form
        self.statistics = statistics
        self.path = path
        self.lang = lang
        self.streams = path in (None, "-") and form in ("text", "github", "diff") and not statistics
        self._texts = _TextStore()
        self._artifacts = _TextStore()
        self._notifications: list[dict[str, Any]] = []
        self._page: HtmlReport | None = None
        if form == "html" and not statistics:
            from perfmodel.reports.html import HtmlReport  # no other form waits for it

            self._page = HtmlReport(self._texts.put, self._texts.at, lang)

    def __enter__(self) -> Collector:
        return self

    def __exit__(self, *_error: object) -> None:
        self._texts.close()
        self._artifacts.close()

    def shows(self, output: str | SarifFile | HtmlFile) -> bool:
        """Whether something shows on a terminal as soon as it is taken."""
        return bool(output) and self.streams and sys.stdout is not None and sys.stdout.isatty()

    def take(self, output: str | SarifFile | HtmlFile) -> None:
        """Take the output of the next file."""
        if isinstance(output, SarifFile):
            with file_problems(tempfile.gettempdir(), self.lang):
                self._artifacts.put(output.artifact)
                for result in output.results:
                    self._texts.put(result)
            if output.notification is not None:
                self._notifications.append(output.notification)
        elif not isinstance(output, str):
            if self._page is not None:
                with file_problems(tempfile.gettempdir(), self.lang):
                    self._page.add(output)
        elif self.streams:
            if output:
                save(None, output, self.lang)
        elif not self.statistics:
            with file_problems(tempfile.gettempdir(), self.lang):
                self._texts.put(output)

    def finish(self, counts: Counts, config: Config, exit_zero: bool) -> None:
        """Write what is left to be written: the whole document, or the end of the text."""
        save(self.path, self.ending(counts, config, exit_zero), self.lang)

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
        elif self._page is not None:
            yield from self._page.pieces(counts, config)
        else:
            yield from self._texts
            if self.form == "text":
                yield statistics_text(counts, self.lang) if self.statistics else ""
                yield f"{summary(counts, self.lang)}\n"


class _TextStore:
    """Texts held for later: a few in memory, many in a temporary file without a name, which cannot be left behind."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(BYTES_IN_MEMORY)  # noqa: SIM115 -- closed by its owner

    def put(self, text: str) -> int:
        """Hold a text; return where."""
        data, start = text.encode("utf-8", "surrogatepass"), self._file.tell()
        self._file.write(_LENGTH_PREFIX.pack(len(data)) + data)
        return start

    def at(self, start: int) -> str:
        """Return the text that is held at a place."""
        self._file.seek(start)
        return self._read(_LENGTH_PREFIX.unpack(self._file.read(_LENGTH_PREFIX.size))[0])

    def close(self) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[str]:
        self._file.seek(0)
        while size := self._file.read(_LENGTH_PREFIX.size):
            yield self._read(_LENGTH_PREFIX.unpack(size)[0])

    def _read(self, size: int) -> str:
        return self._file.read(size).decode("utf-8", "surrogatepass")
