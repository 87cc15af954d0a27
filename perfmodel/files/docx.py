"""DOCX documents, read with the standard library alone: tables as they are shown, and the text around them."""

from __future__ import annotations

from collections.abc import Iterable

from perfmodel.errors import ParseError
from perfmodel.files.archive import Archive, DamagedPart, Relation, open_archive
from perfmodel.files.budget import Budget
from perfmodel.files.document import Document, Grid, Text
from perfmodel.files.docx_numbering import read_numbering
from perfmodel.files.docx_reader import PartReader
from perfmodel.files.problem import Problem, problem

__all__ = ["read"]

# Parts beside the document whose text is shown on its pages.
_BEFORE, _BEHIND = ("header",), ("footnotes", "endnotes", "footer")


def read(data: bytes, budget: Budget) -> Document:
    """Read a DOCX document: its tables and paragraphs in order, with the text of headers before and footers behind."""
    archive = open_archive(data, budget)
    path = archive.main_part("word/document.xml")
    relations = archive.relations(path).values()
    parts = {relation.kind: relation.target for relation in relations}
    numbering = read_numbering(archive, parts.get("numbering"), parts.get("styles"))
    problems: list[Problem] = []
    reader = PartReader(budget, numbering)
    try:
        archive.parse(path, reader.start, reader.end, reader.text)
    except DamagedPart as error:
        if not archive.has(path):
            raise ParseError(
                "文件损坏：缺文档正文", "the file is damaged: the body of the document is missing",
                filename=budget.filename, lang=budget.lang,
            ) from None  # fmt: skip
        problems.append(problem("D08", reason=error.zh, reason_en=error.en))
    blocks = reader.finish()
    problems += reader.problems()
    before, behind = (_texts(archive, relations, kinds, problems) for kinds in (_BEFORE, _BEHIND))
    if "comments" in parts:
        problems.append(problem("D19", what="批注", what_en="comments"))
    return Document((*before, *blocks, *behind), problems=tuple(problems))


def _texts(
    archive: Archive, relations: Iterable[Relation], kinds: tuple[str, ...], problems: list[Problem]
) -> list[Grid | Text]:
    """The text of headers or footers, each once; tables in them are letterheads, whose cells are lines of text."""
    found: dict[str, Text] = {}
    for kind in kinds:
        for relation in relations:
            if relation.kind != kind or not archive.has(relation.target):
                continue
            reader = PartReader(archive.budget, read_numbering(archive, None, None))
            try:
                archive.parse(relation.target, reader.start, reader.end, reader.text)
            except DamagedPart as error:
                problems.append(problem("D08", reason=error.zh, reason_en=error.en))
            for block in reader.finish():
                texts = [block.text] if isinstance(block, Text) else [cell.text for cell in block.cells if cell.text]
                for text in texts:
                    found.setdefault(text, Text(text))
            problems += reader.problems()
    return list(found.values())
