"""The page, built and opened in both of its forms."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.page.driver import WATCH, App
from tests.page.samples import ROOT
from tests.page.servers import Listener, listening, serving

BUILD = ROOT / "docs" / "page" / "build.py"
FORMS = ("site", "file")
# The listeners stand on this machine: a browser's guard of local addresses must not be what refuses them.
_OPTIONS = [
    "--no-sandbox",
    "--disable-features=LocalNetworkAccessChecks,PrivateNetworkAccessSendPreflights,BlockInsecurePrivateNetworkRequests",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def build(output: Path, cache: Path) -> Path:
    """Build the page as people do; return the folder."""
    command = [sys.executable, str(BUILD), str(output), "--cache", str(cache)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=output.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    return output


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the downloads of the build are kept."""
    return Path(os.environ.get("PERFMODEL_PAGE_CACHE") or tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """The folder of both forms of the page: ``PERFMODEL_PAGE``, or built here."""
    folder = os.environ.get("PERFMODEL_PAGE")
    return Path(folder).resolve() if folder else build(tmp_path_factory.mktemp("page") / "one", cache)


@pytest.fixture(scope="session")
def addresses(built: Path) -> Iterator[dict[str, str]]:
    """The address of each form: from a web server, below the top of it, and from disk."""
    with serving(built) as address:
        yield {"site": f"{address}/site/", "file": (built / "perfmodel.html").as_uri()}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "no chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=_OPTIONS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def listener() -> Iterator[Listener]:
    """Another server, on ports that the page has nothing to do with."""
    with listening() as opened:
        yield opened


@pytest.fixture(scope="session")
def opening(browser: Browser) -> Callable[[str], App]:
    """Open an address in a profile of its own; what goes wrong on the page and what it asks for is noted."""

    def opened(address: str) -> App:
        context = browser.new_context(locale="zh-CN", viewport={"width": 1100, "height": 800})
        page = context.new_page()
        page.add_init_script(WATCH)
        app = App(page)
        context.on("request", lambda request: app.requests.append(request.url))
        page.on("pageerror", lambda error: app.errors.append(str(error)))
        page.goto(address)
        return app

    return opened


@pytest.fixture(scope="session")
def restarting(opening: Callable[[str], App], addresses: dict[str, str]) -> App:
    """The page from disk, for the tests in which Python is stopped."""
    return opening(addresses["file"]).ready()


@pytest.fixture(scope="session", params=FORMS)
def app(request: pytest.FixtureRequest, opening: Callable[[str], App], addresses: dict[str, str]) -> App:
    """One form of the page, ready; the tests of a form share it, as somebody does who reads many files."""
    return opening(addresses[request.param]).ready()
