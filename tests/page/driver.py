"""What the tests do with the page, by the names that `docs/page/page.html` says its elements have."""

from __future__ import annotations

import json
import re
from pathlib import Path

from attrs import define, field
from playwright.sync_api import Locator, Page, expect

# Milliseconds. Nothing takes that long but on a machine that does much else: no test measures time.
LONG = 60_000
# Notes when the page and each file came to a state, and the longest time for which the page did not answer. Runs before the page.
WATCH = """
    window.marks = {};
    window.longest = 0;
    new MutationObserver(() => {
        for (const one of document.querySelectorAll("body, #files li, #result")) {
            const mark = `${one.dataset.name || one.id || one.localName} ${one.dataset.state}`;
            if (!(mark in window.marks)) window.marks[mark] = performance.now();
        }
    }).observe(document, {subtree: true, childList: true, attributes: true});
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
    }).observe({entryTypes: ["longtask"]});
"""


@define
class App:
    """The page, opened; `requests` has the address of each request of it and of its worker, `errors` what went wrong on it."""

    page: Page
    requests: list[str] = field(factory=list)
    errors: list[str] = field(factory=list)

    def ready(self) -> App:
        """Wait until a file can be read."""
        self.page.wait_for_selector('body[data-state="ready"]', timeout=LONG)
        return self

    def choose(self, *paths: Path) -> None:
        """Choose files, as the dialogue does."""
        self.page.set_input_files("#file-input", [str(path) for path in paths])

    def add(self, *paths: Path) -> None:
        """Choose files, and wait until each was read and the page has nothing more to do."""
        self.choose(*paths)
        for path in paths:
            assert self.outcome(path.name) == "ready", self.item(path.name).inner_text()
        self.ready()

    def item(self, name: str, state: str = "") -> Locator:
        """Return the entry of a file in the list, the last of that name."""
        wanted = f'[data-state="{state}"]' if state else ""
        return self.page.locator(f"#files li[data-name={_quoted(name)}]{wanted}").last

    def outcome(self, name: str) -> str:
        """Wait until a file was read or refused; return which: ``ready`` or ``failed``."""
        expect(self.item(name)).to_have_attribute("data-state", re.compile("ready|failed"), timeout=LONG)
        return str(self.item(name).get_attribute("data-state"))

    def show(self, name: str) -> str:
        """Show a file; return all text of it, that of what is out of sight too."""
        key = self.item(name).get_attribute("data-key")
        self.item(name).locator("button.show").click()
        shown = self.page.locator(f'#result[data-key="{key}"][data-state="ready"]')
        shown.wait_for(timeout=LONG)
        self.ready()
        return str(shown.text_content())

    def download(self, form: str) -> bytes:
        """Take the file that is shown as a download."""
        with self.page.expect_download(timeout=LONG) as expected:
            self.page.click(f'#downloads button[data-form="{form}"]')
        # Chromium drops the eleventh download of a second without a word.
        self.page.wait_for_timeout(110)
        return Path(expected.value.path()).read_bytes()

    def choose_option(self, control: str, value: str) -> None:
        """Choose an option of the page, and wait until it has been followed."""
        self.page.select_option(control, value)
        self.page.wait_for_timeout(50)
        self.ready()
        self.page.wait_for_selector('#result:not([data-state="building"])', state="attached", timeout=LONG)

    def time(self, first: str, last: str) -> int:
        """Return the milliseconds between two states, each as ``name state``."""
        marks = self.page.evaluate("window.marks")
        return int(marks[last] - marks.get(first, 0))

    def longest(self) -> int:
        """Return the longest time, in milliseconds, for which the page did not answer since this was last asked."""
        return int(
            self.page.evaluate("(() => { const longest = window.longest; window.longest = 0; return longest; })()")
        )


def _quoted(text: str) -> str:
    """Return a text as CSS writes it."""
    return json.dumps(text, ensure_ascii=False)
