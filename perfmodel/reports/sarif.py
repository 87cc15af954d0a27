"""SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS), as code hosts and editors read it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from urllib.parse import quote

from attrs import frozen

from perfmodel._version import __version__
from perfmodel.checks.config import Config
from perfmodel.checks.engine import severities
from perfmodel.checks.profiles import OFF
from perfmodel.display.words import suggestion_text
from perfmodel.formats.edit import Edit
from perfmodel.formats.json import json_text
from perfmodel.formats.read import form_of
from perfmodel.model.finding import Finding
from perfmodel.reports.counts import Counts
from perfmodel.reports.pieces import json_pieces
from perfmodel.reports.results import Checked, Results, uri_path
from perfmodel.reports.rule_catalogue import Entry, entries
from perfmodel.reports.rule_page import page_of
from perfmodel.source.excerpt import visible
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["SarifFile", "SarifWriter", "sarif_log"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SARIF_LEVELS = {"error": "error", "warning": "warning", "hint": "note"}
_BASE = "%SRCROOT%"
_STDIN = "<stdin>"
_MIME_TYPES = {"yaml": "application/yaml", "json": "application/json", "text": "text/plain"}
_FAMILIES = {
    "S": "structure",
    "V": "target-values",
    "C": "categories",
    "F": "funding",
    "W": "weights",
    "G": "goals",
    "R": "reading",
}


@frozen
class SarifFile:
    """The parts of a log about one file, as JSON: its artifact, its results, and why it could not be checked."""

    artifact: str
    results: tuple[str, ...] = ()
    notification: dict[str, Any] | None = None


def sarif_log(results: Results) -> str:
    """Return a log of one run: the rules that were on, the files, the findings, and the fixes that are certain.

    >>> print(sarif_log(Results(())).splitlines()[2])
      "version": "2.1.0",
    """
    writer = SarifWriter(results.config, results.lang)
    files = [writer.file(file, at) for at, file in enumerate(results.files)]
    notifications = [file.notification for file in files if file.notification is not None]
    artifacts = (file.artifact for file in files)
    found = (result for file in files for result in file.results)
    return "".join(writer.pieces(results.counts, results.exit_zero, notifications, artifacts, found))


@frozen(eq=False)
class SarifWriter:
    """Writes a log file by file, so that only one has to be in memory at a time.

    >>> from perfmodel.reports.counts import Failure
    >>> writer = SarifWriter(Config(), "en")
    >>> file = writer.file(Checked("none.yaml", failure=Failure("文件不存在", "No such file or directory")), at=0)
    >>> file.notification["message"]
    {'text': 'No such file or directory'}
    """

    config: Config
    lang: str = "zh"

    @cached_property
    def _severities(self) -> dict[str, str]:
        return severities(self.config.profile, self.config.select, self.config.unwanted)

    @cached_property
    def _listed(self) -> dict[str, tuple[int, Entry]]:
        asked = [entry for entry in entries() if self._severities[entry.code] != OFF]
        return {entry.code: (at, entry) for at, entry in enumerate(asked)}

    def file(self, file: Checked, at: int) -> SarifFile:
        """Return the parts of the log about a file; ``at`` is its index among the files."""
        notification: dict[str, Any] | None = None
        if file.failure is not None:
            notification = {
                "level": "error",
                "message": {"text": _message(file.failure.text(self.lang))},
                "locations": [{"physicalLocation": _failed_at(file, at)}],
            }
        results = (self._result(file, at, finding, index) for index, finding in enumerate(file.report or ()))
        return SarifFile(json_text(_artifact(file, at)), tuple(map(json_text, results)), notification)

    def pieces(
        self,
        counts: Counts,
        exit_zero: bool,
        notifications: list[dict[str, Any]],
        artifacts: Iterable[str],
        results: Iterable[str],
    ) -> Iterator[str]:
        """Yield the text of the log, made of what `file` returned for each file."""
        yield json_text({"$schema": _SCHEMA, "version": "2.1.0"}).removesuffix("\n}") + ',\n  "runs": [\n    '
        head = self._head(counts, exit_zero, notifications)
        yield from json_pieces(head, {"artifacts": artifacts, "results": results}, depth=2)
        yield "\n  ]\n}"

    def _head(self, counts: Counts, exit_zero: bool, notifications: list[dict[str, Any]]) -> dict[str, Any]:
        language = "en-US" if self.lang == "en" else "zh-CN"
        return {
            "tool": {
                "driver": {
                    "name": "perfmodel",
                    "version": __version__,
                    "semanticVersion": __version__,
                    "language": language,
                    "rules": [_rule(entry, self.lang) for _at, entry in self._listed.values()],
                }
            },
            "invocations": [self._invocation(counts, exit_zero, notifications)],
            "language": language,
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "originalUriBaseIds": {_BASE: {"description": {"text": "the folder in which perfmodel was run"}}},
        }

    def _invocation(self, counts: Counts, exit_zero: bool, notifications: list[dict[str, Any]]) -> dict[str, Any]:
        plain: dict[str, Any] = {
            "executionSuccessful": not counts.failures,
            "exitCode": counts.status(exit_zero),
            "properties": {"profile": self.config.profile.name},
        }
        overrides = [
            {
                "descriptor": {"id": code, "index": at},
                "configuration": {"level": _SARIF_LEVELS[self._severities[code]]},
            }
            for code, (at, entry) in self._listed.items()
            if self._severities[code] != entry.severity
        ]
        if overrides:
            plain["ruleConfigurationOverrides"] = overrides
        if notifications:
            plain["toolExecutionNotifications"] = notifications
        return plain

    def _result(self, file: Checked, at: int, finding: Finding, index: int) -> dict[str, Any]:
        location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _location(file, at)}}
        cell = None if file.source is None or finding.span is None else file.source.cell_at(finding.span.start)
        if cell is not None:
            location["message"] = {"text": _message(cell.text(self.lang))}
        elif file.source is not None and finding.span is not None:
            location["physicalLocation"]["region"] = _region(file.source, finding.span)
        if finding.path:
            location["logicalLocations"] = [{"fullyQualifiedName": finding.path, "kind": "member"}]
        plain: dict[str, Any] = {
            "ruleId": finding.code,
            "ruleIndex": self._listed[finding.code][0],
            "level": _SARIF_LEVELS[finding.severity],
            "message": {"text": _message(finding.render(self.lang))},
            "locations": [location],
        }
        if finding.suggestion is not None:
            suggestion = finding.suggestion
            plain["properties"] = {"suggestion": suggestion.text, "certain": suggestion.certain}
            if index in file.fixable and file.source is not None:
                changes = {
                    "artifactLocation": _location(file, at),
                    "replacements": [_replacement(file.source, edit) for edit in file.fixable[index]],
                }
                described = {"text": _message(suggestion_text(suggestion, self.lang, whole=True))}
                plain["fixes"] = [{"description": described, "artifactChanges": [changes]}]
        return plain


def _rule(entry: Entry, lang: str) -> dict[str, Any]:
    title, described = entry.title(lang), entry.title(lang)
    properties: dict[str, Any] = {"tags": [_FAMILIES.get(entry.code[0], "other")]}
    plain: dict[str, Any] = {"id": entry.code}
    if entry.rule is not None:
        page = page_of(entry.rule)
        described = page.checks_en if lang == "en" else page.checks
        plain["name"] = entry.name
        properties["basis"] = [basis.text(lang) for basis in entry.rule.basis]
        properties["suggests"] = list(entry.rule.suggests)
    # What code hosts sort by.
    properties["problem.severity"] = {"hint": "recommendation"}.get(entry.severity, entry.severity)
    return plain | {
        "shortDescription": {"text": title},
        "fullDescription": {"text": described},
        "help": {"text": described, "markdown": entry.markdown(lang)},
        "defaultConfiguration": {"level": _SARIF_LEVELS[entry.severity]},
        "properties": properties,
    }


def _failed_at(file: Checked, at: int) -> dict[str, Any]:
    plain: dict[str, Any] = {"artifactLocation": _location(file, at)}
    if file.failure is not None and file.failure.position is not None:
        where = file.failure.position
        plain["region"] = {"startLine": where.line, "startColumn": where.column}
    return plain


def _artifact(file: Checked, at: int) -> dict[str, Any]:
    plain: dict[str, Any] = {"location": _location(file, at), "roles": ["analysisTarget"]}
    if file.name == _STDIN:
        plain["roles"].append("standardStream")
    source = file.source
    if source is not None:
        plain["mimeType"] = _MIME_TYPES[form_of(source)]
        if source.encoding is not None:
            plain["encoding"] = {"utf-8-sig": "UTF-8"}.get(source.encoding, source.encoding.upper())
    return plain


def _location(file: Checked, at: int) -> dict[str, Any]:
    if file.name == _STDIN:
        return {"description": {"text": "stdin"}, "index": at}
    path = uri_path(file.name)
    encoded = quote(os.fsencode(path), safe="/")
    if path.startswith("/"):
        return {"uri": f"file://{encoded}", "index": at}
    if os.path.isabs(path):  # a drive of Windows
        return {"uri": f"file:///{encoded.replace('%3A', ':', 1)}", "index": at}
    return {"uri": encoded, "uriBaseId": _BASE, "index": at}


def _message(text: str) -> str:
    """A text as a message: no link in it (§3.11.6), no place to be filled in (§3.11.5), nothing that is not seen."""
    return visible(text).replace("](", "] (").replace("{", "{{").replace("}", "}}")


def _replacement(source: Source, edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(source, edit.span), "insertedContent": {"text": edit.text}}


def _region(source: Source, span: Span) -> dict[str, int]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
