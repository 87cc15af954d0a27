"""Search for Chinese words in pages of either language: a run of characters is indexed by its neighbouring pairs.

Sphinx by itself finds no Chinese without jieba, a dictionary of 19 MB that had its last release in 2020; and what a
dictionary cuts apart (指标值 into 指标 and 值) is not found as it is asked for. Pairs need none, and find any part of a text.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.search.en import SearchEnglish

_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
# The same in the reader's browser.
_SPLITTER = r"""
var splitQuery = (query) =>
  [...query.matchAll(/[\u3400-\u9fff]+|[\p{Letter}\p{Number}_]+?(?=[\u3400-\u9fff]|[^\p{Letter}\p{Number}_]|$)/gu)].flatMap(
    ([run]) => /^[\u3400-\u9fff]{2}/.test(run)
      ? [...run].slice(1).map((character, at) => [...run][at] + character)
      : [run]);
"""


class PairsInEnglish(SearchEnglish):
    """English words, and Chinese in pairs."""

    js_splitter_code = _SPLITTER

    def split(self, input: str) -> list[str]:
        """Return words, and pairs of Chinese characters."""
        found: list[str] = []
        for run in _RUN.findall(input):
            if len(run) > 1 and "\u3400" <= run[0] <= "\u9fff":
                found += (run[at : at + 2] for at in range(len(run) - 1))
            else:
                found.append(run)
        return found


class PairsInChinese(PairsInEnglish):
    """The same for pages in Chinese."""

    lang = "zh"


def setup(app: Any) -> dict[str, bool]:
    """Take both in place of Sphinx's own."""
    app.add_search_language(PairsInEnglish)
    app.add_search_language(PairsInChinese)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
