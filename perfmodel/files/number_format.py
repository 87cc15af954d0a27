"""Numbers as a workbook shows them: the number formats that forms use, with dates, sections, fractions and literal text.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (numFmts). What is not here (digits in
other scripts, several points) gives None, so that whoever asks can say so. Blanks that only keep a width are not text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from attrs import evolve, frozen

from perfmodel._internal.caches import remembered
from perfmodel.files.chinese_numerals import in_numerals
from perfmodel.files.date_format import DATE_LETTERS, date_text
from perfmodel.files.fraction_format import fraction_text

__all__ = ["BUILT_IN_FORMATS", "general", "number_text_of"]

# Formats that a workbook does not spell out, as a Chinese Excel shows them; what is not here is General.
BUILT_IN_FORMATS = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"',
    29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ', 43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_FORMAT_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<width>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|b+|e+|g+)|(?P<digits>[0#?]+(?:[0#?,]*[0#?])?|,|\.)|(?P<percent>%)|(?P<text>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+|[黑蓝青绿洋红白黄]色?)", re.IGNORECASE
)
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
_TEN = Context(prec=10, rounding=ROUND_HALF_UP)
# More digits than this are rounded no more: no format has as many decimals.
_ALL_DIGITS = Context(prec=400, rounding=ROUND_HALF_UP, Emax=999_999, Emin=-999_999)
_LONGEST_FORMAT, _MOST_DECIMALS_SHOWN = 255, 40
# A section of a date with era, weekday and time has twenty pieces.
_MOST_TOKENS = 40


_Tokens = Sequence[tuple[str, str]]


@frozen
class _Section:
    """A part of a format: its tokens, and of which numbers it is."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None = None

    @property
    def is_date(self) -> bool:
        return any(kind == "date" or (kind == "bracket" and text[:1] in DATE_LETTERS) for kind, text in self.tokens)


def number_text_of(value: str, pattern: str, date1904: bool = False) -> str | None:
    """Return how a workbook shows a number, given as its file writes it, in a format; None where that is not known.

    >>> number_text_of("0.95", "0%"), number_text_of("-1234.5", '#,##0.00_);(#,##0.00)'), number_text_of("12.5", '0.0"万元"')
    ('95%', '(1,234.50)', '12.5万元')
    >>> number_text_of("45658", 'yyyy"年"m"月"d"日"'), number_text_of("0.30000000000000004", "General")
    ('2025年1月1日', '0.3')
    >>> number_text_of("1.5", "# ?/?"), number_text_of("1.5", "[DBNum3]0") is None
    ('1 1/2', True)
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 350:
        return None
    sections = _sections(pattern)
    if sections is None:
        return None
    section, signed = _section_for(sections, number)
    if section is None:
        return ""
    if section.is_date:
        return date_text(number, section.tokens, date1904)
    return _written(number if signed else abs(number), section)


def general(number: Decimal) -> str:
    """Return a number as the format General shows it, but for what Excel cuts off to save room.

    A whole number has all its digits. Others have 15 digits, as many as a workbook knows; those with more than ten decimals
    are results of division, which are shown with ten digits.

    >>> [general(Decimal(text)) for text in ("0.30000000000000004", "123456789.12", "0.3333333333333333", "1e2", "1E-7")]
    ['0.3', '123456789.12', '0.3333333333', '100', '0.0000001']
    """
    if number == number.to_integral_value() and number.adjusted() < 21:
        return format(number.quantize(Decimal(1), context=_ALL_DIGITS), "f") if number else "0"
    shown = _FIFTEEN.plus(number).normalize(_FIFTEEN)
    exponent = shown.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -10:
        shown = _TEN.plus(number).normalize(_TEN)
    if not -10 <= shown.adjusted() < 21:
        digits = _TEN.plus(number).normalize(_TEN)
        mantissa, _, power = f"{digits:E}".partition("E")
        return f"{mantissa}E{power[0]}{power[1:].zfill(2)}"
    return format(shown, "f")


@remembered(1024)
def _sections(pattern: str) -> tuple[_Section, ...] | None:
    """The sections of a format; None where it has something that is not known here."""
    if len(pattern) > _LONGEST_FORMAT:
        return None
    parts: list[list[tuple[str, str]]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    for match in _FORMAT_TOKEN.finditer(pattern):
        kind = match.lastgroup or ""
        text = match[kind]
        if kind == "other" and text == ";":
            parts.append([])
            conditions.append(None)
        elif kind == "bracket":
            if found := _CONDITION.fullmatch(text.strip()):
                try:
                    conditions[-1] = (found[1], Decimal(found[2]))
                except InvalidOperation:
                    return None
            elif (token := _bracketed(text)) is None:
                return None
            else:
                parts[-1].append(token)
        elif kind in ("quoted", "escaped", "other"):
            is_fraction = kind == "other" and text == "/" and any(each == "digits" for each, _ in parts[-1])
            parts[-1].append(("fraction" if is_fraction else "literal", text))
        elif kind != "fill":
            parts[-1].append((kind, " " if kind == "width" else text))
    if max(map(len, parts)) > _MOST_TOKENS:
        return None
    return tuple(_Section(tuple(part), condition) for part, condition in zip(parts, conditions, strict=True))


def _bracketed(text: str) -> tuple[str, str] | None:
    """What stands in brackets: a colour or a language says nothing, a currency is shown, hours are counted on."""
    if text.startswith("$"):
        currency, _, language = text[1:].partition("-")
        return ("language", language.upper()) if not currency else ("literal", currency)
    if text and set(text.lower()) <= {text[0].lower()} and text[0].lower() in "hms":
        return "bracket", text.lower()
    if text.upper() in ("DBNUM1", "DBNUM2"):
        return "numerals", text.upper()
    return ("literal", "") if _COLOUR.fullmatch(text) or not text else None


def _section_for(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section | None, bool]:
    """The section that shows a number, and whether it writes the minus sign itself."""
    if any(section.condition for section in sections[:2]):
        for section in sections[:3]:
            if section.condition is None or _holds(number, *section.condition):
                # A section for what is below a number only has no sign of its own.
                return section, True
        return None, True
    if len(sections) == 1 or number > 0:
        return sections[0], True
    if number < 0:
        return sections[1], False
    return sections[2] if len(sections) > 2 else sections[0], True


def _holds(number: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": number < limit, "<=": number <= limit, ">": number > limit,
        ">=": number >= limit, "=": number == limit, "<>": number != limit,
    }[sign]  # fmt: skip


def _written(number: Decimal, section: _Section) -> str | None:
    """A number in a section without dates."""
    kinds = [kind for kind, _ in section.tokens]
    if "numerals" in kinds:
        plain = evolve(section, tokens=tuple(token for token in section.tokens if token[0] != "numerals"))
        return in_numerals(number, plain.tokens, _written(number, plain), dict(section.tokens)["numerals"] == "DBNUM2")
    if "fraction" in kinds:
        return fraction_text(number, section.tokens)
    if "general" in kinds or "text" in kinds:
        return _in_general(number, section.tokens)
    places = [at for at, kind in enumerate(kinds) if kind == "digits"]
    if not places:
        return _around(section.tokens).strip()
    first, last = places[0], places[-1]
    if any(kinds[at] not in ("digits", "exponent", "percent", "width") for at in range(first, last + 1)):
        return _interrupted(number, section)
    run = "".join(text for kind, text in section.tokens[first : last + 1] if kind in ("digits", "exponent"))
    shown = _digits(abs(number).scaleb(2 * kinds.count("percent")), run)
    if shown is None:
        return None
    before, behind = _around(section.tokens[:first]), _around(section.tokens[last + 1 :])
    inner = "%" * kinds[first:last].count("percent")
    negative = "-" if number < 0 and re.search("[1-9]", shown) else ""
    return f"{negative}{before}{shown}{inner}{behind}".strip()


def _around(tokens: _Tokens) -> str:
    """The text that stands before or behind digits."""
    return "".join(text for kind, text in tokens if kind in ("literal", "percent", "width"))


def _in_general(number: Decimal, tokens: _Tokens) -> str:
    """A number where a section has General, or @, for its digits."""
    sign = "-" if number < 0 else ""
    shown = general(abs(number).scaleb(2 * sum(kind == "percent" for kind, _ in tokens)))
    pieces = (shown if kind in ("general", "text") else _around([(kind, text)]) for kind, text in tokens)
    return (sign + "".join(pieces)).strip()


def _interrupted(number: Decimal, section: _Section) -> str | None:
    """A number with literal text among its digits, as in ``000-0000``: digits are dealt from the right."""
    run = "".join(text for kind, text in section.tokens if kind == "digits")
    scale = len(run) - len(run.rstrip(","))  # 0!.0,"万" has thousands, of which the last digit is behind a point
    run, number = run.rstrip(","), number.scaleb(-3 * scale)
    if set(run) - set("0#") or any(kind not in ("digits", "literal", "width") for kind, _ in section.tokens):
        return None
    digits = format(abs(number).quantize(Decimal(1), context=_ALL_DIGITS), "f")
    left = list(digits.rjust(run.count("0"), "0") if number else "0" * run.count("0"))
    pieces: list[str] = []
    for kind, text in reversed(section.tokens):
        if kind != "digits":
            pieces.append(text)
            continue
        for _ in text.rstrip(","):
            pieces.append(left.pop() if left else "")
    return (("-" if number < 0 else "") + "".join(left) + "".join(reversed(pieces))).strip()


def _digits(number: Decimal, run: str) -> str | None:
    """The digits of a number (not negative) in a run of ``0 # ? , .`` and ``E+``."""
    if "E" in run.upper():
        return _scientific(number, run)
    whole, point, decimals = run.partition(".")
    if "." in decimals or len(decimals) > _MOST_DECIMALS_SHOWN:
        return None
    scale = len(run) - len(run.rstrip(",")) if point else len(whole) - len(whole.rstrip(","))
    whole, decimals = whole.rstrip(","), decimals.replace(",", "")
    number = _FIFTEEN.plus(number.scaleb(-3 * scale)) if number.as_tuple().exponent else number.scaleb(-3 * scale)
    rounded = format(number.quantize(Decimal(1).scaleb(-len(decimals)), context=_ALL_DIGITS), "f")
    left, _, right = rounded.partition(".")
    least = sum(char == "0" for char in whole)
    left = left.lstrip("0").rjust(least, "0")
    if "," in whole and left:
        left = f"{int(left):,}".rjust(len(left), "0") if not left.startswith("0") else left
    needed = len(decimals.rstrip("#?")) if set(decimals) & set("#?") else len(decimals)
    while len(right) > needed and right.endswith("0"):
        right = right[:-1]
    return f"{left}.{right}" if point and (right or decimals == "") else left if not point else f"{left}."


def _scientific(number: Decimal, run: str) -> str | None:
    mantissa, _, power = re.split("(?i)(e[+-])", run, maxsplit=1)
    whole, _, decimals = mantissa.partition(".")
    if set(whole + decimals + power) - set("0#") or len(whole) > 1 or len(decimals) > _MOST_DECIMALS_SHOWN:
        return None
    text, _, exponent = f"{number:.{len(decimals)}E}".partition("E")
    plus = "+" if "E+" in run.upper() and not exponent.startswith("-") else ""
    sign = "-" if exponent.startswith("-") else plus
    return f"{text}E{sign}{exponent.lstrip('+-').zfill(len(power))}"
