"""What other libraries make of the values; run in their own environment: ``python -m tests.benchmarks.peers COUNT ROUNDS``.

Each library is asked the way its documentation shows, by a few lines that make a `Reading` of what it says. Whatever
its own way to say a number (288000 yuan for 28.8万元) or a unit ("Chinese yuan"), it counts as right.
"""

from __future__ import annotations

import importlib.metadata
import json
import logging
import re
import sys
import time
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from tests.benchmarks import data, judging
from tests.benchmarks.forgetting import forget

PACKAGES = {
    "Recognizers-Text": "recognizers-text-suite",
    "JioNLP": "jionlp",
    "quantulum3": "quantulum3",
    "cn2an": "cn2an",
}


class Reading(NamedTuple):
    """What a library says of a value: its numbers, the unit in its own words, the operator, first and last day."""

    numbers: tuple[Decimal, ...] = ()
    unit: str | None = None
    op: str | None = None
    dates: tuple[str, ...] = ()


Reader = Callable[[str], Reading]
# Only where it can be one is a date looked for: 1500 is no year here, which would not be the library's fault.
_TIMED = re.compile("[年月日时天]|分钟|[0-9]/[0-9]")
_DURATION = re.compile(r"(PT?)([0-9.]+)([YMWDHS])")
_UNITS = {"PY": "year", "PM": "month", "PW": "week", "PD": "day", "PTH": "hour", "PTM": "minute", "PTS": "second"}


def _number(text: object) -> Decimal | None:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return None


def _numbers(*texts: object) -> tuple[Decimal, ...]:
    return tuple(number for number in map(_number, texts) if number is not None)


def recognizers() -> Reader:
    """Microsoft's Recognizers-Text: dates and durations, currency and dimension, percentages, plain numbers: what it finds first."""
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    units = NumberWithUnitRecognizer(Culture.Chinese)
    numbers = NumberRecognizer(Culture.Chinese)
    with_units = [units.get_currency_model(), units.get_dimension_model(), units.get_temperature_model()]
    percentage, number = numbers.get_percentage_model(), numbers.get_number_model()
    dates = DateTimeRecognizer(Culture.Chinese).get_datetime_model()

    def read(value: str) -> Reading:
        if _TIMED.search(value) and (found := dates.parse(value)):
            said = [one.resolution["values"][0] for one in found if one.resolution]
            if durations := [_DURATION.fullmatch(one.get("timex", "")) for one in said if one["type"] == "duration"]:
                matches = [match for match in durations if match]
                return Reading(_numbers(*(match[2] for match in matches)), _UNITS[matches[0][1] + matches[0][3]])
            days = tuple(day for one in said for day in _days(one))
            return Reading(dates=days, op="<=" if any(one.get("Mod") == "before" for one in said) else None)
        for model in with_units:
            if found := model.parse(value):
                return Reading(_numbers(*(one.resolution["value"] for one in found)), found[0].resolution["unit"])
        if found := percentage.parse(value):
            return Reading(_numbers(*(one.resolution["value"].rstrip("%") for one in found)), "%")
        return Reading(_numbers(*(one.resolution["value"] for one in number.parse(value))))

    return read


def _days(said: dict[str, str]) -> tuple[str, ...]:
    """The first and the last day of what Recognizers-Text says; its ranges end with the day behind."""
    if "value" in said:
        return (said["value"],)
    end = said.get("end")
    if end is not None and said.get("Mod") != "before":
        end = (date.fromisoformat(end) - timedelta(days=1)).isoformat()
    return tuple(day for day in (said.get("start"), end) if day)


_BOUNDS = {"blur-": "<=", "blur+": ">=", "accurate": "="}


def jionlp() -> Reader:
    """JioNLP: `parse_time` for what has a date in it, else `parse_money`, which has a notion of bounds."""
    import jionlp

    def read(value: str) -> Reading:
        if _TIMED.search(value):
            try:
                times = jionlp.parse_time(value, time_base={"year": 2000, "month": 6, "day": 15})["time"]
            except Exception:  # it raises what it likes
                times = ()
            lengths = [times] if isinstance(times, dict) else [one for one in times if isinstance(one, dict)]
            if lengths:
                return Reading(
                    _numbers(*(number for one in lengths for number in one.values())), next(iter(lengths[0]))
                )
            if times:
                return Reading(dates=tuple(times))
        try:
            money = jionlp.parse_money(value)
        except Exception:
            return Reading()
        amounts = money["num"]
        texts = amounts if isinstance(amounts, list) else [amounts]
        return Reading(_numbers(*texts), money["case"], _BOUNDS.get(money["definition"]))

    return read


def quantulum() -> Reader:
    """quantulum3, which is made for English, and finds numbers with units that it knows in any text."""
    from quantulum3 import parser

    def read(value: str) -> Reading:
        found = parser.parse(value)
        if not found:
            return Reading()
        return Reading(tuple(Decimal(repr(one.value)) for one in found), found[0].unit.name)

    return read


def cn2an() -> Reader:
    """cn2an, which reads a number that stands alone."""
    import cn2an

    def read(value: str) -> Reading:
        try:
            return Reading(_numbers(cn2an.cn2an(value, "smart")))
        except ValueError:
            return Reading()

    return read


PEERS: dict[str, Callable[[], Reader]] = {
    "Recognizers-Text": recognizers,
    "JioNLP": jionlp,
    "quantulum3": quantulum,
    "cn2an": cn2an,
}


def _safely(read: Reader) -> Reader:
    """An error of a library is no answer."""

    def ask(value: str) -> Reading:
        try:
            return read(value)
        except Exception:
            return Reading()

    return ask


def measured(count: int, rounds: int) -> dict[str, Any]:
    """Return what each library gets right of the collected values, and how many values a second it reads."""
    from perfmodel import parse_target

    readers = {name: _safely(make()) for name, make in PEERS.items()}
    cases = judging.cases()
    right = {name: judging.judged(cases, read) for name, read in readers.items()}
    values = data.fresh_values(count)
    names = [*readers, "perfmodel"]
    best, again = dict.fromkeys(names, float("inf")), dict.fromkeys(names, float("inf"))

    def ours(value: str) -> object:
        return parse_target(value).meaning

    everyone: dict[str, Callable[[str], object]] = {**readers, "perfmodel": ours}
    ours(values[0])  # parsers are built once
    for _round in range(rounds):
        for name, read in everyone.items():
            forget()
            start = time.process_time()
            for value in values:
                read(value)
            best[name] = min(best[name], time.process_time() - start)
            start = time.process_time()
            for value in values:
                read(value)
            again[name] = min(again[name], time.process_time() - start)
    rows = {
        name: {
            "version": importlib.metadata.version(PACKAGES[name]),
            **{level: len(found) for level, found in right[name].items()},
            "a_second": count / best[name],
            "known_a_second": count / again[name],
        }
        for name in readers
    }
    union = {level: len(set().union(*(right[name][level] for name in readers))) for level in judging.LEVELS}
    return {
        "count": len(cases),
        "numeric": sum(judging.is_numeric(case) for case in cases),
        "values": count,
        "peers": rows,
        "union": union,
        "perfmodel": {
            **judging.ourselves(cases),
            "a_second": count / best["perfmodel"],
            "known_a_second": count / again["perfmodel"],
        },
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    told, sys.stdout = sys.stdout, sys.stderr  # some of them greet
    json.dump(measured(int(sys.argv[1]), int(sys.argv[2])), told)
