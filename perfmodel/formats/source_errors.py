"""Errors at a place of a source: what is wrong there, in both languages, with the path of the field."""

from __future__ import annotations

from typing import NoReturn

from attrs import frozen

from perfmodel._internal.arguments import is_file_name
from perfmodel.errors import ParseError
from perfmodel.formats.nodes import Node
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["SourceErrors"]


@frozen
class SourceErrors:
    """Raises `ParseError` for places of a source, in a language.

    ``chinese_keys_of`` is the class of the file's object, where the file has Chinese keys; the paths of errors have them then.

    >>> SourceErrors(Source("a: b: c"), "en").fail("", Span(3, 4), "不可", "not here")
    Traceback (most recent call last):
      ...
    perfmodel.errors.ParseError: not here (line 1, column 4)
    a: b: c
       ^
    """

    source: Source
    lang: str = "zh"
    chinese_keys_of: type | None = None

    def fail(self, path: str, span: Span, zh: str, en: str) -> NoReturn:
        """Raise the error for a place."""
        shown = path
        if self.chinese_keys_of is not None:
            from perfmodel.formats.chinese_paths import chinese_path  # only errors ask for it

            shown = chinese_path(path, self.chinese_keys_of)
        raise ParseError(zh, en, self.source.text, span, path, self.source.name, self.lang, shown)

    def refuse_file_name(self, form: str) -> None:
        """Raise the error where the text is the name of a file."""
        text = self.source.text
        if is_file_name(text):
            zh = f"应为 {form} 文本，实为文件名；读取文件请用 perfmodel.read"
            en = f"expected {form}, got a file name; to read a file, use perfmodel.read"
            self.fail("", Span(0, len(text)), zh, en)

    def fail_too_many(self, node: Node, most: int) -> NoReturn:
        """Raise the error for the first node of more than a file may have."""
        self.fail("", node.span, f"值过多：不得超过 {most} 个", f"too many values: expected at most {most}")
