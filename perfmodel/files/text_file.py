"""The text of a file of characters, and what is to be said about its encoding."""

from __future__ import annotations

from perfmodel.errors import ParseError
from perfmodel.files.budget import Budget
from perfmodel.files.problem import Problem, problem
from perfmodel.source.decoding import decode_bytes, decode_damaged

__all__ = ["text_of"]


def text_of(data: bytes, budget: Budget) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a file and the problems of decoding it; raises `ParseError` where it is no text.

    >>> text, problems = text_of("单位：万元".encode("gb18030"), Budget())
    >>> text, [problem.code for problem in problems]
    ('单位：万元', ['D06'])
    """
    found = decode_bytes(data)
    if found is not None:
        text, encoding = found
        return text, () if encoding in ("utf-8", "utf-8-sig") else (problem("D06", encoding=encoding),)
    damaged = decode_damaged(data)
    if damaged is None:
        raise ParseError(
            "文件不是文本：应为 UTF-8（有无 BOM 均可）、UTF-16 或 GB18030 编码",
            "not a text file: expected UTF-8 (with or without a byte order mark), UTF-16 or GB18030",
            filename=budget.filename,
            lang=budget.lang,
        )
    text, encoding, bad = damaged
    return text, (problem("D06", encoding=encoding), problem("D12", count=bad))
