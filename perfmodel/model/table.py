"""A performance-target table (项目支出绩效目标表): the whole, its spending bodies and its projects."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from attrs import field, frozen

from perfmodel._internal.guards import choice
from perfmodel.model import validators
from perfmodel.model.declaration import declared, of_reading
from perfmodel.model.execution import Execution
from perfmodel.model.finding import Finding
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.methods import CheckMethods, FileMethods, FrameMethods, ProjectMethods, TableMethods, ViewMethods
from perfmodel.source.place import AnyPlace
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["CURRENCY_UNITS", "FORMS", "FORM_SCOPES", "Project", "Section", "TargetTable", "Task"]

CURRENCY_UNITS = ("元", "千元", "万元", "百万元", "亿元")
# What a form is filled in for, and of what it speaks; the first of each is the usual one.
FORMS = ("targets", "self-evaluation", "monitoring")
FORM_SCOPES = ("project", "department", "policy", "region")


def _tasks(given: Iterable[Task]) -> tuple[Task, ...]:
    return validators.as_tuple(given)


def _indicators(given: Iterable[Indicator]) -> tuple[Indicator, ...]:
    return validators.as_tuple(given)


def _projects(given: Iterable[Project]) -> tuple[Project, ...]:
    return validators.as_tuple(given)


def _optional_projects(given: Iterable[Project] | None) -> tuple[Project, ...] | None:
    return None if given is None else validators.as_tuple(given)


def _sections(given: Iterable[Section]) -> tuple[Section, ...]:
    return validators.as_tuple(given)


def _findings(given: Iterable[Finding]) -> tuple[Finding, ...]:
    return validators.as_tuple(given)


def _spans(given: Iterable[Span]) -> tuple[Span, ...]:
    return validators.as_tuple(given)


@frozen
class Task:
    """A main task of the year (年度主要任务), as the form of a whole department lists them.

    ``content`` (主要内容) says what is done; ``funding`` (预算金额) is the money of the task.

    Source: the form 部门（单位）整体支出绩效目标表.

    >>> Task("义务教育保障", "落实生均公用经费。", Funding(total=120)).funding.total
    Decimal('120')
    """

    name: str = field(
        default="",
        validator=validators.text(),
        metadata=declared("text", column=None, width=None, views=("html", "rich")),
    )
    content: str = field(
        default="",
        validator=validators.text(),
        metadata=declared("prose", column=None, width=None, views=("html", "rich")),
    )
    funding: Funding = field(
        factory=Funding,
        validator=validators.instance(Funding, optional=False),
        metadata=declared("object", of=Funding, column=None, width=None, views=("html", "rich")),
    )
    place: AnyPlace | None = field(
        default=None, eq=False, repr=False, validator=validators.instance(AnyPlace), metadata=of_reading()
    )

    @property
    def span(self) -> Span | None:
        """The span of the task in the source."""
        return None if self.place is None else self.place.span


@frozen
class Project(ViewMethods, FileMethods, FrameMethods, CheckMethods, ProjectMethods):
    """A project (项目): its money, its goal and its indicators.

    ``spender`` (资金使用单位) is the body printed in brackets behind the name, or under 实施单位 or 预算单位; None
    where none is printed, and the section then names the body. ``department`` (主管部门) is the one in charge,
    ``attributes`` are the other labelled cells of the form's head (项目属性, 联系人), in order, as pairs. ``goal`` (绩效目标) is prose, joined to one line.

    Forms that speak of the whole life of a project beside the budget year have ``period`` (项目期限, as printed:
    2023-2025年), ``whole_period_funding`` (中期资金总额) and ``whole_period_goal`` (中期目标); ``funding`` and ``goal`` are
    the year's then. The form of a whole department has ``tasks`` (年度主要任务). The
    printed form of Guangdong has no place for any of these.

    Forms that are filled in later have ``execution`` (how the money was spent), ``goal_actual`` (目标实际完成情况),
    ``total_score`` (总分), ``grade`` (评价等级) and ``conclusion`` (评价结论); what else they say in words (存在问题, 改进措施)
    is among the attributes.

    >>> Project("会议费", "某市某中心", Funding(), "开好年度会议。").indicators
    ()
    """

    name: str = field(default="", validator=validators.text(), metadata=declared("text", column="project", always=True))
    spender: str | None = field(
        default=None,
        validator=validators.text(optional=True),
        metadata=declared("text", width=None, views=("html", "rich")),
    )
    funding: Funding = field(
        factory=Funding,
        validator=validators.instance(Funding, optional=False),
        metadata=declared("object", of=Funding, prefix="", always=True),
    )
    goal: str = field(default="", validator=validators.text(), metadata=declared("prose", width=40, always=True))
    indicators: tuple[Indicator, ...] = field(
        default=(),
        converter=_indicators,
        validator=validators.tuple_of(Indicator),
        metadata=declared("objects", of=Indicator, column=None, width=None),
    )
    period: str | None = field(
        default=None,
        kw_only=True,
        validator=validators.text(optional=True),
        metadata=declared("text", before="funding", width=14, views=("html", "rich")),
    )
    whole_period_funding: Funding | None = field(
        default=None,
        kw_only=True,
        validator=validators.instance(Funding),
        metadata=declared("object", of=Funding, before="goal", prefix="whole_period_", views=("html", "rich")),
    )
    department: str | None = field(
        default=None,
        kw_only=True,
        validator=validators.text(optional=True),
        metadata=declared("text", before="period", width=20, views=("html", "rich")),
    )
    attributes: tuple[tuple[str, str], ...] = field(
        default=(),
        kw_only=True,
        converter=validators.as_pairs,
        validator=validators.pairs,
        metadata=declared("pairs", before="funding", views=("html", "rich")),
    )
    tasks: tuple[Task, ...] = field(
        default=(),
        kw_only=True,
        converter=_tasks,
        validator=validators.tuple_of(Task),
        metadata=declared("objects", of=Task, before="goal", width=40, views=("html", "rich")),
    )
    whole_period_goal: str = field(
        default="", kw_only=True, validator=validators.text(), metadata=declared("prose", before="indicators", width=30)
    )
    execution: Execution = field(
        factory=Execution,
        kw_only=True,
        validator=validators.instance(Execution, optional=False),
        metadata=declared("object", of=Execution, before="tasks", result=True, views=("html", "rich")),
    )
    goal_actual: str = field(
        default="",
        kw_only=True,
        validator=validators.text(),
        metadata=declared("prose", before="indicators", result=True, width=30),
    )
    total_score: Decimal | None = field(
        default=None,
        kw_only=True,
        converter=validators.as_number,
        validator=validators.amount,
        metadata=declared("number", before="indicators", result=True, width=10, views=("html", "rich")),
    )
    grade: str | None = field(
        default=None,
        kw_only=True,
        validator=validators.text(optional=True),
        metadata=declared("text", before="indicators", result=True, width=10, views=("html", "rich")),
    )
    conclusion: str = field(
        default="",
        kw_only=True,
        validator=validators.text(),
        metadata=declared("prose", before="indicators", result=True, width=30, views=("html", "rich")),
    )
    place: AnyPlace | None = field(
        default=None, eq=False, repr=False, validator=validators.instance(AnyPlace), metadata=of_reading()
    )

    @property
    def span(self) -> Span | None:
        """The span of the project in the source."""
        return None if self.place is None else self.place.span


@frozen
class Section:
    """A spending body of the table, with its money and its projects.

    Projects that stand under no body are in a section without a name.

    >>> Section("某市某中心", Funding(), [Project("会议费")]).projects[0].name
    '会议费'
    """

    name: str = field(
        default="",
        validator=validators.text(),
        metadata=declared("text", column="section", width=None, views=("html",)),
    )
    funding: Funding = field(
        factory=Funding,
        validator=validators.instance(Funding, optional=False),
        metadata=declared("object", of=Funding, column=None, width=None, views=("html",)),
    )
    projects: tuple[Project, ...] = field(
        default=(),
        converter=_projects,
        validator=validators.tuple_of(Project),
        metadata=declared("objects", of=Project, in_files=False, column=None, width=None),
    )
    place: AnyPlace | None = field(
        default=None, eq=False, repr=False, validator=validators.instance(AnyPlace), metadata=of_reading()
    )

    @property
    def span(self) -> Span | None:
        """The span of the body's own line in the source."""
        return None if self.place is None else self.place.span


@frozen
class TargetTable(ViewMethods, FileMethods, FrameMethods, CheckMethods, TableMethods):
    """A whole table: what a reporting unit publishes with its budget.

    ``unit`` is the reporting unit (单位名称), ``currency_unit`` what the amounts are printed in (单位：万元), ``total``
    the line 合计. ``form`` says what the form is filled in for: ``targets`` with the budget, ``self-evaluation`` after
    the year, ``monitoring`` within it; ``scope`` what it speaks of: a ``project``, a whole ``department``, a ``policy`` or a
    ``region``; ``year`` is the budget year where a form says it. ``unread`` holds text that belongs to no field and was not
    understood. ``problems`` are the findings of reading, ``layout`` the spans that were recognised as layout (header,
    labels, page numbers), ``source`` the text that all spans refer to; these three take no part in equality.

    Projects that stand under no body may be given as ``projects``: they are put into one section without a name. Raises
    `TypeError` where ``sections`` are given as well.

    Source: the form 项目支出绩效目标表 that Guangdong's bodies publish with their departmental budgets.

    >>> table = TargetTable("项目支出绩效目标表", "某市某局", "万元", sections=[Section("某市某局", Funding(), [Project("会议费")])])
    >>> [project.name for project in table.projects]
    ['会议费']
    >>> TargetTable(projects=[Project("会议费")]).sections == (Section(projects=[Project("会议费")]),)
    True
    """

    title: str = field(default="", validator=validators.text(), metadata=declared("text", width=None))
    unit: str = field(
        default="", validator=validators.text(), metadata=declared("text", column="reporting_unit", width=None)
    )
    currency_unit: str | None = field(
        default=None,
        validator=choice(CURRENCY_UNITS, optional=True),
        metadata=declared("text", choices=CURRENCY_UNITS, width=None),
    )
    total: Funding | None = field(
        default=None,
        validator=validators.instance(Funding),
        # The text view has its sum alone.
        metadata=declared("object", of=Funding, column=None, width=None, views=("html", "rich")),
    )
    sections: tuple[Section, ...] = field(
        default=(),
        converter=_sections,
        validator=validators.tuple_of(Section),
        metadata=declared("objects", of=Section, column=None, width=None),
    )
    unread: tuple[str, ...] = field(
        default=(),
        converter=validators.as_texts,
        validator=validators.tuple_of(str),
        metadata=declared("texts", column=None, width=None, views=("html", "rich")),
    )
    form: str = field(
        default=FORMS[0],
        kw_only=True,
        validator=choice(FORMS),
        metadata=declared("text", before="title", choices=FORMS, width=None, views=("html", "rich")),
    )
    scope: str = field(
        default=FORM_SCOPES[0],
        kw_only=True,
        validator=choice(FORM_SCOPES),
        metadata=declared("text", before="title", choices=FORM_SCOPES, width=None, views=("html", "rich")),
    )
    year: int | None = field(
        default=None,
        kw_only=True,
        validator=validators.ordinal,
        metadata=declared("ordinal", before="unit", width=None, views=("html", "rich")),
    )
    problems: tuple[Finding, ...] = field(
        default=(), eq=False, converter=_findings, validator=validators.tuple_of(Finding), metadata=of_reading()
    )
    layout: tuple[Span, ...] = field(
        default=(), eq=False, repr=False, converter=_spans, validator=validators.tuple_of(Span), metadata=of_reading()
    )
    source: Source | None = field(
        default=None, eq=False, repr=False, validator=validators.instance(Source), metadata=of_reading()
    )
    place: AnyPlace | None = field(
        default=None, eq=False, repr=False, validator=validators.instance(AnyPlace), metadata=of_reading()
    )
    # What the constructor takes as ``projects``; None as soon as they stand in their section.
    _given: tuple[Project, ...] | None = field(
        default=None,
        alias="projects",
        kw_only=True,
        eq=False,
        repr=False,
        converter=_optional_projects,
        metadata=of_reading(),
    )

    def __attrs_post_init__(self) -> None:
        if self._given is not None:
            if self.sections:
                raise TypeError(
                    "TargetTable：sections 与 projects 不能同时给出 / "
                    "TargetTable: expected sections or projects, not both"
                )
            object.__setattr__(self, "sections", (Section(projects=self._given),))
            object.__setattr__(self, "_given", None)

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """All projects of all sections, in order."""
        return tuple(project for section in self.sections for project in section.projects)

    @property
    def span(self) -> Span | None:
        """The span of the table in the source."""
        return None if self.place is None else self.place.span
