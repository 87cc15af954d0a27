"""PDFs written by hand, object by object: what no library would write."""

from __future__ import annotations

import zlib

__all__ = ["FONT", "content_pdf", "raw_pdf", "stream"]

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(data: bytes, extra: bytes = b"", packed: bool = False) -> bytes:
    """Return a stream object's body."""
    if packed:
        data, extra = zlib.compress(data, 9), extra + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (extra, len(data), data)


def raw_pdf(objects: dict[int, bytes], root: int = 1) -> bytes:
    """Return a PDF of objects by their numbers."""
    parts, offsets, at = [b"%PDF-1.7\n"], {}, 9
    for number, body in objects.items():
        offsets[number] = at
        part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        parts.append(part)
        at += len(part)
    last = max(objects)
    table = [b"0000000000 65535 f \n"]
    table += [
        b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 00000 f \n" for n in range(1, last + 1)
    ]
    parts.append(b"xref\n0 %d\n%s" % (last + 1, b"".join(table)))
    parts.append(b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, root, at))
    return b"".join(parts)


def content_pdf(
    content: bytes, resources: bytes = b"", more: dict[int, bytes] | None = None, packed: bool = False
) -> bytes:
    """Return a PDF of one page with a content; ``more`` objects are numbered from 10."""
    return raw_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>" + resources + b">>>>",
            4: stream(content, packed=packed),
            5: FONT,
            **(more or {}),
        }
    )
