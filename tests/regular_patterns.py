"""Write what is regular in the grammars down: ``python -m tests.regular_patterns``."""

from __future__ import annotations

import json
from pathlib import Path

import perfmodel
from perfmodel.grammars.forms import STARTS, derived

__all__ = ["FOLDER", "kept"]

PACKAGE = Path(perfmodel.__file__).parent
FOLDER = PACKAGE / "data" / "regular"


def kept(name: str) -> str:
    """Return what the file about a grammar should hold."""
    data = derived(name, (PACKAGE / "grammars" / f"{name}.lark").read_bytes())
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for grammar in STARTS:
        (FOLDER / f"{grammar}.json").write_text(kept(grammar), encoding="utf-8")
