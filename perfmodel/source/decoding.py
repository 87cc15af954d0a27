"""From bytes to text, and which encoding it was."""

from __future__ import annotations

import codecs

__all__ = ["decode_bytes", "decode_damaged"]

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_bytes(data: bytes) -> tuple[str, str] | None:
    """Return the text of a file's bytes and its encoding: UTF-8 with or without a mark, GB18030, UTF-16 with a mark.

    None where it is none of these. GB2312 and GBK are parts of GB18030.

    >>> decode_bytes("单位：万元".encode("gb2312"))
    ('单位：万元', 'gb18030')
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            candidates = [encoding]
            break
    else:
        # Binary files decode as GB18030 now and then; their zero bytes give them away.
        candidates = [] if b"\0" in data else ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None


# Of the characters of a damaged text, so many may be unreadable: more, and it is no text in that encoding.
_DAMAGED_SHARE = 0.01


def decode_damaged(data: bytes) -> tuple[str, str, int] | None:
    r"""Return the text of bytes of which a few are damaged, its encoding, and how many characters are U+FFFD in it.

    None where it is no text of any encoding that is known.

    >>> text, encoding, bad = decode_damaged("单位：万元；".encode("gb18030") * 99 + b"\xff\n")
    >>> encoding, bad, text[-2:]
    ('gb18030', 1, '\ufffd\n')
    """
    if b"\0" in data:
        return None
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, "replace")
        bad = text.count("\ufffd")
        if bad <= len(text) * _DAMAGED_SHARE:
            return text, encoding, bad
    return None
