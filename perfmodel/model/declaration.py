"""How a class of the model declares its fields: what each holds, and where it stands in files, frames and forms.

A field is declared once, on its class: ``period: str | None = field(…, metadata=declared("text", before="funding"))``.
Its words, in both languages, stand in ``perfmodel/data/fields.json``. Everything else that has to do with fields derives
from these two by `perfmodel.model.fields`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from perfmodel._internal.messages import one_of, wrong_value

__all__ = ["DECLARATION", "KINDS_OF_FIELD", "VIEWS", "Declaration", "declared", "of_reading"]

# Under which key attrs' metadata of a field holds its `Declaration`.
DECLARATION = "perfmodel"

# What a field can hold:
# - text: one line of text; prose: the same, compared by its words
# - target: a `Target`, in files its text or a mapping with its meaning
# - category: a `Category`; the field of that name with ``_text`` behind it has the cell as printed (kind category_text)
# - amount: money; number: any other number (points); ordinal: an int from 0; flag: yes or no
# - texts: several texts; pairs: names and texts, in order
# - object, objects: one of a class of the model, or several
# - reading: nothing that a table says, but how it was read: places, the source, findings
KINDS_OF_FIELD = (
    "text prose target category category_text amount number ordinal flag texts pairs object objects reading".split()
)

# The views of an object: HTML in notebooks, tables of rich, and the few lines of text that ``print`` shows.
VIEWS = ("html", "rich", "text")


class Declaration(NamedTuple):
    """What a field holds, and where it stands.

    - ``kind``: one of `KINDS_OF_FIELD`; ``of``: the class of an ``object`` or of ``objects``;
    - ``choices``: the only texts that it takes, where these are few;
    - ``before``: the field before which it stands in files, in paths and views; the order of the class by default;
    - ``in_files``: whether it is a key of its class in YAML and JSON;
    - ``result``: whether it says what became of a target: forms of targets have no place for it, and a column of signs
      does not speak of it;
    - ``printed``: the label before it in a printed indicator string, where the form has a place for it;
    - ``content``: whether it is something that the table says, and not only how that was printed or read; what is not
      content takes no part in comparing and in finding duplicates;
    - ``column``: its column in frames; its own name by default, None where frames have none;
      ``prefix``: of an object, what stands before the names of its columns; its own name and ``_`` by default;
    - ``views``: the views that show it, all of `VIEWS` by default;
    - ``width``: how wide its column in a spreadsheet is, in characters; None where it has none;
      ``style``: how a cell looks (``text``, ``category``, ``centred``, ``number``, ``amount``), where that is not as its
      kind has it;
      ``always``: whether the column is there though nothing stands in it.

    >>> Declaration("text").printed is None, Declaration("number", printed="权重").printed
    (True, '权重')
    """

    kind: str
    of: type | None = None
    choices: tuple[str, ...] = ()
    before: str | None = None
    in_files: bool = True
    result: bool = False
    printed: str | None = None
    content: bool = True
    column: str | None = ""
    prefix: str | None = None
    views: tuple[str, ...] = VIEWS
    width: int | None = 24
    style: str | None = None
    always: bool = False


def declared(kind: str, **where: Any) -> dict[str, Declaration]:
    """Return the metadata of a field that a table fills; see `Declaration`. Raises `ValueError` for another kind.

    >>> declared("object", of=Declaration)["perfmodel"].kind
    'object'
    """
    if kind not in KINDS_OF_FIELD:
        raise wrong_value(one_of(KINDS_OF_FIELD), kind, "kind")
    return {DECLARATION: Declaration(kind, **where)}


def of_reading() -> dict[str, Declaration]:
    """Return the metadata of a field that says how an object was read, and nothing of what a table says.

    >>> of_reading()["perfmodel"].in_files
    False
    """
    return {DECLARATION: Declaration("reading", in_files=False, content=False, column=None, width=None)}
