"""Read one file and render it as bytes, in this process or in a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from perfmodel._internal.messages import in_languages
from perfmodel._internal.optional import MissingExtra
from perfmodel.cli.files import FileProblem, Reading, file_message, load_all, shown_name
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.reports.counts import Counts
from perfmodel.source.excerpt import visible

if TYPE_CHECKING:
    from perfmodel.batch.inputs import Input
    from perfmodel.reports.counts import Failure

__all__ = ["Parsed", "Parser"]


class Parsed(NamedTuple):
    """The result of a file: ``data`` to write, None where it could not be read; ``messages`` are for stderr."""

    counts: Counts
    messages: tuple[str, ...]
    data: bytes | None = None


class Parser:
    """How to write a file anew: its form, the language of its keys, with or without what target values mean.

    ``layout`` is that of spreadsheets and Word files.

    >>> from perfmodel.batch.inputs import Input
    >>> Parser(form="text")(Input("tests/tables/hazards.yaml", "hazards.yaml")).data.decode()[:5]
    '2024年'
    """

    def __init__(
        self,
        form: str = "yaml",
        keys: str = "en",
        meanings: bool = False,
        lang: str = "zh",
        layout: int | None = None,
        reading: Reading | None = None,
    ) -> None:
        self.form, self.keys, self.meanings, self.lang = form, keys, meanings, lang
        self.layout, self.reading = layout, reading or Reading()

    def __call__(self, file: Input) -> Parsed:
        """Read a file; what is wrong with it is among the messages of the result."""
        if file.failure is not None:
            return self.failed(file, file.failure)
        try:
            return self.parsed(file.path)
        except FileProblem as problem:
            return self.problem(problem)

    def parsed(self, path: str) -> Parsed:
        """Read what a path, or stdin for ``-``, holds; raises `FileProblem` where that fails."""
        all_found = load_all(path, self.lang, self.reading)
        try:
            data = self._all_written(all_found)
        except (ValueError, MissingExtra) as error:
            raise FileProblem(file_message(path, *in_languages(str(error)), self.lang)) from None
        pairs = [
            (problem, found) for found in all_found if isinstance(found, TargetTable) for problem in found.problems
        ]
        messages = tuple(dict.fromkeys(self._line(problem, found, path) for problem, found in pairs))
        return Parsed(Counts.of_findings([problem for problem, _found in pairs]), messages, data)

    def problem(self, problem: FileProblem) -> Parsed:
        """Return the result of a file that could not be read or written."""
        return Parsed(Counts.of_findings((), failed=True), (str(problem),))

    def failed(self, file: Input, failure: Failure) -> Parsed:
        """Return the result of a file for which nothing could be done."""
        return self.problem(FileProblem(file_message(shown_name(file.path), failure.zh, failure.en, self.lang)))

    def _all_written(self, all_found: list[TargetTable | Project | Indicator]) -> bytes:
        """Write all tables of a file: YAML as a stream, JSON as an array, sheets, pages or texts one behind the other."""
        if len(all_found) == 1:
            return self._written(all_found[0])
        if self.form in ("xlsx", "docx"):
            return self._file_written(all_found)
        pieces = [self._written(found) for found in all_found]
        if self.form == "json":
            return b"[\n" + b",\n".join(piece.rstrip(b"\n") for piece in pieces) + b"\n]\n"
        if self.form == "yaml":
            return b"".join(b"---\n" + piece for piece in pieces)
        return b"\n".join(pieces)

    def _written(self, found: TargetTable | Project | Indicator) -> bytes:
        if self.form in ("xlsx", "docx"):
            return self._file_written([found])
        return self._text(found).encode("utf-8", "surrogatepass")

    def _file_written(self, all_found: list[TargetTable | Project | Indicator]) -> bytes:
        """Write one workbook or Word file of all tables."""
        tables = [found for found in all_found if not isinstance(found, Indicator)]
        if len(tables) < len(all_found):
            raise ValueError(
                "应为表或项目，实为一条指标：Excel、Word 文件不能只写指标 / "
                "expected a table or a project, got one indicator: Excel and Word files cannot take it alone"
            )
        if self.form == "docx":
            from perfmodel.spreadsheets.docx import docx_bytes

            return docx_bytes(tables, self.layout)
        from perfmodel.spreadsheets.xlsx import xlsx_bytes

        return xlsx_bytes(tables, self.layout)

    def _text(self, found: TargetTable | Project | Indicator) -> str:
        """Write what was read, importing only what writes this form."""
        if self.form == "yaml":
            from perfmodel.formats.yaml import to_yaml

            return to_yaml(found, self.keys, meanings=self.meanings)
        if self.form == "json":
            from perfmodel.formats.json import to_json

            return to_json(found, self.keys, meanings=self.meanings) + "\n"
        from perfmodel.strings.render import render, render_project, render_table

        if isinstance(found, TargetTable):
            return render_table(found)
        return render_project(found) if isinstance(found, Project) else render(found) + "\n"

    def _line(self, problem: Finding, found: object, path: str) -> str:
        """A finding as a line that editors can jump from; an error with the text it is about."""
        name = visible(shown_name(path))
        source = found.source if isinstance(found, TargetTable) else None
        about = f"{problem.code} {problem.severity} {problem.place_text(self.lang, type(found))}".rstrip()
        text = visible(f"{about}: {problem.render(self.lang)}")
        if source is None or problem.span is None:
            return f"{name}: {text}"
        line = f"{name}:{visible(source.where(problem.span.start, self.lang))}: {text}"
        return f"{line}\n{source.excerpt(problem.span)}" if problem.severity == "error" else line
