"""The files that a command is to work on, with what is to be said of them on stderr."""

from __future__ import annotations

from collections.abc import Iterable

from perfmodel.batch.inputs import Input, search
from perfmodel.batch.problems import BatchError
from perfmodel.cli.files import FileProblem, file_message, print_error

__all__ = ["found_files", "gather"]


def gather(paths: Iterable[str], include: Iterable[str] | None, lang: str, apart: str | None = None) -> list[Input]:
    """Return the files that paths mean, as `perfmodel.batch.inputs.search` does; what it reports goes to stderr.

    Raises `FileProblem` where nothing is found at all, or where a named folder is ``apart`` itself.

    >>> [found.place for found in gather(["tests/tables"], ["haz*"], "en")]
    ['tables/hazards.txt', 'tables/hazards.yaml']
    """
    files = found_files(paths, include, lang, apart)
    if not files:
        raise FileProblem("perfmodel: nothing to do" if lang == "en" else "perfmodel: 没有可处理的文件")
    return files


def found_files(
    paths: Iterable[str], include: Iterable[str] | None, lang: str, apart: str | None = None
) -> list[Input]:
    """Return the files that paths mean, as `gather` does, though it may be none."""
    try:
        return search(paths, include, apart, lambda path, zh, en: print_error(file_message(path, zh, en, lang)))
    except BatchError as wrong:
        raise FileProblem(f"perfmodel: {wrong.en if lang == 'en' else wrong.zh}") from None
