"""Read, model and check the performance-target tables (项目支出绩效目标表) of Chinese government bodies.

>>> import perfmodel
>>> table = perfmodel.read("tests/tables/guangzhou-disability-employment.txt")
>>> len(table.projects), sum(len(project.indicators) for project in table.projects)
(10, 52)
"""

from __future__ import annotations

from perfmodel._version import __version__ as __version__

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all of this
if TYPE_CHECKING:
    from typing import Any

    from perfmodel import batch as batch
    from perfmodel import frames as frames
    from perfmodel._internal.optional import MissingExtra
    from perfmodel.analysis.blank_form import blank_form
    from perfmodel.checks.engine import validate
    from perfmodel.checks.profiles import Profile
    from perfmodel.checks.report import Report
    from perfmodel.checks.score import score
    from perfmodel.comparison.change import Change
    from perfmodel.comparison.compare import compare
    from perfmodel.comparison.comparison import Comparison
    from perfmodel.comparison.outcome import IndicatorOutcome, ProjectOutcome
    from perfmodel.comparison.plan_result import Match
    from perfmodel.display.view import View, show
    from perfmodel.errors import ParseError
    from perfmodel.files.document import Cell, Grid
    from perfmodel.files.limits import Limits
    from perfmodel.formats.document import read_document
    from perfmodel.formats.json import from_json, to_json
    from perfmodel.formats.read import read
    from perfmodel.formats.yaml import from_yaml, to_yaml
    from perfmodel.forms.document import Document
    from perfmodel.frames.record_reader import from_records
    from perfmodel.model.category import Category
    from perfmodel.model.execution import Execution, ExecutionLine
    from perfmodel.model.finding import Finding, Suggestion
    from perfmodel.model.funding import Funding
    from perfmodel.model.indicator import Indicator
    from perfmodel.model.table import Project, Section, TargetTable, Task
    from perfmodel.model.target import Target
    from perfmodel.peer_targets.peers import PeerExample, Peers, peers
    from perfmodel.scoring.execution import ExecutionScore
    from perfmodel.scoring.options import ScoringOptions
    from perfmodel.scoring.score import IndicatorScore, Score
    from perfmodel.source.source import Source
    from perfmodel.source.span import Position, Span
    from perfmodel.spreadsheets.docx import to_docx
    from perfmodel.spreadsheets.xlsx import to_xlsx
    from perfmodel.strings.indicators import parse_indicator, parse_indicators
    from perfmodel.strings.render import render, render_indicators, render_table
    from perfmodel.strings.table import parse_table
    from perfmodel.strings.target import parse_target
    from perfmodel.values.kinds import (
        AllOf,
        Boolean,
        Deadline,
        Meaning,
        NoValue,
        Period,
        Placeholder,
        Qualitative,
        Quantity,
        Range,
        Ratio,
        Text,
        Threshold,
    )
    from perfmodel.year_results.results import ProjectResult, Results, results

__all__ = [
    "AllOf",
    "Boolean",
    "Category",
    "Cell",
    "Change",
    "Comparison",
    "Deadline",
    "Document",
    "Execution",
    "ExecutionLine",
    "ExecutionScore",
    "Finding",
    "Funding",
    "Grid",
    "Indicator",
    "IndicatorOutcome",
    "IndicatorScore",
    "Limits",
    "Match",
    "Meaning",
    "MissingExtra",
    "NoValue",
    "ParseError",
    "PeerExample",
    "Peers",
    "Period",
    "Placeholder",
    "Position",
    "Profile",
    "Project",
    "ProjectOutcome",
    "ProjectResult",
    "Qualitative",
    "Quantity",
    "Range",
    "Ratio",
    "Report",
    "Results",
    "Score",
    "ScoringOptions",
    "Section",
    "Source",
    "Span",
    "Suggestion",
    "Target",
    "TargetTable",
    "Task",
    "Text",
    "Threshold",
    "View",
    "blank_form",
    "compare",
    "from_json",
    "from_records",
    "from_yaml",
    "parse_indicator",
    "parse_indicators",
    "parse_table",
    "parse_target",
    "peers",
    "read",
    "read_document",
    "render",
    "render_indicators",
    "render_table",
    "results",
    "score",
    "show",
    "to_docx",
    "to_json",
    "to_xlsx",
    "to_yaml",
    "validate",
]

# Where each public name lives; it is imported when first used, so that `import perfmodel` costs next to nothing.
_HOMES = {
    "AllOf": "values.kinds",
    "Boolean": "values.kinds",
    "Category": "model.category",
    "Cell": "files.document",
    "Change": "comparison.change",
    "Comparison": "comparison.comparison",
    "Deadline": "values.kinds",
    "Document": "forms.document",
    "Execution": "model.execution",
    "ExecutionLine": "model.execution",
    "ExecutionScore": "scoring.execution",
    "Finding": "model.finding",
    "Funding": "model.funding",
    "Grid": "files.document",
    "Indicator": "model.indicator",
    "IndicatorOutcome": "comparison.outcome",
    "IndicatorScore": "scoring.score",
    "Match": "comparison.plan_result",
    "Meaning": "values.kinds",
    "Limits": "files.limits",
    "MissingExtra": "_internal.optional",
    "NoValue": "values.kinds",
    "ParseError": "errors",
    "PeerExample": "peer_targets.peers",
    "Peers": "peer_targets.peers",
    "Period": "values.kinds",
    "Placeholder": "values.kinds",
    "Position": "source.span",
    "Profile": "checks.profiles",
    "Project": "model.table",
    "ProjectOutcome": "comparison.outcome",
    "ProjectResult": "year_results.results",
    "Qualitative": "values.kinds",
    "Quantity": "values.kinds",
    "Range": "values.kinds",
    "Ratio": "values.kinds",
    "Report": "checks.report",
    "Results": "year_results.results",
    "Score": "scoring.score",
    "ScoringOptions": "scoring.options",
    "Section": "model.table",
    "Source": "source.source",
    "Span": "source.span",
    "Suggestion": "model.finding",
    "Target": "model.target",
    "TargetTable": "model.table",
    "Task": "model.table",
    "Text": "values.kinds",
    "Threshold": "values.kinds",
    "View": "display.view",
    "blank_form": "analysis.blank_form",
    "compare": "comparison.compare",
    "from_json": "formats.json",
    "from_records": "frames.record_reader",
    "from_yaml": "formats.yaml",
    "parse_indicator": "strings.indicators",
    "parse_indicators": "strings.indicators",
    "parse_table": "strings.table",
    "parse_target": "strings.target",
    "peers": "peer_targets.peers",
    "read": "formats.read",
    "read_document": "formats.document",
    "render": "strings.render",
    "render_indicators": "strings.render",
    "render_table": "strings.render",
    "results": "year_results.results",
    "score": "checks.score",
    "show": "display.view",
    "to_docx": "spreadsheets.docx",
    "to_json": "formats.json",
    "to_xlsx": "spreadsheets.xlsx",
    "to_yaml": "formats.yaml",
    "validate": "checks.engine",
}


if not TYPE_CHECKING:  # else every misspelt name would be taken for one that is there

    def __getattr__(name: str) -> Any:
        from importlib import import_module

        if name in ("batch", "frames"):
            return import_module(f"{__name__}.{name}")
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
