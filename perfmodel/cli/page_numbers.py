"""The options that say which parts of a document are meant: pages of a PDF, sheets of a workbook."""

from __future__ import annotations

import argparse
import re

from attrs import frozen

from perfmodel.cli.files import Reading

__all__ = ["PageNumbers", "add_parts", "reading_of"]

_PAGE_RANGE = re.compile(r"(?P<first>[0-9]{1,6})?(?P<dash>-)?(?P<last>[0-9]{1,6})?")


@frozen
class PageNumbers:
    """Numbers of pages, as people write them: ``1-3,5,8-``.

    >>> pages = PageNumbers.read("1-3,8-")
    >>> [page for page in range(1, 11) if page in pages]
    [1, 2, 3, 8, 9, 10]
    """

    ranges: tuple[tuple[int, int | None], ...]

    @classmethod
    def read(cls, text: str) -> PageNumbers:
        """Return the pages that a text names; raises `ValueError` where it names none."""
        ranges = []
        for part in text.replace("，", ",").split(","):
            found = _PAGE_RANGE.fullmatch(part.strip())
            if found is None or not (found["first"] or found["last"]):
                raise ValueError(text)
            first = int(found["first"] or 1)
            last = int(found["last"]) if found["last"] else None if found["dash"] else first
            if first < 1 or (last is not None and last < first):
                raise ValueError(text)
            ranges.append((first, last))
        return cls(tuple(ranges))

    def __contains__(self, page: object) -> bool:
        return isinstance(page, int) and any(
            first <= page and (last is None or page <= last) for first, last in self.ranges
        )


def _pages(text: str) -> PageNumbers:
    try:
        return PageNumbers.read(text)
    except ValueError:
        raise argparse.ArgumentTypeError("应如 1-3,5 / expected something like 1-3,5") from None


def add_parts(parser: argparse.ArgumentParser) -> None:
    """Add the options for parts of a document."""
    parser.add_argument(
        "--pages",
        type=_pages,
        metavar="PAGES",
        help="只读 PDF 的这些页，如 1-3,5 / only these pages of a PDF, as in 1-3,5",
    )
    parser.add_argument(
        "--sheet",
        action="append",
        metavar="NAME",
        help="只读这些工作表（或表） / only the sheets or tables of this name",
    )


def reading_of(options: argparse.Namespace) -> Reading:
    """Return what of documents the options ask for."""
    sheets = None if options.sheet is None else tuple(options.sheet)
    return Reading(options.pages, sheets, getattr(options, "config", None), getattr(options, "isolated", False))
