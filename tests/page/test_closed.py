"""Nothing leaves: no request goes elsewhere, a listener hears nothing, and text of a file is never more than text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.page.conftest import FORMS
from tests.page.driver import App
from tests.page.samples import TABLE, samples
from tests.page.servers import Listener, serving

ATTEMPTS = (Path(__file__).parent / "attempts.js").read_text(encoding="utf-8")
# What a page without a policy reaches; less would mean that the attempts themselves do not work.
BY_PAGE = "fetch xhr websocket eventsource import image beacon ping speculation script style prefetch preload frame object video font form"
BY_WORKER = "fetch xhr websocket eventsource import importscripts worker-of-worker"
HOSTILE = "<img src=x onerror=window.ran=1><script>window.ran=2</script><svg onload=window.ran=3>"


def _named(place: str, names: str) -> set[str]:
    return {f"{place}-{name}" for name in names.split()}


def _attempt(app: App, listener: Listener) -> dict[str, dict[str, str]]:
    """Try all ways from the page and from its worker; return what each came to."""
    listener.heard.clear()
    outcomes = {}
    for place, scope in (("page", app.page), ("worker", app.page.workers[-1])):
        outcomes[place] = scope.evaluate(ATTEMPTS, {"http": listener.http, "bare": listener.bare, "place": place})
    return outcomes


@pytest.mark.parametrize("form", FORMS)
def test_a_listener_hears_all_attempts_where_there_is_no_policy(
    form: str, opening: Callable[[str], App], listener: Listener, tmp_path: Path
) -> None:
    """The other tests mean something: what they try reaches the listener from a page without a policy."""
    worker = 'new Worker(URL.createObjectURL(new Blob(["self.x = 1"], {type: "text/javascript"})))'
    page = tmp_path / "plain.html"
    page.write_text(f"<!doctype html><body><script>window.kept = {worker}</script>", encoding="utf-8")
    with serving(tmp_path) as address:
        app = opening(f"{address}/plain.html" if form == "site" else page.as_uri())
        app.page.wait_for_function("window.kept")
        while not app.page.workers:
            app.page.wait_for_event("worker")
        _attempt(app, listener)
    heard = listener.names()
    assert _named("page", BY_PAGE) | _named("worker", BY_WORKER) <= heard
    assert {"socket", "datagram"} <= heard
    app.page.context.close()


@pytest.mark.parametrize("form", FORMS)
def test_a_listener_hears_nothing(
    form: str, opening: Callable[[str], App], addresses: dict[str, str], listener: Listener
) -> None:
    app = opening(addresses[form]).ready()
    outcomes = _attempt(app, listener)
    assert listener.heard == []
    assert set(outcomes["page"]) >= {*BY_PAGE.split(), "webrtc"}
    assert set(outcomes["worker"]) >= set(BY_WORKER.split())
    # The page goes on as if nothing had been.
    app.add(TABLE)
    app.page.context.close()


def test_no_request_goes_to_another_host(app: App, addresses: dict[str, str]) -> None:
    """Reading one file of each kind, and all downloads: the page asks for its own files, and for nothing else."""
    site = addresses["site"]
    kinds = {path.suffix: path for path in samples()}
    app.add(*kinds.values())
    for path in kinds.values():
        app.show(path.name)
        for form in ("yaml", "json", "xlsx", "html"):
            app.download(form)
    asked_for = [url for url in app.requests if not url.startswith(("blob:", site, addresses["file"]))]
    assert asked_for == []
    assert app.requests != []
    if not app.page.url.startswith("http"):
        assert [url for url in app.requests if url.startswith("http")] == []
    assert app.errors == []


def test_names_and_texts_run_nothing(app: App, browser: Browser, tmp_path: Path) -> None:
    """A file whose name and texts are HTML is shown as text, on the page and in the report."""
    path = tmp_path / f"{HOSTILE.replace('/', '')}.yaml"
    quoted = HOSTILE.replace('"', '\\"')
    path.write_text(
        f'title: "{quoted}"\nprojects:\n- name: "{quoted}"\n  goal: "{quoted}"\n  indicators:\n'
        f'  - {{level1: 产出指标, level2: 数量指标, name: "{quoted}", annual: "{quoted}", explanation: "{quoted}"}}\n',
        encoding="utf-8",
    )
    app.add(path)
    text = app.show(path.name)
    assert HOSTILE in text
    assert path.name in app.page.locator("#files").inner_text()
    app.page.fill("#value", HOSTILE)
    app.page.wait_for_timeout(500)
    made = "document.querySelectorAll('img[src=\"x\"], svg[onload], [onerror]').length"
    assert app.page.evaluate("window.ran") is None
    assert app.page.evaluate(made) == 0
    report = tmp_path / "report.html"
    report.write_bytes(app.download("html"))
    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;") in report.read_text(encoding="utf-8")
    page = browser.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(report.as_uri())
    assert page.evaluate("window.ran") is None
    assert page.evaluate(made) == 0
    assert requests == [report.as_uri()]
    page.close()
    assert app.errors == []


def test_only_the_language_and_the_theme_are_remembered(app: App) -> None:
    app.add(TABLE)
    app.show(TABLE.name)
    kept = app.page.evaluate(
        """async () => ({
            local: Object.entries(localStorage).map(([key, value]) => `${key}=${value}`),
            session: Object.keys(sessionStorage),
            databases: (await indexedDB.databases()).map(one => one.name),
            cookies: document.cookie,
            caches: self.caches ? await caches.keys().catch(() => []) : [],
        })"""
    )
    local = kept.pop("local")
    assert kept == {"session": [], "databases": [], "cookies": "", "caches": []}
    assert all(any(word in entry.partition("=")[0] for word in ("lang", "theme")) for entry in local), local
    assert all(len(entry) < 40 for entry in local), local
