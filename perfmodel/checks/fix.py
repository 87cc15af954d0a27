"""Fixing: certain suggestions are written into the text of a YAML or JSON file, and nothing else in it is changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from perfmodel._internal.messages import bilingual
from perfmodel.checks.engine import validate
from perfmodel.checks.profiles import Profile
from perfmodel.checks.report import Report
from perfmodel.checks.selection import Selectors
from perfmodel.errors import ParseError
from perfmodel.formats.edit import CannotEdit, Edit, Editor, edited, plain_with
from perfmodel.formats.read import read_source
from perfmodel.formats.to_plain import to_plain
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.source import Source

if TYPE_CHECKING:
    from perfmodel.checks.approved import Approved

__all__ = ["FixError", "Fixed", "edits_of", "fix"]

# Two rules may have to fix one value, one after the other; after so many rounds they never agree.
_FIX_ROUNDS = 20


class FixError(Exception):
    """Why a file cannot be fixed, in both languages. Nothing in it was changed."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(bilingual((zh, en)))
        self.zh = zh
        self.en = en


@frozen
class Fixed:
    """A fixed file: its text and object, the report on it as it is now, and the findings that were fixed (``done``).

    ``left`` are findings with a certain suggestion that could not be written into this file, with the reason.
    """

    source: Source
    obj: TargetTable | Project | Indicator
    report: Report
    done: tuple[Finding, ...] = ()
    left: tuple[tuple[Finding, CannotEdit], ...] = ()


def edits_of(finding: Finding, editor: Editor) -> tuple[Edit, ...]:
    """Return the edits that a finding's certain suggestion asks for; none where there is none, or nothing would change.

    Raises `CannotEdit` where it cannot be written into the file.
    """
    suggestion = finding.suggestion
    if suggestion is None or not suggestion.certain:
        return ()
    return tuple(edit for path in suggestion.paths for edit in editor.edits(path, suggestion.text))


def fix(
    source: Source,
    profile: str | os.PathLike[str] | Profile = "default",
    select: Selectors = None,
    ignore: Selectors = None,
    lang: str = "zh",
    approved: Approved | None = None,
) -> Fixed:
    """Write all certain suggestions into a text, in rounds until none is left; guesses are never applied.

    The other arguments are those of `validate`. Raises `ParseError` (in ``lang``) where the text cannot be read, and
    `FixError` where what was written would not read back as the old object but for the fixed values, or where rules
    never agree; both mean that nothing is to be written.

    >>> fixed = fix(Source("name: 验收合格率\\nlevel1: 产出指标\\nlevel2: 质量指标\\nannual: ≥100%  # 计划"))
    >>> print(fixed.source.text)
    name: 验收合格率
    level1: 产出指标
    level2: 质量指标
    annual: =100%  # 计划
    >>> [finding.code for finding in fixed.done]
    ['V06']
    """
    obj = read_source(source, lang)
    done: list[Finding] = []
    for _round in range(_FIX_ROUNDS):
        report = validate(obj, profile, select, ignore, source, approved)
        changes, edits, applied, left = _planned(report, Editor(source, obj))
        if not applied:
            return Fixed(source, obj, report, tuple(done), left)
        source = evolve(source, text=edited(source.text, edits))
        obj = _read_again(source, obj, changes, lang)
        done += applied
    raise FixError(
        f"修正 {_FIX_ROUNDS} 轮后仍不稳定（{done[-1].code}）",
        f"the fixes did not settle within {_FIX_ROUNDS} rounds ({done[-1].code})",
    )


def _planned(
    report: Report, editor: Editor
) -> tuple[dict[str, str], list[Edit], list[Finding], tuple[tuple[Finding, CannotEdit], ...]]:
    """Plan one round: each value is changed by one finding; another finding about it has to wait for the next round."""
    changes: dict[str, str] = {}
    edits: list[Edit] = []
    applied: list[Finding] = []
    left: list[tuple[Finding, CannotEdit]] = []
    for finding in report:
        suggestion = finding.suggestion
        if suggestion is None or not suggestion.certain or not changes.keys().isdisjoint(suggestion.paths):
            continue
        try:
            wanted = edits_of(finding, editor)
        except CannotEdit as reason:
            left.append((finding, reason))
            continue
        if wanted:
            edits += wanted
            changes |= dict.fromkeys(suggestion.paths, suggestion.text)
            applied.append(finding)
    return changes, edits, applied, tuple(left)


def _read_again(
    source: Source, old: TargetTable | Project | Indicator, changes: dict[str, str], lang: str
) -> TargetTable | Project | Indicator:
    try:
        new = read_source(source, lang)
    except ParseError as error:
        raise FixError(
            f"修正后的文件无法再读：{error.headline('zh')}",
            f"the fixed file cannot be read back: {error.headline('en')}",
        ) from None
    if type(new) is not type(old) or to_plain(new) != plain_with(old, changes):
        raise FixError(
            "修正后的文件与原文件的差别不限于所修正的值",
            "the fixed file would differ from the original in more than the fixed values",
        )
    return new
