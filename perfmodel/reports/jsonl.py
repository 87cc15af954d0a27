"""JSON Lines: an object a line for each finding, and for each file that could not be checked; written as files are done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from perfmodel.checks.report import Report
from perfmodel.formats.json import json_text
from perfmodel.reports.finding_rows import unread_file
from perfmodel.reports.json import plain_file
from perfmodel.reports.results import Checked, Results

__all__ = ["jsonl_text"]


def jsonl_text(results: Results) -> str:
    """Return a line for each finding: what `perfmodel.reports.json` says of it, behind the name of its file.

    A file that could not be read has a line with ``failure`` beside the finding that says so; one that was checked but
    not fixed has a line with ``failure`` alone.

    >>> from perfmodel.reports.counts import Failure
    >>> file = Checked("a.yaml", failure=Failure("文件不存在", "No such file or directory"))
    >>> print(jsonl_text(Results((file,))), end="")
    {"file": "a.yaml", "code": "R59", "severity": "error", "message": "文件未能读取：文件不存在",
     "english": "the file could not be read: No such file or directory", "path": "",
     "failure": {"message": "文件不存在", "english": "No such file or directory"}}
    """
    return "".join(f"{json_text(plain, indent=None)}\n" for file in results.files for plain in _objects(file))


def _objects(file: Checked) -> Iterator[dict[str, Any]]:
    plain = plain_file(file)
    name = {"file": plain["file"]}
    if file.failure is not None:
        found = Report([unread_file(file.failure)]).to_plain()["findings"][0] if file.report is None else {}
        place = {key: plain["failure"][key] for key in ("line", "column") if found and key in plain["failure"]}
        yield name | found | place | {"failure": plain["failure"]}
    for finding in plain.get("findings", ()):
        yield name | finding
