"""C07: the people that a project serves, and those that it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from perfmodel.checks.context import IndicatorView, ProjectView
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.sources import MANAGEMENT_2015, Basis
from perfmodel.vocabulary import groups

__all__ = ["beneficiaries", "people_asked"]

# A goal longer than this is not looked through: it names nearly everybody.
_LONGEST_GOAL_SEARCHED = 5_000
# All of a project's names together.
_LONGEST_TEXT_SEARCHED = 20_000
_TAKING_PART = re.compile("^(?:参训|受训|参会|与会|参加|参与|培训)(?=[一-鿿]{2,6}满意)")


def beneficiaries(text: str) -> tuple[str, ...]:
    """Return those who are named in a text: people who are served, helped or protected; of its first 20,000 characters.

    >>> beneficiaries("为全市残疾人和在校学生办事")
    ('学生', '残疾')
    >>> beneficiaries("完成城市民生工程")
    ()
    """
    return groups.found_in(text[:_LONGEST_TEXT_SEARCHED], "beneficiaries")


def _groups(text: str) -> set[str]:
    """The groups of people that a text speaks of, by any of their words."""
    return {name for name in groups.group("people_groups")["words"] if groups.contains(text, f"people_{name}")}


def _asked(name: str) -> tuple[str, ...]:
    """The people whom an indicator of satisfaction names, where they are not such as fit any project."""
    if len(name) > groups.LONGEST_EXAMINED or not groups.contains(name, "beneficiaries"):
        return ()
    # 参训·学生: how they take part, and who they are.
    if groups.contains(_TAKING_PART.sub("", name), "people_anyone"):
        return ()
    return tuple(word for word in beneficiaries(name) if word != "参训")


@rule(
    "C07",
    "hint",
    "people-asked",
    on="project",
    messages={
        "": (
            "“{name}”的调查对象为{asked}，与项目名称、绩效目标和其他指标中的{served}不一致",
            "“{name}” surveys {asked}, but the project name, goal and other indicators refer to {served}",
        )
    },
    basis=(Basis(MANAGEMENT_2015, "相关性", "relevance"),),
)
def people_asked(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """满意度的调查对象为项目的服务对象 / the people surveyed are those that the project serves.

    检查：满意度指标写明的对象，与项目名称、绩效目标、其他指标写明的对象是同一类（学生与师生、家长，残疾人与残疾学
    员、监护人……）。泛称（服务对象、社会公众、参训学员、工作人员）不算；项目没有写明服务对象，或者服务全体群众、居
    民，也不算。
    Checks: the people named by a satisfaction indicator belong to the same group as those named by the project
    name, the goal and the other indicators. General terms (服务对象, 社会公众, 学员, 工作人员) fit any project; a
    project that names nobody, or everybody, is not reported.

    缘由：满意度应调查受益对象，调查其他人不能得出本项目的结论。
    Why: satisfaction is the opinion of those who benefit; others cannot judge.

    反例：

        name: 残疾人职业康复训练经费
        goal: 为120名残疾人提供职业康复训练，帮助他们适应工作岗位。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 康复训练人数, annual: ≥120人}
        - {level1: 满意度指标, level2: 服务对象满意度指标, name: 游客满意度, annual: ≥90%}

    正例：

        name: 残疾人职业康复训练经费
        goal: 为120名残疾人提供职业康复训练，帮助他们适应工作岗位。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 康复训练人数, annual: ≥120人}
        - {level1: 满意度指标, level2: 服务对象满意度指标, name: 残疾学员及家属满意度, annual: ≥90%}
    """
    satisfactions = [view for view in project.indicators if view.level1 == "satisfaction"]
    asking = [(view, asked) for view in satisfactions if (asked := _asked(view.name))]
    if not asking or len(project.goal) > _LONGEST_GOAL_SEARCHED:
        return
    text = _about(project)
    if len(text) > _LONGEST_TEXT_SEARCHED:
        return
    unknown = [(view, asked) for view, asked in asking if not any(word in text for word in asked)]
    if not unknown or groups.contains(text, "people_everyone"):
        return
    specific = tuple(word for word in beneficiaries(text) if word not in groups.listed("people_anyone")[0])
    if not specific:
        return
    known = _groups(text + _bodies(project))
    for view, asked in unknown:
        if not view.is_namesake and not known & _groups(view.name):
            yield view.hit(
                "name", name=view.indicator.name, **_listed("asked", asked), **_listed("served", specific[:3])
            )


def _about(project: ProjectView) -> str:
    """What says whom a project serves: its name, its goal, its indicators but those of satisfaction."""
    names = (view.name[: groups.LONGEST_EXAMINED] for view in _others(project))
    return "\n".join((project.name[: groups.LONGEST_EXAMINED], project.goal, *names))


def _others(project: ProjectView) -> Iterator[IndicatorView]:
    return (view for view in project.indicators if view.level1 != "satisfaction")


def _bodies(project: ProjectView) -> str:
    """The names of the bodies that the project is under: a women's federation may ask women."""
    names = [project.project.spender or ""]
    if project.section is not None:
        names.append(project.section.name)
    if project.table is not None:
        names.append(project.table.table.unit)
    return "\n".join(["", *(name[: groups.LONGEST_EXAMINED] for name in names)])


def _listed(name: str, words: Sequence[str]) -> dict[str, Any]:
    """Return words as lists that fill a message, in Chinese and English."""
    return {name: "、".join(words), f"{name}_en": ", ".join(words)}
