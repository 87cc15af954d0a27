"""``perfmodel cells``: what is in a file, cell by cell, as it is seen before any table is read out of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from perfmodel.batch.inputs import DOCUMENT_NAMES, Input
from perfmodel.cli.arguments import wrong_usage
from perfmodel.cli.files import FileProblem, file_message, file_problems, print_error, read_bytes, save, shown_name
from perfmodel.cli.garbage import collector_paused
from perfmodel.cli.inputs import gather
from perfmodel.cli.options import add_include, add_language, add_timeout, is_many
from perfmodel.cli.outputs import form_by_ending, refuse_output
from perfmodel.cli.page_numbers import add_parts
from perfmodel.cli.progress import Progress, progress
from perfmodel.cli.summary import run_summary
from perfmodel.cli.time_limit import time_limit
from perfmodel.files.document import Document
from perfmodel.files.read import read_document
from perfmodel.forms.strings_in_cells import finding_of_problem
from perfmodel.reports.counts import Counts
from perfmodel.source.excerpt import visible

__all__ = ["add_to"]

_CELLS_ENDINGS = {"text": (".txt",), "html": (".html", ".htm"), "csv": (".csv",), "json": (".json",)}
_CELLS_NAMES = ("*.txt", *DOCUMENT_NAMES)


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "显示文件里看得见的单元格：PDF、Excel、Word、HTML、CSV；几个文件或目录则依次显示。读得不对时，先看这里。"
        " / Show the cells that are seen in a file: PDF, Excel, Word, HTML, CSV; of several files, or a folder, one after the "
        "other. Look here when something is read wrongly."
    )
    parser.epilog = (
        "退出码：0 全部读出；1 有看得见却读不出的内容；2 无法读取，或用法有误"
        " / exit status: 0 read whole; 1 something that is seen could not be read; 2 it could not be read, or wrong usage"
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="文件或目录，- 为标准输入 / files or folders, - for stdin"
    )
    parser.add_argument("-o", "--output", metavar="OUT", help="写入文件 / write to a file")
    parser.add_argument(
        "--to",
        choices=("text", "html", "csv", "json"),
        help="输出格式；不写则按 -o 的扩展名，否则 text / form of the output (default: what the ending of -o says, or text)",
    )
    add_include(parser)
    add_parts(parser)
    add_timeout(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    many = is_many(options.files)
    counts = Counts()
    try:
        form = form_by_ending(options.output, options.to, _CELLS_ENDINGS, "text", "--to", options.lang)
        refuse_output(options.output, options.files, options.lang)
        if not many:
            document = _document(options.files[0], options, counts)
            save(options.output, _written(document, form, options.lang), options.lang)
        else:
            _refuse_many(form, options)
            inputs = gather(options.files, options.include or _CELLS_NAMES, options.lang, options.output)
            with run_summary(counts, len(inputs), True, options.lang), progress(len(inputs)) as bar:
                save(options.output, _all_written(inputs, options, counts, bar), options.lang, alone=False)
    except FileProblem as failure:
        print_error(str(failure))
        return 2
    return counts.status()


def _document(path: str, options: argparse.Namespace, counts: Counts, by_pages: bool = True) -> Document:
    """Return what is in a file, and report what is wrong with it."""
    with file_problems(path, options.lang), time_limit(options.timeout, path, options.lang):
        document = _read(path, options, by_pages)
        if options.sheet:
            document = document.of_sheets(options.sheet, options.lang)
    for problem in document.problems:
        line = f"{shown_name(path)}: {problem.code} {problem.severity}: {problem.text(options.lang)}"
        print_error(visible(line))
    counts.add(Counts.of_findings([finding_of_problem(problem) for problem in document.problems]))
    return document


def _refuse_many(form: str, options: argparse.Namespace) -> None:
    """Refuse what cannot be done for many files, before any is read."""
    zh = en = ""
    if "-" in options.files:
        zh, en = "标准输入不能与其他文件一起读取", "stdin cannot be read along with other files"
    elif form != "text":
        zh, en = f"--to {form} 一次只写一个文件", f"--to {form} can only write one file at a time"
    if zh:
        raise FileProblem(f"perfmodel: {wrong_usage(zh, en, options.lang)}")


def _all_written(inputs: list[Input], options: argparse.Namespace, counts: Counts, bar: Progress) -> Iterator[str]:
    """Yield the cells of each file below its name; a file that cannot be read is reported, and the others go on."""
    first = True
    for file in inputs:
        with bar.hidden():
            try:
                if file.failure is not None:
                    raise FileProblem(file_message(shown_name(file.path), *file.failure[:2], options.lang))
                written = _written(_document(file.path, options, counts, by_pages=False), "text", options.lang)
            except FileProblem as failure:
                print_error(str(failure))
                counts.add(Counts.of_findings((), failed=True))
            else:
                yield f"{'' if first else chr(10)}{visible(shown_name(file.path))}\n{written}"
                first = False
        bar.advance()


def _read(path: str, options: argparse.Namespace, by_pages: bool) -> Document:
    """Return what is in a file, of the pages that are asked for; ``by_pages`` shows how far it is."""
    with _by_pages() as on_page, collector_paused():
        file = BytesIO(read_bytes(path))
        file.name = shown_name(path)
        return read_document(file, options.lang, pages=options.pages, on_page=on_page if by_pages else None)


class _Pages:
    """Shows how far a long file is; what is shown begins with the first page, which says how many there are."""

    def __init__(self) -> None:
        self._shown: Progress | None = None
        self._context: object = None

    def __call__(self, number: int, total: int | None) -> None:
        if self._shown is None:
            manager = progress(total or 0)
            self._shown, self._context = manager.__enter__(), manager
        self._shown.advance()

    def end(self) -> None:
        """Take it away."""
        if self._shown is not None:
            self._shown.end()


@contextmanager
def _by_pages() -> Iterator[_Pages]:
    pages = _Pages()
    try:
        yield pages
    finally:
        pages.end()


def _written(document: Document, form: str, lang: str) -> str:
    from perfmodel.display.grids import document_csv, document_html, document_json, document_text

    if form == "html":
        return document_html(document, lang)
    if form == "csv":
        return "\ufeff" + document_csv(document)  # without the mark Excel takes it for GBK
    if form == "json":
        return document_json(document, lang)
    return document_text(document, lang) + "\n"
