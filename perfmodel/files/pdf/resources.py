"""The resources of a page or a form: what the names in its content stand for."""

from __future__ import annotations

from typing import Any

from perfmodel._internal.optional import require
from perfmodel.files.budget import Budget
from perfmodel.files.pdf.streams import read_stream

__all__ = ["Resources"]


class Resources:
    """Looks names up, following references."""

    def __init__(self, given: Any) -> None:
        self._types = require("pdfminer.pdftypes", "pdf")
        found = self.plain(given)
        self._given: dict[str, Any] = found if isinstance(found, dict) else {}
        self._groups: dict[str, dict[str, Any]] = {}

    def plain(self, value: Any) -> Any:
        """Return what a reference refers to, or the value itself."""
        return self._types.resolve1(value)

    def reference(self, group: str, name: str) -> Any:
        """Return what stands under a name, unresolved; None where nothing does."""
        if group not in self._groups:
            found = self.plain(self._given.get(group))
            self._groups[group] = found if isinstance(found, dict) else {}
        return self._groups[group].get(name)

    def get(self, group: str, name: str) -> Any:
        """Return what stands under a name."""
        return self.plain(self.reference(group, name))

    def name_of(self, value: Any, key: str) -> str:
        """Return a name that a dict or stream holds under a key."""
        return str(getattr(self.plain(value.get(key)), "name", ""))

    def of_form(self, stream: Any) -> Resources:
        """Return a form's own resources; old ones have none, and use those around them."""
        given = self.plain(stream.get("Resources"))
        return Resources(given) if isinstance(given, dict) else self

    def bytes_of(self, stream: Any, budget: Budget) -> tuple[bytes, bool]:
        """Return a stream's bytes, within the limit, and whether they are all there."""
        return read_stream(stream, budget)

    def layer_is_hidden(self, given: Any, hidden_layers: frozenset[int]) -> bool:
        """Whether a layer (or a group of layers) is switched off."""
        if not hidden_layers or given is None:
            return False
        if getattr(given, "objid", None) in hidden_layers:
            return True
        group = self.plain(given)
        members = self.plain(group.get("OCGs")) if isinstance(group, dict) else None
        if members is None:
            return False
        each = members if isinstance(members, list) else [group["OCGs"]]
        return bool(each) and all(getattr(member, "objid", None) in hidden_layers for member in each)
