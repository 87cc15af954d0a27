"""Data files: what a person who knows budgets but not Python may have to change."""

from __future__ import annotations

import json
from functools import cache
from pkgutil import get_data  # far cheaper to import than importlib.resources
from typing import Any

__all__ = ["load"]


@cache
def load(name: str) -> Any:
    """Return a data file's content; works from a wheel, a zip and an editable install alike.

    >>> load("categories.json")["categories"][0]["name"]
    '产出指标'
    """
    return json.loads(get_data(__name__, name) or b"")
