"""Selections of rules: by codes, or by what codes begin with (``V``, ``C07``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perfmodel._internal.arguments import wrong_type
from perfmodel._internal.did_you_mean import nearest, unknown
from perfmodel._internal.guards import wrong_kind
from perfmodel.checks.registry import RULES
from perfmodel.comparison.plan_code import PLAN_CODE
from perfmodel.strings.findings import CATALOGUE

__all__ = ["CODES", "Selectors", "is_selected", "selectors"]

Selectors = str | Iterable[str] | None
# Findings of reading can be selected as rules can, and so can those of the approved table.
CODES = (*CATALOGUE, *(rule.code for rule in RULES), PLAN_CODE)


def selectors(given: Selectors) -> tuple[str, ...] | None:
    """Return selectors as a tuple of beginnings of codes; None for None.

    A text holds several with commas; ``ALL`` stands for every code. Raises `ValueError`, with the nearest code, for one
    that no code begins with.

    >>> selectors("V, s01")
    ('V', 'S01')
    """
    if given is None:
        return None
    if isinstance(given, (bytes, Mapping)) or not isinstance(given, Iterable):
        raise wrong_type(given, "规则代码或其列表", "rule codes")
    names = given.split(",") if isinstance(given, str) else list(given)
    found = []
    for name in names:
        if not isinstance(name, str):
            raise wrong_kind(("文本", "text"), name, ("规则代码", "a rule code"))
        code = name.strip().upper()
        if not code:
            continue
        if code != "ALL" and not any(known.startswith(code) for known in CODES):
            # Where nothing is near, the families say more than the first of all codes.
            families = sorted({known[0] for known in CODES})
            raise unknown(("规则", "rule"), name.strip(), CODES if nearest(name.strip(), CODES) else families)
        found.append("" if code == "ALL" else code)
    return tuple(found)


def is_selected(code: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a code begins with one of some selectors.

    >>> is_selected("V06", ("V",)), is_selected("S01", ("V",))
    (True, False)
    """
    return code.startswith(beginnings) if beginnings else False
