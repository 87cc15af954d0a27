"""Files of every kind: what the page gives for each is what the command line writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

import perfmodel
from tests.page.driver import App
from tests.page.samples import TABLE, by_command, parts, report_by_command, samples

SAMPLES = samples()


def _message(stderr: str) -> str:
    """Return what the command said why it did not read a file, without the name before it."""
    return stderr.strip().splitlines()[-1].partition(": ")[2]


def test_there_are_samples_of_every_kind() -> None:
    assert {path.suffix for path in SAMPLES} == {".pdf", ".xlsx", ".xls", ".docx", ".html", ".csv", ".txt", ".yaml"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_downloads_are_the_bytes_of_the_command_line(app: App, path: Path) -> None:
    app.add(path)
    app.show(path.name)
    for form in ("yaml", "json", "xlsx"):
        status, expected, messages = by_command(path, form)
        assert status in (0, 1), messages
        data = app.download(form)
        assert (parts(data) == parts(expected)) if form == "xlsx" else (data == expected), form
    print(path.name, app.time(f"{path.name} reading", f"{path.name} ready"), "ms to read and check")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nothing.pdf", b""),
        ("no table.html", "<html><body><p>某县政府公告</p></body></html>".encode()),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n"),
        ("broken.xlsx", b"PK\x03\x04" + bytes(60)),
        ("wrong.yaml", b"projects: [\n"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        # Deeper than a browser bears, behind a text that hides it from who only counts.
        ("deep.json", b'["' + b"]" * 150_000 + b'",' + b"[" * 200_000),
        ("old.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000)),
    ],
)
def test_a_refused_file_shows_the_message_of_the_command_line(app: App, name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    status, _, messages = by_command(path, "yaml")
    assert status == 2
    app.choose(path)
    assert app.outcome(name) == "failed"
    shown = app.item(name).inner_text()
    if path.suffix != ".doc":  # the command says what LibreOffice said
        assert " ".join(_message(messages).split()) in " ".join(shown.split())
    assert "Traceback" not in shown


def test_findings_stand_at_the_rows_where_the_report_has_them(app: App, browser: Browser, tmp_path: Path) -> None:
    """Those of reading and those of checking, of one table and of several: what concerns the whole file is there once."""
    several = tmp_path / "several.yaml"
    several.write_bytes((f"---\n{perfmodel.to_yaml(perfmodel.read(TABLE))}" * 2).encode("gb18030"))
    rows = """place => [...document.querySelectorAll(`${place} .pm-part :is(tr, .pm-beside > div)`)]
        .map(one => [one.className, one.textContent])"""
    report = browser.new_page()
    for path in (
        several,
        *(path for path in SAMPLES if path.name in ("hazards.txt", "h41_selfeval_children_cms.html")),
    ):
        report.goto(report_by_command(path, tmp_path / "report.html").as_uri())
        app.add(path)
        app.show(path.name)
        expected = report.evaluate(rows, "main")
        assert any(name == "pm-found" for name, _text in expected)
        assert _without_heads(app.page.evaluate(rows, "#report")) == _without_heads(expected)
    report.close()


def _without_heads(rows: list[list[str]]) -> list[list[str]]:
    """Leave out heads, which a long table on the page has several of."""
    return [row for row in rows if row[0]]


def test_several_files_at_once(app: App) -> None:
    names = [path.name for path in SAMPLES if path.suffix in (".txt", ".csv", ".docx")]
    app.add(*(path for path in SAMPLES if path.name in names))
    for name in names:
        assert app.item(name).get_attribute("data-state") == "ready"
        assert app.show(name)


def test_a_file_may_be_dropped(app: App) -> None:
    transfer = app.page.evaluate_handle(
        """text => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "放下.txt"));
            return transfer;
        }""",
        TABLE.read_text(encoding="utf-8"),
    )
    for event in ("dragenter", "dragover", "drop"):
        app.page.dispatch_event("body", event, {"dataTransfer": transfer})
    assert app.outcome("放下.txt") == "ready"
    assert app.errors == []


def test_a_text_may_be_pasted(app: App) -> None:
    app.page.click("#paste-box summary")
    app.page.fill("#paste", TABLE.read_text(encoding="utf-8"))
    app.page.fill("#paste-name", "贴入的表")
    app.page.click("#paste-read")
    assert app.outcome("贴入的表") == "ready"
    app.show("贴入的表")
    _, expected, _ = by_command(TABLE, "yaml")
    assert app.download("yaml") == expected
    app.page.click("#paste-box summary")
