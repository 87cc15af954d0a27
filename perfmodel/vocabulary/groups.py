"""Groups of words: ``perfmodel/data/words/*.json``, with a reason for each, and the ways to look for them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from perfmodel._internal.caches import Memory
from perfmodel.data import load
from perfmodel.source.characters import fold, unfold
from perfmodel.vocabulary.suffixes import Endings, any_word

__all__ = [
    "FILES",
    "GROUPS_OF_ENDINGS",
    "LONGEST_EXAMINED",
    "any_of",
    "bare",
    "contains",
    "endings_of",
    "ends_as",
    "first_match",
    "found_in",
    "group",
    "is_one_of",
    "listed",
    "starts_as",
    "stems",
    "without",
    "without_exceptions",
]

FILES = (
    "actuals",
    "categories",
    "columns",
    "dates",
    "directions",
    "goals",
    "money",
    "names",
    "people",
    "placeholders",
    "places",
    "presence",
    "quantities",
    "ratios",
    "signs",
    "values",
    "weights",
)

# A name longer than this is none: of a longer text this many characters are looked at, or nothing.
LONGEST_EXAMINED = 200


@cache
def _groups() -> dict[str, Any]:
    groups: dict[str, Any] = {}
    for name in FILES:
        for key, row in load(f"words/{name}.json")["groups"].items():
            if key in groups:
                raise ValueError(f"{key} stands in two files of words")
            groups[key] = row
    return groups


def group(name: str) -> Any:
    """Return a group as its file has it: ``reason``, ``english``, ``words`` and, where it has one, ``except``.

    >>> group("bounded_ratios")["words"][:2]
    ['率', '比例']
    """
    return _groups()[name]


# The groups that are looked for at the end of a text.
GROUPS_OF_ENDINGS = frozenset(
    (
        "benefit_words",
        "bounded_ratios",
        "capped",
        "capped_at_all_only",
        "completion",
        "dimensionless",
        "extents",
        "faults",
        "gains",
        "graded_names",
        "higher_is_better",
        "lives",
        "lower_is_better",
        "measures",
        "money_flow_names",
        "neutral_rates",
        "other_than_satisfaction",
        "output_activities",
        "papers_of_people",
        "quality_of_output",
        "rate_names",
        "rates_in_damage",
        "rates_of_others",
        "routine_measures",
        "routine_names",
        "rules_measures",
        "satisfaction_endings",
        "spent",
        "unit_columns",
        "verifiable_end",
    )
)


def bare(text: str) -> str:
    """Return a text without brackets at its end, at most three of them.

    >>> bare("验收合格率(%)"), bare("课程(期)数")
    ('验收合格率', '课程(期)数')
    """
    for _ in range(3 if text.endswith(")") else 0):
        if not text.endswith(")") or "(" not in text:
            break
        text = text[: text.rindex("(")]
    return text


@cache
def listed(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a group, and its exceptions.

    >>> listed("faults")[0][:2]
    ('故障率', '故障发生率')
    """
    row = group(name)
    return tuple(row["words"]), tuple(row.get("except", ()))


def endings_of(text: str) -> frozenset[str]:
    """Return those of `GROUPS_OF_ENDINGS` that a text ends in, as `ends_as` has it.

    >>> "bounded_ratios" in endings_of("资金到位率"), "bounded_ratios" in endings_of("发电功率")
    (True, False)
    """
    return _ENDINGS_OF[text]


def ends_as(text: str, name: str) -> bool:
    """Whether a text ends in one of a group's words, and not in a longer one of its exceptions; brackets behind are left out.

    Raises `KeyError` for a group that is not one of endings.

    >>> ends_as("验收合格率", "bounded_ratios"), ends_as("收入增长率", "bounded_ratios")
    (True, False)
    >>> ends_as("发电功率", "bounded_ratios"), ends_as("发送成功率(%)", "bounded_ratios")
    (False, True)
    """
    if name in _ENDINGS_OF[text]:
        return True
    if name not in GROUPS_OF_ENDINGS:
        raise KeyError(name)
    return False


@cache
def _endings() -> Endings:
    return Endings({name: listed(name) for name in GROUPS_OF_ENDINGS})


# All groups at once: rules ask about the same names again and again.
_ENDINGS_OF: Memory[str, frozenset[str]] = Memory(lambda text: _endings().of(bare(text)), 8192)


def stems(text: str, *names: str) -> Iterator[str]:
    """Yield what is left of a text when a word of some groups at its end is removed, for each such word, the longest first.

    >>> list(stems("投诉数量", "mishap_measures")), list(stems("培训", "mishap_measures"))
    (['投诉', '投诉数'], [])
    """
    for name in names:
        words, sizes = _sized(name)
        for size in sizes:
            if text[-size:] in words:
                yield text[:-size]


@cache
def _sized(name: str) -> tuple[frozenset[str], tuple[int, ...]]:
    """The words of a group, and their lengths in falling order."""
    words = frozenset(group(name)["words"])
    return words, tuple(sorted({len(word) for word in words}, reverse=True))


@cache
def _pattern(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    row = group(name)
    signs = row["signs"] + "".join(map(unfold, row["signs"]))
    return re.compile(f"[{re.escape(signs)}]"), re.compile("|".join(row["patterns"]))


def first_match(text: str, name: str) -> str | None:
    """Return the first stretch of a text, folded, that one of a group's ``patterns`` fits; None where none does.

    A group's ``signs`` are those without which none of its patterns fits.

    >>> first_match("培训**人次", "template_marks"), first_match("5×8小时", "template_marks")
    ('**', None)
    """
    signs, pattern = _pattern(name)
    match = pattern.search(fold(text)) if signs.search(text) else None
    return match[0] if match else None


def found_in(text: str, name: str) -> tuple[str, ...]:
    """Return the words of a group that stand in a text, in the order of the group; its exceptions are taken out first.

    >>> found_in("合格比例和达标率", "bounded_ratios")
    ('率', '比例')
    """
    if not _any_of(name)[0].search(text):
        return ()
    text = without_exceptions(text, name)
    return tuple([word for word in listed(name)[0] if word in text])


def contains(text: str, name: str) -> bool:
    """Whether a word of a group stands in a text; its exceptions are taken out first.

    >>> contains("加强党的建设", "deliverables"), contains("建设大桥", "deliverables")
    (False, True)
    """
    pattern, excepted = _any_of(name)
    if pattern.search(text) is None:
        return False
    if excepted is None or excepted.search(text) is None:
        return True
    return pattern.search(without_exceptions(text, name)) is not None


def without_exceptions(text: str, name: str) -> str:
    """Return a text with each exception of a group replaced by a character that stands in no word.

    >>> without_exceptions("无线网络", "reversing")
    '\\x00网络'
    """
    for word in listed(name)[1]:
        text = text.replace(word, "\0")
    return text


@cache
def any_of(name: str) -> str:
    """Return a pattern for any word of a group, longer ones first.

    >>> any_of("column_higher").startswith("(?:")
    True
    """
    return any_word(group(name)["words"])


@cache
def _any_of(name: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Patterns for any word of a group, and for any of its exceptions where it has some."""
    exceptions = listed(name)[1]
    return re.compile(any_of(name)), re.compile(any_word(exceptions)) if exceptions else None


def without(text: str, name: str, mark: str = "") -> str:
    """Return a text with the words of a group taken out, ``mark`` in place of each.

    >>> without("保障各项工作顺利开展", "boilerplate"), without("开展残疾人培训", "generic", " ")
    ('', ' 残疾人培训')
    """
    return _any_of(name)[0].sub(mark, text)


def starts_as(text: str, name: str) -> bool:
    """Whether a text begins with one of a group's words.

    >>> starts_as("无责任事故", "verifiable_start")
    True
    """
    return text.startswith(listed(name)[0])


def is_one_of(text: str, name: str) -> bool:
    """Whether a text is one of a group's words, and nothing else.

    >>> is_one_of("正向", "column_higher"), is_one_of("正向激励", "column_higher")
    (True, False)
    """
    return text in _sized(name)[0]
