"""Examples that need an optional library are left out where it is not installed."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

# Read by Sphinx, in an environment of its own; run by `.ci/page`, with Chromium; by `.ci/spark`, with pyspark and Java.
collect_ignore = ["docs/conf.py", "docs/_extensions", "docs/pictures/page.py", "tests/page", "tests/spark"]

# What an example says that needs a library. The extra `test` installs all of them.
_NEEDS = {
    "pandas": ("to_pandas", "pandas."),
    "polars": ("to_polars", "polars."),
    "pyarrow": ("to_arrow", "pyarrow.", "batch.write"),
    "narwhals": ("parse_column",),
    "duckdb": ("duckdb",),
    "matplotlib": ("plot",),
    "rich": ("rich",),
    "xlsxwriter": ("to_xlsx", "xlsx_bytes", "--to xlsx"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the examples that cannot run."""
    missing = {library for library in _NEEDS if find_spec(library) is None}
    for item in items if missing else ():
        if isinstance(item, pytest.DoctestItem):
            said = "".join(example.source for example in item.dtest.examples)
            lacking = [library for library in missing if any(word in said for word in _NEEDS[library])]
            if lacking:
                item.add_marker(pytest.mark.skip(reason=f"needs {', '.join(lacking)}"))
