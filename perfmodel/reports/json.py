"""One JSON document for all files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from perfmodel._version import __version__
from perfmodel.checks.config import Config
from perfmodel.formats.json import json_text
from perfmodel.reports.counts import Counts
from perfmodel.reports.pieces import json_pieces
from perfmodel.reports.results import Checked, Results
from perfmodel.reports.rule_catalogue import entry_of

__all__ = ["json_document", "json_document_pieces", "json_file", "plain_file", "statistics_json"]


def json_document(results: Results) -> str:
    """Return all findings: counts, then the files, each with its findings or the reason why it was not checked.

    Lines and columns count from 1, spans are offsets in code points from 0; an end is the place behind the last
    character.

    >>> print(json_document(Results(())).splitlines()[1])
      "perfmodel": "0.1.0",
    """
    return "".join(json_document_pieces(results.counts, results.config, (json_file(file) for file in results.files)))


def json_document_pieces(counts: Counts, config: Config, files: Iterable[str]) -> Iterator[str]:
    """Yield the text of that document, made of what `json_file` returned for each file."""
    head = {
        "perfmodel": __version__,
        "profile": config.profile.name,
        "ok": not counts.failures and not counts.with_errors,
        **{f"{severity}s": count for severity, count in counts.severities.items()},
        "fixable": counts.fixable,
        "fixed": counts.fixed,
        "failed": counts.failures,
        **({"hidden": counts.hidden} if counts.hidden else {}),
    }
    return json_pieces(head, {"files": files})


def json_file(file: Checked) -> str:
    """Return the findings in one file.

    >>> print(json_file(Checked("a.yaml")))
    {
      "file": "a.yaml"
    }
    """
    return json_text(plain_file(file))


def plain_file(file: Checked) -> dict[str, Any]:
    """Return what JSON says of a file: its name, its findings, or the reason why it was not checked."""
    plain: dict[str, Any] = {"file": file.name}
    if file.failure is not None:
        plain["failure"] = {"message": file.failure.zh, "english": file.failure.en}
        if file.failure.position is not None:
            plain["failure"] |= {"line": file.failure.position.line, "column": file.failure.position.column}
    if file.report is not None:
        plain |= file.report.to_plain() | {"fixed": file.fixed}
        for at, finding in enumerate(plain["findings"]):
            finding["fixable"] = at in file.fixable
    return plain


def statistics_json(counts: Counts) -> str:
    """Return how often each code was found, the most frequent first."""
    rows = []
    for code, count in counts.by_rule():
        entry = entry_of(code)
        rows.append({"code": code, "name": entry.name, "count": count, "title": entry.zh, "english": entry.en})
    return json_text(rows)
