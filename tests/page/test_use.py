"""What people do with the page: compare, ask what a value means, read many projects, without a mouse, on a phone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

import perfmodel
from perfmodel.checks.profiles import PROFILES
from tests.page.driver import LONG, App
from tests.page.samples import TABLE, many_projects, samples


def test_a_second_table_of_thirty_projects(app: App, tmp_path: Path) -> None:
    names = ("thirty.yaml", "thirty-more.yaml")
    for name in names:
        app.add(many_projects(30, tmp_path / name))
        assert "项目0030" in app.show(name)
    times = [app.time(f"{name} reading", f"{name} ready") for name in names]
    print("ready in", app.time("", "body ready"), "ms; 30 projects read and checked in", *times, "ms")


def test_a_table_of_three_hundred_projects_is_shown(app: App, tmp_path: Path) -> None:
    path = many_projects(300, tmp_path / "three-hundred.yaml")
    app.longest()
    app.add(path)
    text = app.show(path.name)
    assert [name for name in ("项目0001", "项目0150", "项目0300") if name not in text] == []
    took = app.time(f"{path.name} reading", f"{path.name} ready")
    print("300 projects read and checked in", took, "ms; the page did not answer for at most", app.longest(), "ms")


def test_two_years_are_compared(app: App, tmp_path: Path) -> None:
    text = TABLE.read_text(encoding="utf-8")
    later = (
        text.replace("2024-2025年", "2025-2026年")
        .replace("2023-2024年", "2024-2025年")
        .replace("80%或以上", "85%或以上")
    )
    for name, content in (("2024.txt", text), ("2025.txt", later)):
        (tmp_path / name).write_text(content, encoding="utf-8")
        app.add(tmp_path / name)
    shown = _compare(app, "2024.txt", "2025.txt")
    changes = perfmodel.compare(*(perfmodel.read(tmp_path / name) for name in ("2024.txt", "2025.txt"))).changes
    changed = sum("85%" in str(change.new) for change in changes)
    assert shown.count("85%") >= changed > 0
    with app.page.expect_download(timeout=LONG) as expected:
        app.page.click('#compare-downloads button[data-form="html"]')
    assert "85%" in Path(expected.value.path()).read_text(encoding="utf-8")


def test_a_plan_is_compared_with_its_result(app: App) -> None:
    plan, result = (next(path for path in samples() if path.name == name) for name in ("f01_gd.pdf", "f06_eval.pdf"))
    app.add(plan, result)
    table, later = perfmodel.read(plan), perfmodel.read(result)
    shown = _compare(app, plan.name, result.name)
    assert all(project.name in shown for project in (*table.projects, *later.projects) if project.name)


def _compare(app: App, old: str, new: str) -> str:
    """Compare two files; return the text of the comparison."""
    for control, name in (("#compare-old", old), ("#compare-new", new)):
        app.page.select_option(control, label=app.page.locator(f"{control} option", has_text=name).last.inner_text())
    app.page.click("#compare-start")
    app.page.wait_for_selector('#comparison[data-state="ready"]', timeout=LONG)
    return str(app.page.locator("#comparison").inner_text())


def test_a_value_is_explained_as_one_types(app: App) -> None:
    meaning = app.page.locator("#value-meaning")
    app.page.fill("#value", "")
    app.page.type("#value", "≥95%")
    expect(meaning).to_contain_text("≥95%", timeout=LONG)  # and not what ≥95 means, which is of the same kind
    expect(meaning).to_have_attribute("data-kind", str(perfmodel.parse_target("≥95%").to_plain()["kind"]), timeout=LONG)
    first = meaning.inner_text()
    app.page.fill("#value", "2025年12月底前")
    app.page.wait_for_selector(
        f'#value-meaning[data-kind="{perfmodel.parse_target("2025年12月底前").to_plain()["kind"]}"]'
    )
    assert meaning.inner_text() != first


def test_language_and_theme_change_what_is_shown(app: App) -> None:
    app.add(TABLE)
    chinese = app.show(TABLE.name)
    app.choose_option("#language", "en")
    english = app.show(TABLE.name)
    assert english != chinese
    assert "Download" in english
    app.choose_option("#language", "zh")
    assert app.show(TABLE.name) == chinese
    colour = "getComputedStyle(document.body).backgroundColor"
    app.page.select_option("#theme", "dark")
    dark = app.page.evaluate(colour)
    app.page.select_option("#theme", "light")
    assert app.page.evaluate(colour) != dark
    app.page.select_option("#theme", "auto")
    app.page.emulate_media(color_scheme="dark")
    assert app.page.evaluate(colour) == dark
    app.page.emulate_media(color_scheme="light")


def test_findings_are_those_of_the_profile(app: App, tmp_path: Path) -> None:
    path = _faults(tmp_path)
    app.add(path)
    for profile in PROFILES:
        app.show(path.name)
        app.choose_option("#profile", profile)
        shown = app.page.locator("#report .pm-finding[data-code]")
        codes = {str(one.get_attribute("data-code")) for one in shown.all()}
        assert codes == {finding.code for finding in perfmodel.validate(perfmodel.read(path), profile)}, profile
    app.choose_option("#profile", "default")


def test_findings_are_filtered_by_severity(app: App, tmp_path: Path) -> None:
    path = _faults(tmp_path)
    app.add(path)
    app.show(path.name)
    shown = app.page.locator("#report .pm-finding:visible")
    every = shown.count()
    severities = {str(one.get_attribute("data-severity")) for one in shown.all()}
    assert len(severities) > 1
    box = app.page.locator(
        '#report input[type="checkbox"][value="hint"], #report input[type="checkbox"][data-severity="hint"]'
    ).first
    box.click()
    assert 0 < shown.count() < every
    box.click()
    assert shown.count() == every


def test_counts_in_the_list_are_those_of_the_profile(app: App, tmp_path: Path) -> None:
    """Those of files that are not shown, too."""
    path = _faults(tmp_path)
    app.add(path)
    app.show(path.name)
    app.add(TABLE)
    app.show(TABLE.name)
    for profile in ("central-2021", "default"):
        report = perfmodel.validate(perfmodel.read(path), profile)
        app.choose_option("#profile", profile)
        counts = f"错误 {len(report.errors)}，警告 {len(report.warnings)}，提示 {len(report.hints)}"
        expect(app.item(path.name).locator(".counts")).to_have_text(counts, timeout=LONG)


def _faults(folder: Path) -> Path:
    """Write a table with findings of more than one severity."""
    path = folder / "faults.txt"
    path.write_text(TABLE.read_text(encoding="utf-8").replace("80%或以上", "≥**%"), encoding="utf-8")
    return path


def test_controls_have_names_and_tables_have_heads(app: App) -> None:
    app.add(TABLE)
    app.show(TABLE.name)
    nameless = app.page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, progress, summary")]
            .filter(one => one.checkVisibility())
            .filter(one => !(one.labels && one.labels.length && one.labels[0].textContent.trim())
                && !one.getAttribute("aria-label") && !one.textContent.trim())
            .map(one => one.outerHTML.slice(0, 100))"""
    )
    assert nameless == []
    assert app.page.get_by_role("status").count() > 0
    tables = app.page.locator("#report table")
    assert tables.count() == app.page.locator("#report table:has(th)").count() > 0
    # The order of the controls is that of the page.
    assert app.page.locator('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])').count() == 0


def test_by_keyboard_alone(app: App) -> None:
    """Tab reaches each control that is shown, what has the focus is seen to have it, and Enter does what a click does."""
    app.add(TABLE)
    app.show(TABLE.name)
    app.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    reached: set[str] = set()
    unseen: list[str] = []
    for _ in range(200):
        app.page.keyboard.press("Tab")
        name, outline = app.page.evaluate(
            """() => {
                const one = document.activeElement;
                const look = getComputedStyle(one);
                const name = one.id || one.dataset.form || one.dataset.action || one.localName;
                return [name, one === document.body || look.outlineStyle !== "none" || look.boxShadow !== "none"];
            }"""
        )
        unseen += [] if outline else [name]
        reached.add(name)
    wanted = {
        "choose",
        "language",
        "theme",
        "profile",
        "yaml",
        "json",
        "xlsx",
        "html",
        "value",
        "compare-old",
        "compare-start",
    }
    assert wanted - reached == set()
    assert unseen == []
    app.page.locator('#downloads button[data-form="yaml"]').focus()
    with app.page.expect_download(timeout=LONG):
        app.page.keyboard.press("Enter")


def test_usable_at_four_hundred_pixels(app: App) -> None:
    size = app.page.viewport_size
    app.add(TABLE)
    app.show(TABLE.name)
    app.page.set_viewport_size({"width": 400, "height": 800})
    try:
        assert app.page.evaluate("document.documentElement.scrollWidth") <= 400
        for control in ("#choose", "#language", "#theme", "#profile", "#downloads [data-form=html]", "#value"):
            box = app.page.locator(control).bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 400
    finally:
        app.page.set_viewport_size(size or {"width": 1100, "height": 800})


def test_paper_is_white_and_the_file_that_is_shown_is_marked_without_colours(app: App) -> None:
    app.add(TABLE)
    app.show(TABLE.name)
    ink = "getComputedStyle(document.body).color"
    app.page.emulate_media(media="print")
    light = app.page.evaluate(ink)
    app.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    try:
        assert app.page.evaluate(ink) == light
        app.page.emulate_media(media="screen", forced_colors="active")
        border = "getComputedStyle(document.querySelector('#files li[aria-current]')).borderLeftWidth"
        assert app.page.evaluate(border) == "6px"
    finally:
        app.page.emulate_media(media="screen", forced_colors="none")
        app.page.evaluate("document.documentElement.dataset.theme = 'auto'")
