"""Collect the output of many files: written at once, or held on disk until the whole document can be written."""

from __future__ import annotations

import struct
import sys
import tempfile
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from perfmodel.checks.config import Config
from perfmodel.cli.check_file import Output
from perfmodel.cli.files import file_problems, save
from perfmodel.cli.screen import Screen, is_watched
from perfmodel.reports.counts import Counts
from perfmodel.reports.csv import csv_headings, statistics_csv
from perfmodel.reports.grouped import rule_heading
from perfmodel.reports.json import json_document_pieces, statistics_json
from perfmodel.reports.results import Checked
from perfmodel.reports.sarif import SarifFile, SarifWriter
from perfmodel.reports.styled_text import StyledText
from perfmodel.reports.text import statistics_text, summary
from perfmodel.spreadsheets.delimited import BYTE_ORDER_MARK

if TYPE_CHECKING:
    from perfmodel.reports.html import HtmlReport
    from perfmodel.reports.workbooks import FindingsWorkbook

__all__ = ["Collector"]

BYTES_IN_MEMORY = 1 << 24
# Forms whose parts stand behind one another, whatever is still to come.
_STREAMED = ("text", "github", "concise", "jsonl", "diff")
_LENGTH_PREFIX = struct.Struct(">Q")


class Collector:
    """Takes the output of each file, in their order; ``form`` is one that ``perfmodel check`` writes, or diff.

    What has no end of its own goes to stdout, or to the ``screen`` behind it, at once; to a file everything is written when
    all is known, whole or not at all.
    """

    def __init__(self, form: str, statistics: bool, path: str | None, lang: str, screen: Screen | None = None) -> None:
        self.form = form
        self.screen = screen
        self.statistics = statistics
        self.path = path
        self.lang = lang
        self.streams = path in (None, "-") and form in _STREAMED and not statistics
        self._texts = _TextStore()
        self._by_code: dict[str, list[int]] = {}
        self._workbook: FindingsWorkbook | None = None
        self._artifacts = _TextStore()
        self._notifications: list[dict[str, Any]] = []
        self._page: HtmlReport | None = None
        if form == "html" and not statistics:
            from perfmodel.reports.html import HtmlReport  # no other form waits for it

            self._page = HtmlReport(self._texts.put, self._texts.get, lang)

    def __enter__(self) -> Collector:
        return self

    def __exit__(self, *_error: object) -> None:
        self._texts.close()
        self._artifacts.close()

    def shows(self, output: Output) -> bool:
        """Whether something shows on a terminal as soon as it is taken."""
        return (
            bool(output)
            and isinstance(output, (str, StyledText))
            and self.streams
            and sys.stdout is not None
            and sys.stdout.isatty()
        )

    def take(self, output: Output) -> None:
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
        elif isinstance(output, Checked):
            self._workbook = self._workbook or _new_workbook(self.lang)
            self._workbook.add(output)
        elif isinstance(output, tuple):
            with file_problems(tempfile.gettempdir(), self.lang):
                for code, text in output:
                    self._by_code.setdefault(code, []).append(self._texts.put(text))
        elif not isinstance(output, str):
            assert self._page is not None
            with file_problems(tempfile.gettempdir(), self.lang):
                self._page.add(output)
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
        if self.screen is None:
            save(self.path, self.ending(counts, config, exit_zero), self.lang)
            if not (self.form == "text" and self.streams and is_watched(sys.stdout)):
                return
        from perfmodel.reports.terminal import advice, ending_text

        if self.screen is None:
            save(None, (f"{line}\n" for line in advice(counts, self.lang, options)), self.lang)
        else:
            self.screen.print(ending_text(counts, self.lang, options, self.screen.columns))

    def ending(self, counts: Counts, config: Config, exit_zero: bool) -> Iterator[str | bytes]:
        """Yield what is left to be written."""
        if self.statistics:
            yield self._statistics(counts)
        elif self.form == "json":
            yield from json_document_pieces(counts, config, self._texts)
            yield "\n"
        elif self.form == "sarif":
            writer = SarifWriter(config, self.lang)
            yield from writer.pieces(counts, exit_zero, self._notifications, self._artifacts, self._texts)
            yield "\n"
        elif self._page is not None:
            yield from self._page.pieces(counts, config)
        elif self.form == "xlsx":
            yield (self._workbook or _new_workbook(self.lang)).to_bytes(config.profile.name)
        elif self.form == "csv":
            yield self._mark() + csv_headings(self.lang)
            yield from self._texts
        else:
            yield from self._grouped_by_rule(counts) if self._by_code else self._texts
        if self.form == "text":
            yield f"{summary(counts, self.lang)}\n"

    def _statistics(self, counts: Counts) -> str:
        if self.form == "json":
            return f"{statistics_json(counts)}\n"
        if self.form == "csv":
            return self._mark() + statistics_csv(counts, self.lang)
        return statistics_text(counts, self.lang)

    def _mark(self) -> str:
        return "" if self.path in (None, "-") else BYTE_ORDER_MARK

    def _grouped_by_rule(self, counts: Counts) -> Iterator[str]:
        for code, _count in counts.by_rule():
            yield f"{rule_heading(code, counts, self.lang)}\n"
            yield from map(self._texts.get, self._by_code.get(code, ()))
            yield "\n"


def _new_workbook(lang: str) -> FindingsWorkbook:
    from perfmodel.reports.workbooks import FindingsWorkbook  # no other form waits for it

    return FindingsWorkbook(lang)


class _TextStore:
    """Texts held for later: a few in memory, many in a temporary file without a name, which cannot be left behind."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(BYTES_IN_MEMORY)  # noqa: SIM115 -- closed by its owner

    def put(self, text: str) -> int:
        """Add a text; return what `get` finds it again by."""
        data = text.encode("utf-8", "surrogatepass")
        start = self._file.tell()
        self._file.write(_LENGTH_PREFIX.pack(len(data)) + data)
        return start

    def get(self, start: int) -> str:
        """Return the text that begins at a place; none can be added then."""
        self._file.seek(start)
        return self._next() or ""

    def close(self) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[str]:
        self._file.seek(0)
        while (text := self._next()) is not None:
            yield text

    def _next(self) -> str | None:
        size = self._file.read(_LENGTH_PREFIX.size)
        return self._file.read(*_LENGTH_PREFIX.unpack(size)).decode("utf-8", "surrogatepass") if size else None
