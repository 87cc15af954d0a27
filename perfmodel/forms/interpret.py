"""From the parts of a form to its draft: each part read by its module, and what the form is inferred from title, labels and heads."""

from __future__ import annotations

import re

from attrs import evolve

from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.columns import Block, Head
from perfmodel.forms.drafts import FormDraft, IndicatorDraft, ProjectDraft
from perfmodel.forms.form_parts import FormParts, IndicatorPart, Rows
from perfmodel.forms.head_block import HeadBlock
from perfmodel.forms.indicator_rows import IndicatorRows
from perfmodel.forms.numbered_cells import drop_numbers
from perfmodel.forms.sheets import Line
from perfmodel.forms.tasks import read_tasks, use_heads
from perfmodel.forms.titles import is_attachment, is_title, take_title, year_of
from perfmodel.model.fields import field_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import FORMS
from perfmodel.source.characters import fold, squeeze

__all__ = ["interpret"]

_PROJECT_OR_POLICY = re.compile("项目[(/、和及与或]政策")


def interpret(parts: FormParts, forms: Catalogue) -> FormDraft:
    """Read a form into its draft."""
    draft, project = FormDraft(sheets=list(parts.sheets)), ProjectDraft()
    for strip, row in parts.titles:
        for cell in strip.row(row):
            part = strip.sheet.part(cell)
            if is_title(part.text):
                strip.sheet.use(cell)
                take_title(draft, part)
    _bounds(parts, draft)
    block = HeadBlock(forms, draft, project)
    rest = _lines_above(parts, draft)
    block.read(parts.titles)
    unknown = [line for line in rest if not block.line(line.at)]
    if any(is_title(line.at.text) for line in parts.lines):
        draft.unread += [line.at for line in unknown]
    else:
        draft.left += unknown
    for task_part in parts.tasks:
        use_heads(task_part.heads, draft)
        _side_label(task_part.rows + task_part.heads, draft, forms)
        read_tasks(task_part.head, task_part.rows, forms, draft, project)
    block.read(parts.rows)
    block.take_behind(parts.behind)
    for indicator_part in parts.indicators:
        use_heads(indicator_part.heads, draft)
    lists = any(one.head.is_list for one in parts.indicators)
    for indicator_part in parts.indicators:
        head = _with_periods(indicator_part, block, draft)
        reader = IndicatorRows(head, indicator_part.rows, forms, draft)
        reader.read(None if lists else project)
    if lists:
        _share(project, draft)
    elif project not in draft.projects:
        if project.indicators or project.text("name") or _is_filled(project):
            draft.projects.insert(0, project)
        else:
            draft.unread += project.head_texts()
    if not draft.projects and "body" in draft.texts:
        draft.unread.append(draft.texts["body"])
    for one in draft.projects:
        drop_numbers(one.indicators, draft.layout)
        one.indicators = _joined(one, draft)
    _kind(parts, draft, forms)
    _named_by_body(draft)
    return draft


def _bounds(parts: FormParts, draft: FormDraft) -> None:
    places = [line.at for line in (*parts.lines, *parts.behind)]
    of_parts = [one.heads + one.rows for one in parts.tasks] + [one.heads + one.rows for one in parts.indicators]
    for rows in (parts.titles, parts.rows, *of_parts):
        for strip, row in (rows[:1] + rows[-1:]) if len(rows) > 2 else rows:
            places += [strip.sheet.part(cell) for cell in strip.row(row)]
    draft.start = min((one.start for one in places), default=0)
    draft.end = max((one.end for one in places), default=0)


def _lines_above(parts: FormParts, draft: FormDraft) -> list[Line]:
    """Take the lines above a form that are its title; return those that may say something else of it.

    What stands before the title is none of the form.
    """
    titles = [at for at, line in enumerate(parts.lines) if is_title(line.at.text)]
    first = min(titles, default=0)
    rest: list[Line] = []
    for at, line in enumerate(parts.lines):
        if at in titles or (year_of(line.at.text, alone=True) is not None):
            take_title(draft, line.at)
        elif is_attachment(line.at.text):
            draft.layout.append(line.at)
        elif at >= first:
            rest.append(line)
        else:
            draft.left.append(line)
    return rest


def _side_label(rows: Rows, draft: FormDraft, forms: Catalogue) -> None:
    """年度主要任务 at the side of the tasks is layout."""
    for strip, row in rows:
        cell = strip.sheet.at(row, strip.first)
        text = strip.sheet.texts[cell]
        label = forms.label(text) if text else None
        if label is not None and label.field == "tasks" and not strip.sheet.used[cell]:
            strip.sheet.use(cell)
            draft.layout.append(strip.sheet.part(cell))


def _with_periods(part: IndicatorPart, block: HeadBlock, draft: FormDraft) -> Head:
    """Give two blocks beside each other their periods: by their own heads, by the goals above them, or as the form has them."""
    head = part.head
    if len(head.blocks) != 2 or all(one.period is not None for one in head.blocks):
        return head
    columns = block.goal_columns
    blocks: list[Block] = []
    if set(columns) == {"goal", "whole_period_goal"}:
        for one in head.blocks:
            own = [column for column in one.columns if not column.is_shared]
            first, end = own[0].first, own[-1].end
            overlap = {
                name: min(end, columns[name][1]) - max(first, columns[name][0])
                for name in ("goal", "whole_period_goal")
            }
            blocks.append(
                evolve(one, period="annual" if overlap["goal"] > overlap["whole_period_goal"] else "whole_period")
            )
    if len({one.period for one in blocks}) != 2:
        blocks = [evolve(head.blocks[0], period="whole_period"), evolve(head.blocks[1], period="annual")]
        draft.note("R52", None)
    return evolve(head, blocks=tuple(blocks))


def _share(head: ProjectDraft, draft: FormDraft) -> None:
    """Put what the lines above a list say of all its projects into the whole."""
    for name, parts in head.texts.items():
        if name in ("spender", "department", "name") and "body" not in draft.texts:
            draft.texts["body"], *parts = parts
        draft.unread += parts
    for _name, part in head.attributes:
        draft.unread.append(part)
    for _key, (_number, part) in head.money.items():
        draft.unread.append(part)


def _is_filled(project: ProjectDraft) -> bool:
    amounts = any(number for number, _part in project.money.values()) or bool(project.execution)
    return amounts or bool(project.text("goal") or project.text("whole_period_goal") or project.tasks)


def _joined(project: ProjectDraft, draft: FormDraft) -> list[IndicatorDraft]:
    """Make one indicator of two that have one name, one with the target of the whole period and one with the year's.

    What the second says otherwise, its weight perhaps, is kept among the further columns, and said.
    """
    indicators = project.indicators
    if not any("whole_period" in one.targets for one in indicators):
        return indicators
    found: list[IndicatorDraft] = []
    known: dict[tuple[str, str, str], list[IndicatorDraft]] = {}
    for one in indicators:
        key = (_plain(one, "level2"), _plain(one, "name"), _plain(one, "level1"))
        partner = next(
            (
                other
                for other in known.get(key, ())
                if set(other.targets).isdisjoint(one.targets) and key[1] and one.targets
            ),
            None,
        )
        if partner is None:
            found.append(one)
            known.setdefault(key, []).append(one)
            continue
        partner.targets.update(one.targets)
        for name, part in one.texts.items():
            if squeeze(partner.texts.setdefault(name, part).text) != squeeze(part.text):
                label = field_of(Indicator, name).zh
                partner.further.append((label, part))
                draft.note("R44", part, project, label=label, text=part.text).indicator = partner
        said = {(name, part.text) for name, part in partner.further}
        partner.further += [(name, part) for name, part in one.further if (name, part.text) not in said]
    return found


def _plain(one: IndicatorDraft, name: str) -> str:
    part = one.texts.get(name)
    return "" if part is None else squeeze(fold(part.text))


def _named_by_body(draft: FormDraft) -> None:
    """Name the only project of a form of a whole department by its body: 单位名称 is whom the form speaks of."""
    body = draft.texts.get("body")
    if draft.scope == "department" and body is not None and [one.text("name") for one in draft.projects] == [""]:
        draft.projects[0].texts["name"] = [body]


def _kind(parts: FormParts, draft: FormDraft, forms: Catalogue) -> None:
    """Tell what the form is filled in for, and of what it speaks."""
    title = fold(" ".join(one.text for one in draft.titles))
    kinds = forms.kinds_of_title(title)
    said = next((kind for kind in kinds if kind in FORMS), None)
    heads = next((part.head.kind for part in parts.indicators if part.head.kind is not None), FORMS[0])
    draft.kind = said or heads
    if said is None and heads != FORMS[0] and draft.titles and "目标" in title:
        what = {FORMS[1]: ("自评", "a self-evaluation"), FORMS[2]: ("监控", "monitoring")}[heads]
        draft.note("R49", draft.titles[0], text=draft.titles[0].text, what=what[0], what_en=what[1])
    scope = next((kind for kind in kinds if kind not in FORMS), None)
    if scope == "policy" and draft.scope == "region":
        scope = "region"
    if scope == "policy" and _PROJECT_OR_POLICY.search(squeeze(fold(title))):
        scope = None  # 项目（政策）绩效自评表 serves both
    if scope is None and draft.scope == "region" and "项目" in title:
        scope = "project"  # 专项名称 in a form of projects
    draft.scope = scope or draft.scope or "project"
