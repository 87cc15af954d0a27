"""The page for the browser, in headless Chromium: run by `.ci/page`, and not collected with the other tests."""
