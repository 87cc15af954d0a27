"""The documentation site, by Sphinx: English pages ``X.md``, each with its Chinese twin ``X.zh.md`` beside it.

    python -m sphinx -W --keep-going docs site
    python -m sphinx -W --keep-going -D language=zh_CN docs site/zh

Both are built of the same names: in the Chinese site the text of a page is its twin's, where there is one, so that
links between pages, addresses and the switch of the language need no table.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import perfmodel

project = "perfmodel"
author = copyright = "the authors of perfmodel"
version = release = perfmodel.__version__

_DOCS = Path(__file__).parent
# What `docs/page/build.py` wrote, where it was built before the site: the page for the browser is then part of the site.
_PAGE = Path(os.environ["PERFMODEL_PAGE"], "site").resolve() if "PERFMODEL_PAGE" in os.environ else None
sys.path.insert(0, str(_DOCS / "_extensions"))
extensions = ["myst_nb", "sphinx.ext.autodoc", "search_in_pairs"]
exclude_patterns = ["**/*.zh.md", "**/*.zh.ipynb", "*.zh.md", "**.ipynb_checkpoints"]

# Headings have anchors, so that a link can name one.
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
suppress_warnings = ["myst.header"]

# The tutorial's outputs are not kept in the file: they are what the code says when the site is built.
nb_execution_mode = "auto"
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
add_module_names = False
default_role = "py:obj"

html_theme = "pydata_sphinx_theme"
html_title = "perfmodel"
html_static_path = ["_static"]
html_css_files = ["site.css"]
templates_path = ["_templates"]
html_copy_source = False
html_show_sourcelink = False
html_sidebars: dict[str, list[str]] = {"index": [], "tutorial/*": [], "search": [], "genindex": []}
html_theme_options: dict[str, Any] = {
    "navbar_end": ["try-it", "language", "theme-switcher"],
    "navbar_align": "left",
    "show_prev_next": False,
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "show_nav_level": 1,
    "navigation_depth": 2,
    "collapse_navigation": True,
}

html_context = {"try_it": _PAGE is not None and _PAGE.is_dir()}

_LINE_END = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")
_CONTENTS = re.compile(r"^```\{toctree\}$.*?^```$", re.MULTILINE | re.DOTALL)


def _twin(app: Any, docname: str, source: list[str]) -> None:
    """Give a page the text of its Chinese twin."""
    page = Path(app.env.doc2path(docname))
    twin = page.with_suffix(f".zh{page.suffix}")
    if app.config.language.startswith("zh") and twin.exists():
        app.env.note_dependency(str(twin))
        text = twin.read_text(encoding="utf-8")
        # The table of contents is that of the English page, so that no page can be missing from one language.
        contents = [] if page.suffix == ".ipynb" else _CONTENTS.findall(source[0])
        # On GitHub a Chinese page links to the Chinese file; here both have one name.
        source[0] = re.sub(r"\.zh\.(md|ipynb)\b", r".\1", _CONTENTS.sub("", text)) + "\n" + "\n".join(contents)


def _join(app: Any, doctree: Any) -> None:
    """Take out line ends between Chinese characters: a browser would show each as a blank."""
    from docutils import nodes

    for text in list(doctree.findall(lambda node: isinstance(node, nodes.Text) and "\n" in node)):
        parent = text.parent
        if isinstance(parent, nodes.FixedTextElement):
            continue
        # MyST makes a text of its own of a line end.
        at = parent.index(text)
        before = parent[at - 1].astext()[-1:] if at else ""
        behind = parent[at + 1].astext()[:1] if at + 1 < len(parent) else ""
        joined = _LINE_END.sub("", f"{before}{text}{behind}")
        parent.replace(text, nodes.Text(joined[len(before) : len(joined) - len(behind)]))


def _flat(app: Any, env: Any, node: Any, contnode: Any) -> Any:
    """Find a public name that a docstring or an annotation calls by its home, or by itself alone."""
    if node.get("refdomain") != "py":
        return None
    name = node["reftarget"].removeprefix("~")
    parts = name.split(".")
    domain = env.get_domain("py")
    for known in (f"perfmodel.{'.'.join(parts[-2:])}", f"perfmodel.{parts[-1]}", f"perfmodel.frames.{parts[-1]}"):
        if known in domain.objects and (parts[0] == "perfmodel" or not parts[0].islower() or len(parts) == 1):
            return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", known, node, contnode)
    return None


def _tidy(app: Any, error: Exception | None) -> None:
    # The notebooks as they were run; myst-nb leaves them beside the site.
    shutil.rmtree(Path(app.outdir).parent / "jupyter_execute", ignore_errors=True)


def _add_page(app: Any, error: Exception | None) -> None:
    """Add the page for the browser to the site."""
    if html_context["try_it"] and error is None:
        assert _PAGE is not None
        shutil.copytree(_PAGE, Path(app.outdir, "try"), dirs_exist_ok=True)


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx of the twins and of the flat names."""
    app.connect("source-read", _twin)
    app.connect("doctree-read", _join)
    app.connect("build-finished", _tidy)
    app.connect("build-finished", _add_page)
    app.connect("missing-reference", _flat)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
