"""Reading an actual value (实际完成值): a number, a date, or what the field says instead of one (已完成, 未发生).

Most are written as target values are, and are read as such. A cell of a self-evaluation may say more (上半年3次，下半年4次，共7次):
what is certain of it is taken, and how it was read is said.
"""

from __future__ import annotations

import re

from attrs import evolve, frozen

from perfmodel._internal.caches import remembered
from perfmodel.analysis.evaluated_rows import plain_words
from perfmodel.scoring.outcome import Reason
from perfmodel.values.kinds import Meaning, NoValue, Placeholder, Qualitative, Text, Threshold
from perfmodel.values.parser import understand
from perfmodel.vocabulary import groups

__all__ = ["Actual", "read_actual"]

_CLASSES = ("reached", "partly", "missed", "nothing", "in_time", "late")
# No sentence that is looked into is longer.
_LONGEST_ACTUAL = 80
_REMARK_AT_END = re.compile(r"\([^()]*\)$")
_SUM_AT_END = re.compile("^.*[,;、。:](?:全年|年度|本年)?(?:总共|共计|合计|总计|累计|共)(?:完成|开展|举办)?(?=[0-9])")
_WORDS_BEFORE = re.compile(
    "^(?:截至[^,]{1,12},)?(?:20[0-9]{2}年度?(?=实际|共|累计|完成|开展|举办|组织))?(?:(?:已经?|现已|目前|本年度?|全年|年内|实际|累计|总共|共计|共|合计|总计|完成|达到|达|实现|开展|举办|"
    "组织|平均|于|在|为|约为)(?=.*[0-9])){1,4}"
)
_DONE_WORDS = re.compile(
    "(?:已|均已|全部|均|正式)*(?:完成|竣工|完工|验收|交付|投入使用|通过验收|完成验收|竣工验收|完成建设|建成|启用|发放|支付|结束|上线)+$"
)
_MORE_THAN = re.compile(r"(?<=[0-9十百千万])[余多+](?=[^0-9]|$)")
_PIECES = re.compile("[,;。]")
# Of a sentence, what only adds to the number that stands before it.
_ADDITION = re.compile(
    "其中|含|包括|包含|超额|超出|多完成|[比较](?:上年|去年|计划|目标)(?:增加|增长|减少|下降|多|少|超)"
)
_COMPARED_PIECE = re.compile("[比较]")
_WORDS_WITH_BRACKETS = re.compile(r"([^()0-9]+)\(([^()]*[0-9][^()]*)\)")
_LESS_THAN = re.compile("^(?:将?近|接近)(?=[0-9])")


@frozen
class Actual:
    """An actual value: the ``text``, what it ``means``, and the ``word`` class where it is one of the field's own words.

    ``word`` is ``reached``, ``partly``, ``missed``, ``nothing``, ``in_time``, ``late`` or empty. ``remarks`` say how a
    text was read that is not written as target values are.
    """

    text: str
    meaning: Meaning
    word: str = ""
    remarks: tuple[Reason, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether the cell says nothing: blank, or a stroke."""
        return isinstance(self.meaning, Placeholder) or (isinstance(self.meaning, NoValue) and not self.word)

    @property
    def is_nothing(self) -> bool:
        """Whether it says that there was none of it: 无, 未发生, 0."""
        return self.word == "nothing" or (isinstance(self.meaning, Threshold) and self.meaning.number == 0)


@remembered(4096)
def read_actual(text: str) -> Actual:
    """Return what an actual value says.

    >>> read_actual("全部完成").word, read_actual("未发生安全事故").word, read_actual("12场").meaning.number
    ('reached', 'nothing', Decimal('12'))
    >>> read_actual("上半年3次，下半年4次，共7次").meaning.number, read_actual("30余次").meaning.op
    (Decimal('7'), '>=')
    """
    plain = plain_words(text[: 4 * _LONGEST_ACTUAL])
    meaning = understand(text).meaning
    word = _word_of(plain)
    if word or not isinstance(meaning, Text) or meaning.is_fault or len(plain) > _LONGEST_ACTUAL:
        return Actual(text, meaning, word)
    return _in_other_words(Actual(text, meaning), plain)


def _word_of(plain: str) -> str:
    """The class of a text that is one of the field's own words as a whole."""
    for name in _CLASSES:
        if groups.is_one_of(plain, f"actual_{name}"):
            return name
    return "nothing" if _is_nothing_of(plain) else ""


def _is_nothing_of(plain: str) -> bool:
    """Whether a text says that something undesired did not happen: 未发生安全事故, 无投诉."""
    for word in groups.listed("actual_nothing_of")[0]:
        rest = plain.removeprefix(word) if plain.startswith(word) else ""
        if rest and (groups.contains(rest, "mishaps") or groups.is_one_of(rest, "actual_nothing")):
            return True
    return False


def _in_other_words(actual: Actual, plain: str) -> Actual:
    """Read a text that is not written as target values are, where what it says is certain all the same."""
    for read, zh, en in (
        (_without_brackets, "括号内的文字未计入", "the text in brackets was ignored"),
        (_in_brackets, "取括号内的数值", "the number in brackets was used"),
        (_sum_at_end, "取末尾的合计", "the sum at the end was used"),
        (_only_number, "数值以外的文字未计入", "the text besides the number was ignored"),
        (_more_than, "“余”“多”按不少于计", "“余” and “多” were read as at least"),
        (_less_than, "“近”按低于计", "“近” was read as less than"),
        (_without_words, "数值前后的文字未计入", "the words around the number were ignored"),
    ):
        meaning = read(plain)
        if meaning is not None and not isinstance(meaning, (Text, Qualitative, NoValue, Placeholder)):
            return evolve(actual, meaning=meaning, remarks=((zh, en),))
    return actual


def _without_brackets(plain: str) -> Meaning | None:
    match = _REMARK_AT_END.search(plain)
    return understand(plain[: match.start()]).meaning if match and match.start() else None


def _in_brackets(plain: str) -> Meaning | None:
    """The number in brackets behind a word of doing: 已完成(12次)."""
    match = _WORDS_WITH_BRACKETS.fullmatch(plain)
    return understand(match[2]).meaning if match is not None and _word_of(match[1]) == "reached" else None


def _only_number(plain: str) -> Meaning | None:
    """The one part of a sentence that holds a number: 12次,超额完成; what only adds to it is left out: 52人,其中党员12人."""
    pieces = [piece for piece in _PIECES.split(plain) if any(char.isdigit() for char in piece)]
    said = [piece for piece in pieces if not _ADDITION.match(piece)]
    if len(said) != 1 or said[0] == plain or pieces[0] != said[0]:
        return None
    understood = understand(said[0]).meaning
    meaning = _without_words(said[0]) if isinstance(understood, Text) else understood
    # 6%,较上年增长8%: which of the two is asked for, the target's name would have to say.
    doubtful = getattr(meaning, "unit", None) == "%" and any(_COMPARED_PIECE.match(piece) for piece in pieces)
    return None if doubtful else meaning


def _sum_at_end(plain: str) -> Meaning | None:
    match = _SUM_AT_END.match(plain)
    return None if match is None else understand(plain[match.end() :]).meaning


def _more_than(plain: str) -> Meaning | None:
    rest, count = _MORE_THAN.subn("", plain)
    meaning = understand(_WORDS_BEFORE.sub("", rest)).meaning if count == 1 else None
    return evolve(meaning, op=">=") if isinstance(meaning, Threshold) and meaning.op == "=" else None


def _less_than(plain: str) -> Meaning | None:
    match = _LESS_THAN.match(plain)
    meaning = None if match is None else understand(plain[match.end() :]).meaning
    return evolve(meaning, op="<") if isinstance(meaning, Threshold) and meaning.op == "=" else None


def _without_words(plain: str) -> Meaning | None:
    rest = _DONE_WORDS.sub("", _WORDS_BEFORE.sub("", plain))
    return understand(rest).meaning if rest != plain and rest else None
