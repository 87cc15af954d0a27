"""The tables that were approved, for a check of what reports on them."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from perfmodel._internal.messages import in_languages
from perfmodel.batch.inputs import Input
from perfmodel.checks.approved import approved_tables
from perfmodel.cli.files import FileProblem, Reading, print_error, read_path, shown_name
from perfmodel.cli.inputs import gather
from perfmodel.cli.time_limit import time_limit
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.excerpt import visible

__all__ = ["Plan", "read_approved", "report_doubts"]

Plan = TargetTable | Project | Indicator


def read_approved(
    paths: Sequence[str], include: Sequence[str] | None, lang: str, reading: Reading, timeout: int | None
) -> tuple[list[Input], tuple[Plan, ...]]:
    """Return the files that hold what was approved (folders as `gather` takes them), and all that is in them.

    ``timeout`` is how many seconds each file may take. What is said of pages and sheets is about the files that are checked.
    Raises `FileProblem` where one of them cannot be read, or none holds a table of targets, a project or an indicator.
    """
    files = gather(paths, include, lang)
    everything = evolve(reading, pages=None, sheets=None)
    found: list[Plan] = []
    for file in files:
        if file.failure is not None:
            raise FileProblem(f"--approved {shown_name(file.path)}: {file.failure.text(lang)}")
        with time_limit(timeout, file.path, lang):
            read = read_path(file.path, lang, everything)[1]
        for source, one in read:
            report_doubts(file.path, one, lang)
            # As a table a project has its places in the file, and is found again by its name.
            found.append(TargetTable(projects=[one], source=source) if isinstance(one, Project) else one)
    if not all(isinstance(one, Indicator) for one in found):
        found = [one for one in found if not isinstance(one, Indicator)]
        try:
            approved_tables(found)
        except ValueError as error:
            zh, en = in_languages(str(error))
            raise FileProblem(
                f"--approved {' '.join(map(visible, paths))}{': ' + en if lang == 'en' else '：' + zh}"
            ) from None
    return files, tuple(found)


def report_doubts(path: str, read: Plan, lang: str) -> None:
    """Report on stderr that a file was read with doubts: what was not read cannot be compared."""
    problems = read.problems if isinstance(read, TargetTable) else ()
    count = sum(problem.severity in ("error", "warning") for problem in problems)
    if count:
        name = visible(shown_name(path))
        print_error(
            f"{name}: read with doubts in {count} place{'s' * (count != 1)}; see perfmodel parse"
            if lang == "en"
            else f"{name}：读取时有 {count} 处疑问，见 perfmodel parse"
        )
