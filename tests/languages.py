"""In which language a message is: what stands in quotation marks does not count, nor do paths and names of programs."""

from __future__ import annotations

import re

__all__ = ["require_languages"]

_CHINESE = re.compile("[\u4e00-\u9fff]")
# Three words in a row: “perfmodel cells” and “Excel workbook” are names.
_ENGLISH_SENTENCE = re.compile(r"[A-Za-z]+(?: [a-z]+){2,}")
_QUOTED = re.compile("“[^“”]*”")
_HALF_WIDTH = re.compile("[\u4e00-\u9fff”][,;:!?]|[,;!?][\u4e00-\u9fff“]")


def require_languages(zh: str, en: str) -> None:
    """Hold a message to its two languages: no English sentence in the one, no Chinese outside of quotes in the other."""
    chinese, english = (_QUOTED.sub("“”", text) for text in (zh, en))
    assert _CHINESE.search(chinese), f"not in Chinese: {zh}"
    assert not _ENGLISH_SENTENCE.search(chinese), f"English in Chinese: {zh}"
    assert not _HALF_WIDTH.search(chinese), f"half-width punctuation in Chinese: {zh}"
    assert en.strip()
    assert not _CHINESE.search(english), f"Chinese in English: {en}"
