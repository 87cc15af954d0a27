"""One JSON document for all files."""

from __future__ import annotations

from typing import Any

from perfmodel import __version__
from perfmodel.checks.catalogue import entry_of
from perfmodel.checks.output.results import Checked, Results
from perfmodel.formats.json import json_text

__all__ = ["json_document", "statistics_json"]


def json_document(results: Results) -> str:
    """Return everything that was found: counts, then the files with their findings, or why one was not checked.

    Lines and columns count from 1, spans are offsets in code points from 0; an end is the place behind the last
    character.

    >>> print(json_document(Results(())).splitlines()[1])
      "perfmodel": "0.1.0",
    """
    return json_text(
        {
            "perfmodel": __version__,
            "profile": results.config.profile.name,
            "ok": not results.failures and not results.counts()["error"],
            **{f"{severity}s": count for severity, count in results.counts().items()},
            "fixable": results.fixable,
            "fixed": results.fixed,
            "failed": results.failures,
            "files": [_file(file) for file in results.files],
        }
    )


def _file(file: Checked) -> dict[str, Any]:
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


def statistics_json(results: Results) -> str:
    """Return how often each code was found, the most frequent first."""
    rows = []
    for code, count in results.by_rule():
        entry = entry_of(code)
        rows.append({"code": code, "name": entry.name, "count": count, "title": entry.zh, "english": entry.en})
    return json_text(rows)
