"""What counts of a text when two years are compared: keys without blanks, years and punctuation, and the likeness of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from perfmodel.source.characters import fold, squeeze
from perfmodel.values import units

__all__ = ["bigrams", "exact", "likeness", "loose", "numerals", "without_marks", "without_years", "years"]

# Of a longer text only the beginning is compared, which bounds the work for a hostile one.
_LONGEST_COMPARED = 300

_ZH_DIGIT = "〇零○一二三四五六七八九"
_ANY_YEAR = f"(?:(?:19|20)[0-9]{{2}}|一九[{_ZH_DIGIT}]{{2}}|二[〇零○][{_ZH_DIGIT}]{{2}})"
_TO = "(?:[-–—―~/、]{1,2}|至|到)"
_SUFFIX = "(?:财政年度|学年度?|年度|年)"
# 2024, 2023-2024, 2023年至2024, 2023-24
_YEAR_SPAN = f"{_ANY_YEAR}(?:{_SUFFIX}?{_TO}{_ANY_YEAR}|{_TO}[0-9]{{2}}(?![0-9]))?"
_ALONE = "(?<![0-9A-Za-z.-])"
_IN_PROSE = re.compile(f"{_ALONE}{_YEAR_SPAN}{_SUFFIX}")
_IN_NAME = re.compile(
    # 〔2021〕101号 is the number of a document.
    rf"[(\[【〔]{_YEAR_SPAN}{_SUFFIX}?[)\]】〕](?![0-9]+号)"
    rf"|{_ALONE}{_YEAR_SPAN}{_SUFFIX}"
    rf"|{_ALONE}{_ANY_YEAR}{_TO}{_ANY_YEAR}(?![0-9])"
    rf"|(?<![A-Za-z0-9])FY{_ANY_YEAR}(?![0-9])"
    rf"|(?P<bare>\A{_ANY_YEAR}(?![0-9A-Za-z.-])|{_ALONE}{_ANY_YEAR}\Z)"
)
_ABBREVIATED_END = re.compile(f"(?P<century>[0-9]{{2}})[0-9]{{2}}{_TO}(?P<end>[0-9]{{2}})(?![0-9])")
_TO_ARABIC = str.maketrans(_ZH_DIGIT, "000123456789")

_PUNCTUATION = "()\\[\\]【】〔〕{}<>〈〉《》“”\"'‘’「」、,，.。;；:：·•…!！?？_|/~\\-–—―"
# Between digits a mark is part of a number.
_PUNCTUATION_OUTSIDE_NUMBERS = re.compile(f"(?<![0-9])[{_PUNCTUATION}]+|[{_PUNCTUATION}]+(?![0-9])")
_DISTINGUISHING_NUMERALS = re.compile(
    "[0-9]+|[一二三四五六七八九十]+(?=期|标|号|类|级|批|阶段|季)|[A-Za-z](?=区|标|段|座|栋)"
)


def exact(text: str) -> str:
    """Return a text as it counts: without blanks, full-width signs as ASCII.

    >>> exact("信息系统（２期） 维护")
    '信息系统(2期)维护'
    """
    return squeeze(fold(text))


def _spans(text: str, prose: bool) -> Iterator[re.Match[str]]:
    for match in (_IN_PROSE if prose else _IN_NAME).finditer(text):
        bare = not prose and match["bare"] is not None
        if bare and any(units.look_up(text[match.end() : match.end() + size]) for size in (1, 2, 3)):
            continue  # 2000人次培训
        yield match


def without_years(text: str, prose: bool = False) -> str:
    """Return the `exact` text without the years in it; in ``prose`` only those with 年 behind them are years.

    A text that is nothing but a year stays.

    >>> without_years("某中心2023-2024年信息系统运行和维护项目"), without_years("会议费（2024年）"), without_years("二〇二四年度会议费")
    ('某中心信息系统运行和维护项目', '会议费', '会议费')
    >>> without_years("2000人次培训"), without_years("落实财预〔2021〕101号"), without_years("2024年")
    ('2000人次培训', '落实财预〔2021〕101号', '2024年')
    """
    key = exact(text)
    pieces, at = [], 0
    for match in _spans(key, prose):
        pieces.append(key[at : match.start()])
        at = match.end()
    return "".join([*pieces, key[at:]]) or key


def years(text: str) -> tuple[int, ...]:
    """Return the years that `without_years` takes out of a name, in order.

    >>> years("2023-24年信息系统"), years("二〇二四年会议费"), years("会议费")
    ((2023, 2024), (2024,), ())
    """
    found: list[int] = []
    for match in _spans(exact(text), prose=False):
        arabic = match[0].translate(_TO_ARABIC)
        short = _ABBREVIATED_END.search(arabic)
        found.extend(int(year) for year in re.findall("[0-9]{4}", arabic))
        if short is not None:
            found.append(int(short["century"] + short["end"]))
    return tuple(found)


def loose(text: str) -> str:
    """Return the key of a name by which two years are matched: `without_years`, and without brackets and marks.

    >>> loose("2024年系统巡检次数：现场、远程") == loose("系统巡检次数【现场、远程】")
    True
    """
    return without_marks(without_years(text))


def without_marks(key: str) -> str:
    """Return a key without brackets and punctuation, but for those between digits; one that is nothing else stays.

    >>> without_marks("共计1,234.5元。"), without_marks("《办法》")
    ('共计1,234.5元', '办法')
    """
    return _PUNCTUATION_OUTSIDE_NUMBERS.sub("", key) or key


def numerals(key: str) -> tuple[str, ...]:
    """Return the numbers in a key that tell like things apart: a phase, a lot, a zone.

    >>> numerals("信息系统二期工程") == numerals("信息系统一期工程")
    False
    """
    return tuple(_DISTINGUISHING_NUMERALS.findall(key[:_LONGEST_COMPARED]))


def bigrams(key: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text's beginning; a single character is itself.

    >>> sorted(bigrams("会议费"))
    ['会议', '议费']
    """
    key = key[:_LONGEST_COMPARED]
    return frozenset(key[at : at + 2] for at in range(max(1, len(key) - 1))) if key else frozenset()


def likeness(one: frozenset[str], other: frozenset[str]) -> Fraction:
    """Return how much two sets share, from 0 to 1 (Dice).

    >>> likeness(bigrams("残疾人培训经费"), bigrams("残疾人就业经费"))
    Fraction(1, 2)
    """
    size = len(one) + len(other)
    return Fraction(2 * len(one & other), size) if size else Fraction(0)
