"""What goes wrong, or is odd: the page says what it is and what to do, and goes on; the focus stays where the work is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.page.driver import LONG, App
from tests.page.samples import TABLE, by_command, many_projects


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes long to read."""
    return many_projects(1500, tmp_path_factory.mktemp("large") / "large.yaml")


def test_stop_ends_the_reading_of_a_file_and_the_page_is_usable(restarting: App, large: Path, tmp_path: Path) -> None:
    app = restarting
    app.add(TABLE)
    app.choose(large)
    app.item("large.yaml", "reading").wait_for(timeout=LONG)
    # Meanwhile the page answers: the line of what is done follows the language, a value waits.
    app.page.fill("#value", "≥95%")
    app.page.select_option("#language", "en")
    expect(app.page.locator("#status")).to_contain_text("large.yaml")
    assert re.match(r"(?:Reading|Checking) ", app.page.locator("#status").inner_text())
    app.page.select_option("#language", "zh")
    expect(app.page.locator("#value-meaning")).to_have_text("正在处理文件，随后说明")
    app.page.click("#stop")
    app.item("large.yaml", "stopped").wait_for(timeout=LONG)
    app.ready()
    expect(app.page.locator("#status")).to_contain_text("已停止")
    expect(app.page.locator("#value-meaning")).to_contain_text("95%")
    # The files are still there, and can be shown; another is read.
    later = tmp_path / "later.txt"
    later.write_bytes(TABLE.read_bytes())
    app.add(later)
    assert "残疾人" in app.show("later.txt")
    assert "残疾人" in app.show(TABLE.name)
    _, expected, _ = by_command(TABLE, "yaml")
    assert app.download("yaml") == expected
    assert app.errors == []


def test_a_file_that_is_removed_is_not_read_on(restarting: App, large: Path, tmp_path: Path) -> None:
    app = restarting
    later = tmp_path / "behind it.txt"
    later.write_bytes(TABLE.read_bytes())
    app.choose(large, later)
    app.item("large.yaml", "reading").locator("button.remove").click()
    assert app.outcome(later.name) == "ready"
    expect(app.item("large.yaml", "reading")).to_have_count(0)
    app.ready()


def test_memory_that_was_used_up_is_given_back(restarting: App, tmp_path: Path) -> None:
    app = restarting
    spoilt = tmp_path / "too much.txt"
    spoilt.write_bytes(TABLE.read_bytes())
    app.page.workers[-1].evaluate(
        """() => {
            python.runPython(`
import perfmodel.formats.read
def read_all(*values):
    raise MemoryError
perfmodel.formats.read.read_all = read_all
`);
            memoryInUse = () => 3 << 30 >>> 0;
        }"""
    )
    app.choose(spoilt)
    assert app.outcome(spoilt.name) == "failed"
    assert "内存不足" in app.item(spoilt.name).inner_text()
    assert "拆成几个" in app.item(spoilt.name).inner_text()
    # Python was started anew, and so reads it.
    app.ready()
    app.item(spoilt.name).locator("button.again").click()
    app.item(spoilt.name, "ready").wait_for(timeout=LONG)


def test_a_start_that_failed_says_why_and_may_be_repeated(
    opening: Callable[[str], App], addresses: dict[str, str]
) -> None:
    app = opening("about:blank")
    app.page.route("**/core.zip*", lambda route: route.abort())
    app.page.goto(addresses["site"])
    app.page.wait_for_selector('body[data-state="failed"]', timeout=LONG)
    assert re.search(r"core\.zip.*请检查网络", app.page.locator("#status").inner_text())
    app.choose(TABLE)
    assert app.outcome(TABLE.name) == "failed"
    assert "请检查网络" in app.item(TABLE.name).inner_text()
    app.page.unroute("**/core.zip*")
    app.item(TABLE.name).locator("button.again").click()
    app.item(TABLE.name, "ready").wait_for(timeout=LONG)
    app.page.context.close()


def test_a_file_that_was_changed_or_is_a_folder_has_to_be_chosen_again(app: App, tmp_path: Path) -> None:
    path = tmp_path / "changed.yaml"
    path.write_text("projects: [", encoding="utf-8")
    app.choose(path)
    assert app.outcome(path.name) == "failed"
    app.ready()
    path.unlink()
    _again(app, path.name)
    expect(app.item(path.name).locator(".failure")).to_contain_text("请重新选择", timeout=LONG)
    app.choose_option("#language", "en")
    assert "chosen again" in app.item(path.name).inner_text()
    app.choose_option("#language", "zh")


def test_refused_files_are_counted_where_a_screen_reader_hears_it(app: App, tmp_path: Path) -> None:
    path = tmp_path / "nothing.txt"
    path.write_bytes(b"")
    app.choose(path, TABLE)
    assert app.outcome(path.name) == "failed"
    assert app.outcome(TABLE.name) == "ready"
    expect(app.page.locator("#status[role=status]")).to_have_text("就绪。1 个文件未能读取，原因见列表", timeout=LONG)


def test_the_focus_stays_in_the_list(app: App, tmp_path: Path) -> None:
    """After a file was removed it is at the next, while one is read again at that one."""
    paths = [tmp_path / f"focus {number}.yaml" for number in range(3)]
    for path in paths:
        path.write_text("projects: [", encoding="utf-8")
    app.choose(*paths)
    for path in paths:
        assert app.outcome(path.name) == "failed"
    app.ready()
    _press(app.item(paths[0].name).locator("button.remove"))
    assert _focused(app) == f"移除 {paths[1].name}"
    _press(app.item(paths[2].name).locator("button.remove"))
    assert _focused(app) == f"移除 {paths[1].name}"
    _again(app, paths[1].name)
    assert _focused(app).startswith(paths[1].name)
    app.item(paths[1].name).locator("button.remove").click()


def test_names_are_told_apart_and_hide_nothing(app: App, tmp_path: Path) -> None:
    """Files of one name from several folders; characters that turn a name around; a name as long as there are."""
    names = ("送审稿.txt", "\u202etxt.gnp", "长" * 80 + ".txt")
    for folder in ("2024", "2025"):
        (tmp_path / folder).mkdir()
        for name in names:
            (tmp_path / folder / name).write_bytes(TABLE.read_bytes())
            app.add(tmp_path / folder / name)
    shown = app.page.locator("#files .name").all_inner_texts()
    assert len(set(shown)) == len(shown)
    assert "\ufffdtxt.gnp" in shown
    for text in (app.page.locator("#files").inner_text(), app.page.locator("#compare").inner_text()):
        assert "\u202e" not in text
        assert "送审稿.txt (2)" in text
    app.show(names[2])
    with app.page.expect_download(timeout=LONG) as expected:
        app.page.click('#downloads button[data-form="json"]')
    assert re.fullmatch("长+[.]json", expected.value.suggested_filename)


def test_a_long_text_is_read_when_it_is_pasted_and_a_short_one_is_not(app: App) -> None:
    text = TABLE.read_text(encoding="utf-8")
    app.page.evaluate("document.querySelector('#paste-box').open = true")
    before = app.page.locator("#files li").count()
    assert _paste(app, text) is False
    assert app.page.locator("#files li").count() == before
    assert _paste(app, text * 30) is True
    expect(app.page.locator("#files li")).to_have_count(before + 1)
    expect(app.page.locator("#files li").last).to_have_attribute("data-state", "ready", timeout=LONG)
    assert app.page.locator("#paste").input_value() == ""
    app.page.evaluate("document.querySelector('#paste-box').open = false")


def test_no_browser_keeps_what_was_typed(app: App) -> None:
    """Browsers restore fields when one goes back, and write them to disk for that."""
    fields = app.page.locator("textarea, input[type=text]")
    assert fields.count() > 2
    assert app.page.locator(":is(textarea, input[type=text]):not([autocomplete=off])").count() == 0


def _again(app: App, name: str) -> None:
    """Have a file read again, and wait until it was."""
    _press(app.item(name).locator("button.again"))
    app.item(name, "failed").wait_for(timeout=LONG)
    app.ready()


def _press(button: Locator) -> None:
    button.focus()
    button.press("Enter")


def _focused(app: App) -> str:
    """Return what a screen reader says of what has the focus."""
    one = "document.activeElement"
    return str(app.page.evaluate(f"{one}.getAttribute('aria-label') || {one}.textContent"))


def _paste(app: App, text: str) -> bool:
    """Paste a text; return whether the page took it itself."""
    return not app.page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const pasted = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
            return document.querySelector("#paste").dispatchEvent(pasted);
        }""",
        text,
    )
