"""The options that several commands have, and what they say; nothing here takes long to import."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from perfmodel._internal.paths import is_folder

__all__ = [
    "add_force",
    "add_include",
    "add_jobs",
    "add_language",
    "add_memory",
    "add_timeout",
    "is_many",
    "memory_bytes",
]


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add the option for the language of messages."""
    parser.add_argument(
        "--lang",
        choices=("zh", "en"),
        default="zh",
        help="帮助和消息的语言（默认：zh） / language of help and messages (default: zh)",
    )


def add_include(parser: argparse.ArgumentParser) -> None:
    """Add the option for which files of a folder are meant."""
    parser.add_argument(
        "--include",
        action="append",
        metavar="PATTERN",
        help="目录里只取这些文件名，如 '*.md'（默认：文本、YAML、JSON 和文档）"
        " / names to take in folders, as in '*.md' (default: texts, YAML, JSON, documents)",
    )


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add the option for how many workers there are."""
    parser.add_argument(
        "--jobs",
        type=_positive,
        metavar="N",
        help="同时处理几个文件（默认：文件够多时每个处理器核一个）"
        " / how many files to work on at once (default: one per core, if there is enough to do)",
    )


def add_timeout(parser: argparse.ArgumentParser) -> None:
    """Add the option for how long a file may take."""
    parser.add_argument(
        "--timeout",
        type=_positive,
        metavar="SECONDS",
        help="每个文件最多读几秒，超过就不读（默认：不限）"
        " / how long reading a file may take before it is left out (default: no limit)",
    )


def add_memory(parser: argparse.ArgumentParser) -> None:
    """Add the option for how much memory a file may take."""
    parser.add_argument(
        "--memory",
        type=_positive,
        metavar="MB",
        help="读取每个文件最多再用多少内存（MB），超过就不读（默认：不限；仅限 Linux）"
        " / how many MB more of memory reading a file may take before it is left out (default: no limit; Linux only)",
    )


def memory_bytes(options: argparse.Namespace) -> int | None:
    """Return how many bytes of memory the options let reading a file take."""
    return None if options.memory is None else int(options.memory) * 1_000_000


def add_force(parser: argparse.ArgumentParser) -> None:
    """Add the option for writing anew what has not changed."""
    parser.add_argument(
        "--force",
        action="store_true",
        help="parquet：没有变化的文件也重新写出 / parquet: write files anew though they have not changed",
    )


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise argparse.ArgumentTypeError("应为正整数 / expected a positive number")
    return int(text[:9])


def is_many(paths: Iterable[str]) -> bool:
    """Whether paths are more than one file: several, or a folder.

    >>> is_many(["tests"]), is_many(["README.md"]), is_many(["README.md", "-"])
    (True, False, True)
    """
    paths = tuple(paths)
    return len(paths) > 1 or any(is_folder(path) for path in paths)
