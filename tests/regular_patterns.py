"""Derive what ``perfmodel/data/regular`` keeps of the grammars anew: ``python -m tests.regular_patterns``."""

from __future__ import annotations

import json
from pathlib import Path

import perfmodel
from perfmodel.grammars.derive import derived
from perfmodel.grammars.lark_files import STARTS

__all__ = ["FOLDER", "kept"]

FOLDER = Path(perfmodel.__file__).parent / "data" / "regular"


def kept(name: str) -> str:
    """Return what the file about a grammar should hold."""
    return json.dumps(derived(name), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for grammar in STARTS:
        (FOLDER / f"{grammar}.json").write_text(kept(grammar), encoding="utf-8")
