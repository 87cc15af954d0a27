"""Workflow commands of GitHub Actions: each finding as an annotation of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfmodel.display.words import suggestion_text
from perfmodel.reports.results import Checked, Results, uri_path
from perfmodel.source.excerpt import visible

__all__ = ["github_commands"]

# Control characters, and code points that are no characters; line ends are escaped instead.
_UNWRITABLE = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_WORKFLOW_COMMANDS = {"error": "error", "warning": "warning", "hint": "notice"}


def github_commands(results: Results) -> str:
    """Return a workflow command for each finding, and for each file that could not be checked.

    >>> github_commands(Results(()))
    ''
    """
    return "".join(f"{line}\n" for file in results.files for line in _commands(file, results.lang))


def _commands(file: Checked, lang: str) -> Iterator[str]:
    if file.failure is not None:
        where: dict[str, object] = {}
        if file.failure.position is not None:
            where = {"line": file.failure.position.line, "col": file.failure.position.column}
        yield _command("error", file, where, "perfmodel", visible(file.failure.text(lang)))
    for finding in file.report or ():
        where = {}
        cell = None if file.source is None or finding.span is None else file.source.cell_at(finding.span.start)
        if file.source is not None and finding.span is not None and cell is None:
            start, end = file.source.position(finding.span.start), file.source.position(finding.span.end)
            where = {"line": start.line, "endLine": end.line, "col": start.column}
            if start.line == end.line:  # columns of two lines are refused
                where["endColumn"] = end.column
        about = ([] if cell is None else [cell.text(lang)]) + (
            [finding.place_text(lang, file.root)] if finding.path else []
        )
        message = visible(": ".join([*about, finding.render(lang)]))
        if finding.suggestion is not None:
            message += f"\n{suggestion_text(finding.suggestion, lang, whole=True)}"
        yield _command(_WORKFLOW_COMMANDS[finding.severity], file, where, finding.code, message)


def _command(name: str, file: Checked, where: dict[str, object], title: str, message: str) -> str:
    properties = {"file": _name(file.name), **where, "title": title}
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {written}::{_data(message)}"


def _name(name: str) -> str:
    """A file's path; a line end in it is escaped, and keeps it the file's."""
    return re.sub(r"[^\r\n]+", lambda match: visible(match[0]), uri_path(name))


def _data(text: str) -> str:
    text = _UNWRITABLE.sub("\ufffd", text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
