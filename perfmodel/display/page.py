"""A page of its own: one file of HTML that opens anywhere, asks for nothing from elsewhere and runs nothing but our script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from html import escape

from perfmodel.display.html import Child, minified, str_of
from perfmodel.source.excerpt import visible

__all__ = ["page", "page_pieces"]


def page(title: str, *children: Child, lang: str = "zh", generator: str = "perfmodel", script: str = "") -> str:
    """Return a page of elements; the arguments are those of `page_pieces`.

    >>> from perfmodel.display.html import tag
    >>> page("<b>", tag("p", "会议费"), lang="en").splitlines()[-1]
    '<p>会议费</p></div></body></html>'
    """
    return "".join(
        page_pieces(title, (str_of(child) for child in children if child is not None), lang, generator, script)
    )


def page_pieces(
    title: str, body: Iterable[str], lang: str = "zh", generator: str = "perfmodel", script: str = ""
) -> Iterator[str]:
    """Yield the text of a page around pieces of HTML, each of which `str_of` returned.

    ``generator`` names the program in the head, so that a page can be known again; ``script`` is run when all is there. The page's
    policy (Content-Security-Policy) permits our own style and script by their hashes and nothing else: no other script, style,
    picture, frame, form or request, whatever stands in the texts. Light and dark follow the reader's system.

    >>> pieces = list(page_pieces("表", ["<p>", "</p>"], script="1"))
    >>> "script-src 'sha256-" in pieces[0], pieces[-1]
    (True, '</div><script>1</script></body></html>\\n')
    """
    style = _page_style()
    policy = f"default-src 'none'; style-src {_hashed(style)}; base-uri 'none'; form-action 'none'"
    if script:
        policy += f"; script-src {_hashed(script)}"
    code = "en" if lang == "en" else "zh-CN"
    yield (
        f'<!doctype html>\n<html lang="{code}"><head><meta charset="utf-8"><meta name="generator" content="{generator}">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        f'<title>{escape(visible(title))}</title><style>{style}</style></head>\n<body><div class="perfmodel pm-page">\n'
    )
    yield from body
    yield f"</div>{f'<script>{script}</script>' if script else ''}</body></html>\n"


@cache
def _page_style() -> str:
    return minified("style.css") + minified("page.css")


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
