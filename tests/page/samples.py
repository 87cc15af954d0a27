"""The files that the page reads in its tests, and what the command line makes of them."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from attrs import evolve

import perfmodel
from perfmodel.cli import main

ROOT = Path(__file__).parent.parent.parent
TABLE = ROOT / "tests" / "tables" / "guangzhou-disability-employment.txt"
# The forms that were drawn for trying; not part of the repository.
FORMS = Path(os.environ.get("PERFMODEL_FORMS") or ROOT.parent / "shared" / "corpus" / "forms")


def samples() -> list[Path]:
    """Return files of every kind that the page reads."""
    found = {path.name: path for folder in ("files/samples", "tables") for path in (ROOT / "tests" / folder).iterdir()}
    if FORMS.is_dir():
        found |= {path.name: path for path in FORMS.glob("f[0-9]*_*.*")}
    return [found[name] for name in sorted(found)]


@cache
def by_command(path: Path, form: str) -> tuple[int, bytes, str]:
    """Run ``perfmodel parse``; return its exit status, the bytes that it writes and its messages."""
    with tempfile.TemporaryDirectory() as folder, _standard_streams() as messages, _working_in(path.parent):
        output = Path(folder, f"output.{form}")
        status = main(["parse", path.name, "--to", form, "-o", str(output)])
        return status, output.read_bytes() if output.exists() else b"", messages.getvalue()


def report_by_command(path: Path, output: Path) -> Path:
    """Run ``perfmodel check``; return the page that it writes."""
    with _standard_streams() as messages, _working_in(path.parent):
        status = main(["check", path.name, "--format", "html", "-o", str(output)])
    assert status in (0, 1), messages.getvalue()
    return output


@contextmanager
def _standard_streams() -> Iterator[io.StringIO]:
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    try:
        yield sys.stderr
    finally:
        sys.stdout, sys.stderr = kept


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    kept = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(kept)


def parts(data: bytes) -> dict[str, bytes]:
    """Return the files inside an XLSX, without the one that holds the time at which it was written."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


def many_projects(count: int, path: Path) -> Path:
    """Write a table of that many projects, each with a name of its own."""
    table = perfmodel.read(TABLE)
    projects = [
        evolve(table.projects[number % len(table.projects)], name=f"项目{number + 1:04}") for number in range(count)
    ]
    section = evolve(table.sections[0], projects=tuple(projects))
    path.write_text(perfmodel.to_yaml(evolve(table, sections=(section,))), encoding="utf-8")
    return path
