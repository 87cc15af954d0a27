"""DOC and WPS documents (Word 97 to 2003): LibreOffice, where it is installed, makes DOCX of them, which is read then."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import NoReturn

from perfmodel.errors import ParseError
from perfmodel.files import docx
from perfmodel.files.budget import Budget
from perfmodel.files.document import Document

__all__ = ["read"]

# Where the programs of LibreOffice are on systems that do not put them on the path.
_SOFFICE_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)


def read(data: bytes, budget: Budget) -> Document:
    """Read a DOC document; raises `ParseError` where there is no LibreOffice, or where it cannot read the file either."""
    return docx.read(converted(data, "doc", "docx", budget), budget)


def converted(data: bytes, ending: str, wanted: str, budget: Budget) -> bytes:
    """Return a file in another format, as LibreOffice writes it, in a folder and with a profile of its own."""
    program = _program()
    if program is None:
        _refuse(
            budget,
            "旧的 Word 格式（.doc、.wps）须由 LibreOffice 读取，本机未安装：请安装 LibreOffice，或用 Word、WPS 另存为 .docx",
            "the old Word format (.doc, .wps) is read with LibreOffice, which is not installed: "
            "install it, or save the file as .docx",
        )
    with tempfile.TemporaryDirectory(prefix="perfmodel-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"document.{ending}")
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", wanted]
        _run([*command, "--outdir", folder, str(source)], budget)
        result = source.with_suffix(f".{wanted}")
        if not result.exists():
            _refuse(
                budget,
                "LibreOffice 无法读取此文件，可能已损坏：请用 Word 或 WPS 打开后另存为 .docx",
                "LibreOffice cannot read this file, which may be damaged: save it as .docx with Word or WPS",
            )
        if result.stat().st_size > budget.limits.file_bytes:
            budget.refuse("file_bytes")
        return result.read_bytes()


def _program() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _SOFFICE_ELSEWHERE if os.path.exists(path)), None)


def _run(command: list[str], budget: Budget) -> None:
    """Run a program, with all that it starts, within the time that is allowed."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(budget.limits.converter_seconds)
        except subprocess.TimeoutExpired:
            budget.refuse("converter_seconds")
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started: `soffice` is a script that waits for another."""
    if hasattr(os, "killpg"):
        # The group is there as long as one of it runs, though its first is gone.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _refuse(budget: Budget, message: str, english: str) -> NoReturn:
    raise ParseError(message, english, filename=budget.filename, lang=budget.lang)
