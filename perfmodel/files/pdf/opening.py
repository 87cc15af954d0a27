"""Opening a PDF: its pages within limits, what is hidden in it, why it cannot be read."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NoReturn

from perfmodel._internal.optional import require
from perfmodel.errors import ParseError
from perfmodel.files.budget import Budget
from perfmodel.files.damage import Damage, damage_of
from perfmodel.files.detect import refuse_encrypted
from perfmodel.files.pdf.state import Matrix
from perfmodel.files.pdf.streams import check_streams

__all__ = ["PageTreeError", "hidden_layers", "open_pdf", "page_count", "page_matrix", "pages_of", "refuse_damaged"]

# Paper of less than this is a mistake, and a page of A4 is meant.
_LEAST_PAPER, _A4 = 1.0, (0.0, 0.0, 595.0, 842.0)


def open_pdf(data: bytes, budget: Budget) -> Any:
    """Return pdfminer's document of a file; raises `ParseError` where it is encrypted or damaged beyond reading."""
    # Its warnings about fonts would be printed where nobody has set up logging.
    logging.getLogger("pdfminer").addHandler(logging.NullHandler())
    require("pdfminer.pdfparser", "pdf")
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser

    check_streams(data, budget)
    try:
        return PDFDocument(PDFParser(BytesIO(data)))
    except (PDFEncryptionError, PDFPasswordIncorrect):
        refuse_encrypted(budget.lang, budget.filename)
    except RecursionError:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file makes happen
        refuse_damaged(budget, *damage_of(error))


def refuse_damaged(budget: Budget, reason: str, reason_en: str) -> NoReturn:
    """Raise the `ParseError` of a file that is damaged beyond reading."""
    raise ParseError(
        f"PDF 文件损坏或不完整，无法读取（{reason}）：请重新下载",
        f"the PDF is damaged or cut off and cannot be read ({reason_en}): download it again",
        filename=budget.filename,
        lang=budget.lang,
    ) from None


def pages_of(document: Any, budget: Budget) -> Iterator[Any]:
    """Yield the pages of a document; raises `ParseError` where there are more than the limit, or none."""
    from pdfminer.pdfpage import PDFPage

    count = 0
    try:
        for page in PDFPage.create_pages(document):
            count += 1
            budget.charge("pages")
            yield page
    except (ParseError, RecursionError):
        raise
    except Exception as error:
        if not count:
            refuse_damaged(budget, *damage_of(error))
        raise PageTreeError(*damage_of(error)) from None
    if not count:
        refuse_damaged(budget, "没有页面", "no pages")


def page_count(document: Any) -> int | None:
    """Return how many pages a document says that it has."""
    from pdfminer.pdftypes import resolve1

    try:
        count = resolve1(resolve1(document.catalog["Pages"])["Count"])
    except (TypeError, KeyError, AttributeError):
        return None
    return count if isinstance(count, int) and count > 0 else None


class PageTreeError(Damage):
    """The tree of pages is damaged behind the pages that were read."""


def page_matrix(page: Any) -> tuple[Matrix, float, float]:
    """Return the matrix to points from the upper left corner of a page as it is shown, and its width and height."""
    x0, y0, x1, y1 = page.cropbox
    if x1 - x0 < _LEAST_PAPER or y1 - y0 < _LEAST_PAPER:
        x0, y0, x1, y1 = _A4
    width, height = x1 - x0, y1 - y0
    turn = page.rotate % 360
    if turn == 90:
        return (0.0, 1.0, 1.0, 0.0, -y0, -x0), height, width
    if turn == 180:
        return (-1.0, 0.0, 0.0, 1.0, x1, -y0), width, height
    if turn == 270:
        return (0.0, -1.0, -1.0, 0.0, y1, x1), height, width
    return (1.0, 0.0, 0.0, -1.0, -x0, y1), width, height


def hidden_layers(document: Any) -> frozenset[int]:
    """Return the object numbers of the layers that are switched off."""
    from pdfminer.pdftypes import resolve1

    try:
        properties = resolve1(document.catalog.get("OCProperties"))
        given = resolve1(resolve1(properties["D"])["OFF"])
        return frozenset(layer.objid for layer in given)
    except (TypeError, KeyError, AttributeError):
        return frozenset()
