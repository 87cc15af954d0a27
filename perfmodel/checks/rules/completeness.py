"""S01 to S03, S17: what every table and every project must have."""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel.checks.context import ProjectView, TableView
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.sources import GUIDE_2021, MANAGEMENT_2015, Basis
from perfmodel.model.table import FORM_SCOPES

__all__ = ["filled", "has_indicators", "has_projects", "output_and_benefit"]


@rule(
    "S01",
    "error",
    "filled",
    on=("table", "project"),
    messages={
        "unit": ("未填写单位名称", "the reporting unit is missing"),
        "name": ("未填写项目名称", "the project has no name"),
        "department": ("未填写部门（单位）名称", "the department has no name"),
        "transfer": ("未填写专项名称", "the special transfer has no name"),
        "goal": ("项目“{name}”未填写绩效目标", "project “{name}” has no performance goal"),
    },
    basis=(Basis(MANAGEMENT_2015, "指向明确、完整性", "to the point; completeness"),),
    supersedes=("R09",),
)
def filled(view: TableView | ProjectView, settings: Settings) -> Iterator[Hit]:
    """项目名称、绩效目标、单位名称均已填写 / project name, goal and reporting unit are filled in.

    检查：去掉空白之后，表的单位名称、项目的名称和绩效目标不为空。只有实施周期（总体）目标的项目也算有目标；单独检查
    一个项目时，没有单位名称可看；每个项目都写明了实施单位或主管部门的表，以及部门整体、政策、区域的表，不必另有单位
    名称。识读时“未找到单位名称”（R09）内容相同，不再另报；名称与目标的分界是推断的（R08），不说缺了哪一个。
    Checks: the table's reporting unit and each project's name and goal are not blank. A whole-period goal alone is
    enough. A project checked on its own has no reporting unit, and none is required where every project names its
    implementing or supervising body, or where the form concerns a department, a policy or a region. If reading has
    already reported that no unit was found (R09), it is not reported again; if the boundary between name and goal
    was only inferred (R08), neither is reported as missing.

    缘由：项目未填写名称或目标，无法审核和评价；表未填写单位，责任主体不明。
    Why: a project without a name or a goal can be neither reviewed nor evaluated, and a table without a unit
    belongs to nobody.

    反例：

        name: 会议费
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次}

    正例：

        name: 会议费
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次}
    """
    if isinstance(view, TableView):
        if not view.table.unit.strip() and not _names_bodies(view):
            yield view.hit("unit", "unit")
        return
    if view.table is not None and view.path in view.table.guessed_names:
        return
    if not view.name:
        scope = FORM_SCOPES[0] if view.table is None else view.table.table.scope
        yield view.hit("name", _NAME_MESSAGES.get(scope, "name"))
    if not view.goal and not view.project.whole_period_goal.strip():
        yield view.hit("goal", "goal", name=view.project.name)


# What the name of a form's project is the name of.
_NAME_MESSAGES = {"department": "department", "policy": "transfer", "region": "transfer"}


def _names_bodies(view: TableView) -> bool:
    """Whether it is clear whose table it is without its unit: each project has a name for a body, or is one."""
    if not view.projects:
        return False
    return view.table.scope != FORM_SCOPES[0] or all(
        one.project.spender or one.project.department for one in view.projects
    )


@rule(
    "S02",
    "error",
    "has-indicators",
    on="project",
    messages={"": ("项目“{name}”未设置绩效指标", "project “{name}” has no performance indicators")},
    basis=(Basis(MANAGEMENT_2015, "完整性", "completeness"),),
)
def has_indicators(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """项目至少有一条绩效指标 / a project has at least one indicator.

    检查：项目的绩效指标不为空；未能识读的指标也算。
    Checks: the project has at least one indicator; indicators that were not understood count.

    缘由：绩效目标须细化为指标才能衡量。
    Why: a goal can be measured only through indicators.

    反例：

        name: 会议费
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。

    正例：

        name: 会议费
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次}
    """
    if not project.indicators:
        yield project.hit("indicators", name=project.project.name)


@rule(
    "S03",
    "error",
    "output-and-benefit",
    on="project",
    messages={
        "output": ("项目“{name}”未设置产出指标", "project “{name}” has no output indicators"),
        "benefit": ("项目“{name}”未设置效益指标", "project “{name}” has no benefit indicators"),
        "both": ("项目“{name}”未设置产出指标和效益指标", "project “{name}” has neither output nor benefit indicators"),
    },
    basis=(
        Basis(MANAGEMENT_2015, "完整性", "completeness"),
        Basis(GUIDE_2021, "产出指标和效益指标的设置", "output and benefit indicators are set"),
    ),
)
def output_and_benefit(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """产出指标和效益指标齐全 / output and benefit indicators are both present.

    检查：项目的指标里，产出指标和效益指标各至少一条。二级指标决定一条指标属于哪一类：写在“产出指标”之下的“社会效益”
    是效益指标（写错一级指标由 S07 报告）。没有指标的项目由 S02 报告；有指标未能识读、或者类别未知时，不作判断。
    Checks: the project has at least one output indicator and one benefit indicator. The level-2 category decides
    what an indicator is: 社会效益 under 产出指标 is a benefit (S07 reports the wrong level-1 category). S02 reports
    a project without indicators. A project with an indicator that was not understood or whose category is unknown
    is not judged.

    缘由：只有产出指标，无法判断资金效果；只有效益指标，无法判断工作内容。原则上每个项目均应设置两类指标。
    Why: outputs alone do not show what the money is good for, and benefits alone do not show what is done; in
    principle every project has both.

    反例：

        1、1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。2、1-产出指标；12-质量指标；考核通过率；年度指标值:≥90%。

    正例：

        1、1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。2、2-效益指标；22-社会效益；新增就业人数；年度指标值:≥50人。
    """
    if not project.all_categorised:
        return
    found = {pair.level1 for pair in project.categories}
    missing = [name for name in ("output", "benefit") if name not in found]
    if missing:
        key = "both" if len(missing) == 2 else missing[0]
        yield project.hit("indicators", key, name=project.project.name)


@rule(
    "S17",
    "error",
    "has-projects",
    on="table",
    messages={"": ("表中没有项目", "the table has no projects")},
    basis=(Basis(MANAGEMENT_2015, "完整性", "completeness"),),
    supersedes=("R15",),
)
def has_projects(table: TableView, settings: Settings) -> Iterator[Hit]:
    """表中至少有一个项目 / a table has at least one project.

    检查：表里有项目。识读时“未读到任何项目”（R15）内容相同，不再另报。
    Checks: the table has at least one project. If reading has already reported that none was found (R15), it is not
    reported again.

    缘由：没有项目的表没有可审核的内容，多半是文件未读全。
    Why: a table without projects contains nothing to review; most likely the file was not read completely.

    反例：

        unit: 某市残疾人就业服务中心
        currency_unit: 万元
        sections: []

    正例：

        unit: 某市残疾人就业服务中心
        currency_unit: 万元
        projects:
        - name: 会议费
          goal: 召开全市残疾人就业工作会议2次，部署年度任务。
    """
    if not table.projects:
        yield table.hit("projects")
