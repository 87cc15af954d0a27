"""How objects are shown to people; what does it is imported only when somebody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perfmodel.views.view import View

__all__ = ["Shown"]


class Shown:
    """An object with a view: ``print`` shows a few lines, a notebook HTML, rich a table; ``repr`` stays as it is."""

    __slots__ = ("__weakref__",)

    def __str__(self) -> str:
        return str(self._view())

    def _repr_html_(self) -> str:
        return self._view()._repr_html_()

    def __rich__(self) -> Any:
        return self._view().__rich__()

    def _view(self) -> View:
        from perfmodel.views.view import show

        found: Any = self
        return show(found)
