"""``perfmodel cells``: what is in a file, cell by cell, as it is seen before any table is read out of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from attrs import evolve

from perfmodel.cli.files import FileProblem, file_problems, print_error, read_bytes, save, shown_name
from perfmodel.cli.garbage import collector_paused
from perfmodel.cli.options import add_language, add_timeout
from perfmodel.cli.outputs import form_by_ending, refuse_output
from perfmodel.cli.page_numbers import add_parts
from perfmodel.cli.progress import Progress, progress
from perfmodel.cli.time_limit import time_limit
from perfmodel.files.document import Document, Grid
from perfmodel.files.read import read_document
from perfmodel.source.excerpt import visible

__all__ = ["add_to"]

_CELLS_ENDINGS = {"text": (".txt",), "html": (".html", ".htm"), "csv": (".csv",), "json": (".json",)}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "显示文件里看得见的单元格：PDF、Excel、Word、HTML、CSV。读得不对时，先看这里。"
        " / Show the cells that are seen in a file: PDF, Excel, Word, HTML, CSV. Look here when something is read wrongly."
    )
    parser.epilog = (
        "退出码 / exit status: 0 全部读出 read whole; 1 有看得见却读不出的内容 something that is seen could not be read; "
        "2 无法读取或用法有误 it could not be read, or wrong usage"
    )
    parser.add_argument("file", metavar="FILE", help="文件，- 为标准输入 / a file, - for stdin")
    parser.add_argument("-o", "--output", metavar="OUT", help="写入文件 / write to a file")
    parser.add_argument(
        "--to",
        choices=("text", "html", "csv", "json"),
        help="输出格式；不写则按 -o 的扩展名，否则 text / form of the output (default: what the ending of -o says, or text)",
    )
    add_parts(parser)
    add_timeout(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    try:
        form = form_by_ending(options.output, options.to, _CELLS_ENDINGS, "text", "--to", options.lang)
        refuse_output(options.output, [options.file], options.lang)
        with file_problems(options.file, options.lang), time_limit(options.timeout, options.file, options.lang):
            document = _read(options)
        document = _sheets(document, options)
        save(options.output, _written(document, form, options.lang), options.lang)
    except FileProblem as failure:
        print_error(str(failure))
        return 2
    for problem in document.problems:
        line = f"{shown_name(options.file)}: {problem.code} {problem.severity}: {problem.text(options.lang)}"
        print_error(visible(line))
    return int(any(problem.severity == "error" for problem in document.problems))


def _read(options: argparse.Namespace) -> Document:
    """Return what is in the file, of the pages that are asked for."""
    with _by_pages() as on_page, collector_paused():
        file = BytesIO(read_bytes(options.file))
        file.name = shown_name(options.file)
        return read_document(file, options.lang, pages=options.pages, on_page=on_page)


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


def _sheets(document: Document, options: argparse.Namespace) -> Document:
    """The document with the sheets alone that are asked for."""
    if not options.sheet:
        return document
    blocks = tuple(block for block in document.blocks if isinstance(block, Grid) and block.name in options.sheet)
    if not blocks:
        names = "、".join(grid.name for grid in document.grids[:20])
        raise FileProblem(
            f"{shown_name(options.file)}: no such sheet; there are: {names}"
            if options.lang == "en"
            else f"{shown_name(options.file)}：没有这个工作表；有：{names}"
        )
    return evolve(document, blocks=blocks)


def _written(document: Document, form: str, lang: str) -> str:
    from perfmodel.display.grids import document_csv, document_html, document_json, document_text

    if form == "html":
        return document_html(document, lang)
    if form == "csv":
        return "\ufeff" + document_csv(document)  # without the mark Excel takes it for GBK
    if form == "json":
        return document_json(document, lang)
    return document_text(document, lang) + "\n"
