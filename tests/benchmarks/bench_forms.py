"""Forms in files to tables, against a script that an analyst wrote: what is right, missing and wrong, and how fast it goes."""

from __future__ import annotations

import logging
import time
import warnings
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from perfmodel import ParseError, read_document
from tests.benchmarks import analyst
from tests.benchmarks.conftest import Figures
from tests.benchmarks.forgetting import forget
from tests.benchmarks.form_files import File, files
from tests.benchmarks.form_judging import judged, read_by_us

Counts = Counter[str]
_TOLD = frozenset({"warning", "error"})


class _Ours:
    """What we read, file after file, and of how much of what is not right we told."""

    def __init__(self) -> None:
        self.counts, self.nothing = Counts(), 0
        self.seconds = {"pdf": 0.0, "other": 0.0}
        self.not_right = self.told = self.tables_right = self.tables_right_told = 0

    def read(self, file: File) -> None:
        start = time.process_time()
        try:
            document = read_document(BytesIO(file.data))
        except ParseError:  # nothing was read, and that was told
            document = None
        found = [] if document is None else read_by_us(document)
        self.seconds["pdf" if file.pages else "other"] += time.process_time() - start
        *of_projects, rest = judged(file.projects, [plain for plain, _table in found])
        by_table: dict[int, Counts] = {}
        for counts, (_plain, table) in zip(of_projects, found, strict=True):
            by_table.setdefault(id(table), Counts()).update(counts)
        told = document is None or bool(document.unread)
        for _plain, table in found:
            told = told or any(problem.severity in _TOLD for problem in table.problems)
            if counts := by_table.pop(id(table), Counts()):
                self._count(counts, any(problem.severity in _TOLD for problem in table.problems))
        self._count(rest, told)
        self.nothing += not found

    def _count(self, counts: Counts, told: bool) -> None:
        self.counts.update(counts)
        bad = counts["missing"] + counts["wrong"]
        self.not_right += bad
        self.told += bad * told
        if counts["right"] and not bad:
            self.tables_right += 1
            self.tables_right_told += told


class _Script:
    """What the script reads."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.counts, self.nothing = folder, Counts(), 0
        self.seconds = {"pdf": 0.0, "other": 0.0}

    def read(self, file: File) -> None:
        path = self.folder / file.name
        path.write_bytes(file.data)
        start = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                found = analyst.read(path)
            except Exception:  # a script stops where it stops
                found = []
        self.seconds["pdf" if file.pages else "other"] += time.process_time() - start
        self.counts += sum(judged(file.projects, found), Counts())
        self.nothing += not found


def _shares(reader: _Ours | _Script, count: Counter[str]) -> Figures:
    whole = sum(reader.counts.values())
    return {
        **{name: 100 * reader.counts[name] / whole for name in ("right", "missing", "wrong")},
        "nothing": reader.nothing,
        "pages_a_second": count["pages"] / reader.seconds["pdf"],
        "files_a_second": count["others"] / reader.seconds["other"],
    }


@pytest.mark.parametrize("kind", ["known", "hard", "strange"])
def test_forms(kind: str, quick: bool, figures: Figures, tmp_path: Path) -> None:
    """One pass of each over the same files, file by file in turn."""
    for library in ("pandas", "pdfplumber", "openpyxl", "docx", "xlwt", "xlrd"):
        pytest.importorskip(library)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    ours, script, count = _Ours(), _Script(tmp_path), Counter[str]()
    for file in files(12, kind, seed=1):  # everything is imported before anything is measured
        _Ours().read(file)
        _Script(tmp_path).read(file)
    forget()
    for file in files(12 if quick else 200, kind):
        ours.read(file)
        script.read(file)
        count["files"] += 1
        count["pages"] += file.pages
        count["others"] += not file.pages
        count["projects"] += len(file.projects)
    mine: dict[str, Any] = _shares(ours, count)
    mine["told"] = 100 * ours.told / ours.not_right if ours.not_right else 100.0
    mine["right_and_told"] = 100 * ours.tables_right_told / ours.tables_right
    figures[kind] = {
        "files": count["files"], "pages": count["pages"], "projects": count["projects"],
        "fields": sum(ours.counts.values()), "not_right": ours.not_right, "perfmodel": mine, "script": _shares(script, count),
    }  # fmt: skip
