"""The text of the boxes and shapes that are drawn over a sheet of a workbook."""

from __future__ import annotations

import contextlib

from perfmodel.files.archive import Archive, Attributes, DamagedPart, local_name
from perfmodel.files.document import Text

__all__ = ["drawing_texts"]


def drawing_texts(archive: Archive, path: str) -> list[Text]:
    """Return the texts of a drawing's boxes, each once; nothing where the part cannot be read."""
    found: list[str] = []
    pieces: list[str] = []
    state = {"taking": False, "skipped": 0}

    def start(tag: str, attributes: Attributes) -> None:
        name = local_name[tag]
        if state["skipped"] or name == "Fallback":  # the same, for older programs
            state["skipped"] += 1
        elif name == "t":
            state["taking"] = True
        elif name in ("p", "br"):
            pieces.append("\n")

    def end(tag: str) -> None:
        name = local_name[tag]
        if state["skipped"]:
            state["skipped"] -= 1
        elif name == "t":
            state["taking"] = False
        elif name == "txBody":
            text = "".join(pieces).strip()
            pieces.clear()
            if text:
                found.append(text)

    def text(data: str) -> None:
        if state["taking"] and not state["skipped"]:
            archive.budget.charge("characters", len(data))
            pieces.append(data)

    with contextlib.suppress(DamagedPart):
        archive.parse(path, start, end, text)
    return [Text(text) for text in found]
