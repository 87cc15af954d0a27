"""HTML, built so that nothing can be unescaped by accident: a text is always text, and only known tags and attributes pass."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import TypeAlias

from attrs import field, frozen

from perfmodel.source.excerpt import visible

__all__ = ["ATTRIBUTES", "TAGS", "Child", "Element", "output", "tag"]

TAGS = frozenset(("div", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "span"))
ATTRIBUTES = frozenset(("class", "title", "colspan", "rowspan", "scope", "lang", "width"))
_VOID = frozenset(("col",))


@frozen
class Element:
    """An element with its attributes and children; made by `tag`."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | str, ...] = field(default=())


Child: TypeAlias = Element | str | None


def tag(name: str, *children: Child, **attributes: str | int | None) -> Element:
    """Make an element; a child that is a str is text, a child or an attribute that is None is left out.

    An attribute named like a word of Python ends in ``_``. Raises ValueError for a tag or an attribute that is not one
    of ours.

    >>> str_of(tag("td", "<b>", class_="pm-name", title='a "b"'))
    '<td class="pm-name" title="a &quot;b&quot;">&lt;b&gt;</td>'
    """
    pairs = [(key.rstrip("_"), str(value)) for key, value in attributes.items() if value is not None]
    for key in [key for key, _value in pairs if key not in ATTRIBUTES]:
        raise ValueError(f"未知属性“{key}” / unknown attribute “{key}”")
    if name not in TAGS:
        raise ValueError(f"未知标签“{name}” / unknown tag “{name}”")
    return Element(name, tuple(pairs), tuple(child for child in children if child is not None))


def str_of(child: Element | str) -> str:
    """Write an element; a str is escaped, and shown without control characters.

    >>> str_of("<script>")
    '&lt;script&gt;'
    """
    if isinstance(child, str):
        return escape(visible(child))
    attributes = "".join(f' {key}="{escape(visible(value))}"' for key, value in child.attributes)
    if child.name in _VOID:
        return f"<{child.name}{attributes}>"
    return f"<{child.name}{attributes}>{''.join(map(str_of, child.children))}</{child.name}>"


def output(*children: Child, lang: str = "zh") -> str:
    """Write what a notebook shows: the elements with the style they need, once, and nothing from elsewhere.

    >>> output(tag("div", "会议费")).endswith("<div>会议费</div></div>")
    True
    """
    body = "".join(str_of(child) for child in children if child is not None)
    # Dollar signs are money here: MathJax, which notebooks run over HTML, leaves these two classes alone.
    classes = "perfmodel tex2jax_ignore mathjax_ignore"
    return f'<div class="{classes}" lang="{"en" if lang == "en" else "zh-CN"}"><style>{_style()}</style>{body}</div>'


@cache
def _style() -> str:
    lines = files("perfmodel").joinpath("display/style.css").read_text(encoding="utf-8").splitlines()
    return "".join(line.strip() for line in lines if not line.lstrip().startswith("/*"))
