"""From a file's bytes to text."""

from __future__ import annotations

import codecs
import re

from perfmodel.errors import ParseError
from perfmodel.source.decoding import decode_bytes
from perfmodel.source.source import Source

__all__ = ["decode", "encode"]

# What a text of ours does not have at its beginning: control characters, and what other kinds of files begin with.
_NO_TEXT = re.compile(
    rb"[\0-\x06\x0e-\x1a\x1c-\x1f]|%PDF-|\A(?:\xef\xbb\xbf)?\s*<|\A\{\\rtf|(?i:multipart/related)|BEGIN PGP"
)
_EXAMINED_HEAD = 1024


def decode(data: bytes, name: str | None = None, lang: str = "zh") -> Source:
    """Return the text of a file: UTF-8 with or without a byte order mark, GB18030, or UTF-16 with one.

    `Source.encoding` says which it was. Raises `ParseError` (in ``lang``) where it is none of these: a PDF, a workbook, a
    picture, an archive … are called by their names, with what to do.

    >>> decode("单位：万元".encode("gb18030")).encoding
    'gb18030'
    """
    if _NO_TEXT.search(data, 0, _EXAMINED_HEAD):
        from perfmodel.files.detect import refuse_binary  # texts need none of it

        refuse_binary(data, lang, name)
    found = decode_bytes(data)
    if found is not None:
        text, encoding = found
        return Source(text, name, encoding)
    raise ParseError(
        "文件不是文本：应为 UTF-8（有无 BOM 均可）或 GB18030 编码",
        "not a text file: expected UTF-8 (with or without a byte order mark) or GB18030",
        filename=name,
        lang=lang,
    )


def encode(text: str, like: bytes) -> bytes | None:
    """Return a text as the bytes of a file that is encoded ``like`` another: with its byte order mark, in its order.

    None where the other's bytes would not come out of its own text again, so that more would change than the text.

    >>> encode("单位：万元", "单位：元".encode("gb18030")).decode("gb18030")
    '单位：万元'
    """
    encoding = decode(like).encoding or "utf-8"
    mark = b""
    if encoding == "utf-16":
        mark, encoding = like[:2], "utf-16-le" if like.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    if mark + like[len(mark) :].decode(encoding).encode(encoding) != like:
        return None
    return mark + text.encode(encoding)
