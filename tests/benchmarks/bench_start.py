"""Starting: `import perfmodel` against `import attrs`, and the whole command `parse` against an interpreter that does nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.conftest import Figures

ROOT = Path(__file__).parent.parent.parent
TABLE = ROOT / "tests" / "tables" / "guangzhou-disability-employment.txt"
# What the installed command is.
_COMMAND = "import sys; from perfmodel.cli import main; sys.exit(main())"
_RUNS = {
    "bare": ["-c", "pass"],
    "attrs": ["-c", "import attrs"],
    "perfmodel": ["-c", "import perfmodel"],
    "parse": ["-c", _COMMAND, "parse", str(TABLE)],
}


def test_start(tmp_path: Path, quick: bool, figures: Figures) -> None:
    """In turn, with modules compiled beforehand as an installed package has them."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**kept, "PYTHONPATH": path, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    best = dict.fromkeys(_RUNS, float("inf"))
    for at in range(4 if quick else 41):
        for name, arguments in _RUNS.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True)
            if at:  # the first time compiles the modules
                best[name] = min(best[name], time.perf_counter() - start)
    figures["import"] = {"ratio": best["perfmodel"] / best["attrs"], "bare": best["perfmodel"] / best["bare"]}
    figures["parse"] = {"ratio": best["parse"] / best["bare"], "attrs": best["attrs"] / best["bare"]}
