"""The words of a comparison, out of ``perfmodel/data/comparison.json``, and what the fields are called."""

from __future__ import annotations

from perfmodel.data import load
from perfmodel.formats.schema import FILE_KINDS
from perfmodel.model.fields import field_of
from perfmodel.model.table import Section, Task
from perfmodel.source.excerpt import visible

__all__ = ["KIND_NAMES", "MIRRORED", "SEVERITY_OF_KIND", "class_name", "kind_word", "label", "note", "way_word"]

KIND_NAMES = (
    "added",
    "dropped",
    "renamed",
    "moved",
    "money",
    "raised",
    "lowered",
    "reworded",
    "changed",
    "ambiguous",
    # Only between a plan and its result.
    "weight",
    "unit",
    "qualitative",
    "quantified",
)
MIRRORED = {"added": "dropped", "dropped": "added", "raised": "lowered", "lowered": "raised"}
MIRRORED |= {"qualitative": "quantified", "quantified": "qualitative"}
# How grave it is where a result departs from its plan so.
SEVERITY_OF_KIND = {"lowered": "error", "dropped": "error", "qualitative": "error"}
SEVERITY_OF_KIND |= dict.fromkeys(("raised", "added", "quantified", "reworded"), "hint")
SEVERITY_OF_KIND |= {kind: "warning" for kind in KIND_NAMES if kind not in SEVERITY_OF_KIND}

_TYPES: dict[str, tuple[type, str]] = {name: (kind, zh) for kind, (name, zh) in FILE_KINDS.items()}
_TYPES["section"] = (Section, "单位")
_TYPES["task"] = (Task, "任务")
_NAMES_OF_CLASSES = {kind: name for name, (kind, _zh) in _TYPES.items()}
# What no field of the model is called.
_OTHER = {"place": ("所在", "place"), "weights": ("指标权重合计", "sum of weights")}


def kind_word(kind: str, lang: str) -> str:
    """Return what a kind of change is called.

    >>> kind_word("raised", "zh"), kind_word("raised", "en")
    ('提高', 'raised')
    """
    word: str = load("comparison.json")["kinds"][kind]["en" if lang == "en" else "zh"]
    return word


def note(code: str) -> tuple[str, str]:
    """Return a note in Chinese and English.

    >>> note("only_years")
    ('仅年份不同', 'only the years differ')
    """
    found: dict[str, str] = load("comparison.json")["notes"][code]
    return found["zh"], found["en"]


def way_word(how: str, lang: str) -> str:
    """Return what a way to find an object again is called.

    >>> way_word("like_name", "zh"), way_word("exact", "en")
    ('名称相近', 'the same name')
    """
    word: str = load("comparison.json")["ways"][how]["en" if lang == "en" else "zh"]
    return word


def class_name(kind: type) -> str:
    """Return what a class is called where subjects of changes begin.

    >>> class_name(Section)
    'section'
    """
    return _NAMES_OF_CLASSES[kind]


def label(subject: str, lang: str) -> str:
    """Return what a subject is called: a kind of object, or a field of one.

    >>> label("indicator.annual", "zh"), label("project.funding.total", "zh"), label("indicator.annual", "en")
    ('年度指标值', '资金·总计', 'annual')
    """
    kind_name, _, rest = subject.partition(".")
    kind, zh = _TYPES[kind_name]
    if not rest:
        return kind_name if lang == "en" else zh
    # The last may be what a table prints over a further column.
    return visible((" " if lang == "en" else "·").join(_field_labels(kind, rest, lang)))


def _field_labels(kind: type, path: str, lang: str) -> list[str]:
    name, _, rest = path.partition(".")
    if name in _OTHER:
        return [_OTHER[name][lang == "en"]]
    key = field_of(kind, name)
    mine = name.replace("_", " ") if lang == "en" else key.zh
    if not rest:
        return [mine]
    return [mine, *(_field_labels(key.item, rest, lang) if key.kind in ("object", "objects") else [rest])]
