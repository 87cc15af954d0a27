"""Runs a page's content, counting what it does against the limits, and takes down what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve

from perfmodel.errors import ParseError
from perfmodel.files.budget import Budget
from perfmodel.files.pdf.drawing import Area, Drawing
from perfmodel.files.pdf.fonts import FontTable
from perfmodel.files.pdf.painting import paint
from perfmodel.files.pdf.resources import Resources
from perfmodel.files.pdf.showing import show
from perfmodel.files.pdf.state import IDENTITY, Matrix, State, lightness, multiply
from perfmodel.files.pdf.tokens import Name, operations

__all__ = ["Interpreter"]

# Saved states within saved states.
_MOST_SAVED = 500


class Interpreter:
    """Runs contents of one page."""

    def __init__(
        self, drawing: Drawing, fonts: FontTable, budget: Budget, matrix: Matrix, hidden_layers: frozenset[int]
    ) -> None:
        self.drawing = drawing
        self.fonts = fonts
        self.budget = budget
        self.hidden_layers = hidden_layers
        self.state: State = State(matrix, (0.0, 0.0, drawing.width, drawing.height))
        self.saved: list[State] = []
        self.text_matrix: Matrix = IDENTITY
        self.line_matrix: Matrix = IDENTITY
        self.path: list[list[tuple[float, float]]] = []
        self.curved: set[int] = set()
        self.clips: bool = False
        self.resources: Resources = Resources({})
        self.marks: list[bool] = []
        self.hidden: int = 0
        self._operators = 0
        self._forms = 0
        self._running: set[Any] = set()

    def run(self, data: bytes, resources: Resources) -> None:
        """Run a content with its resources."""
        before, self.resources = self.resources, resources
        handlers, limit, charged = _HANDLERS, self.budget.limits.page_operators, self._operators
        try:
            for operator, operands in operations(data):
                self._operators += 1
                if self._operators > limit:
                    self.budget.refuse("page_operators")
                handler = handlers.get(operator)
                if handler is not None:
                    try:
                        handler(self, *operands)
                    except ParseError:
                        raise
                    except (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError):
                        continue  # operands that are too few, too many or of another kind: as viewers do, pass on
        finally:
            self.resources = before
            self.budget.charge("operators", self._operators - charged)

    # State

    def save(self) -> None:
        """Keep the state."""
        if len(self.saved) < _MOST_SAVED:
            self.saved.append(evolve(self.state))

    def restore(self) -> None:
        """Bring the last kept state back."""
        if self.saved:
            self.state = self.saved.pop()

    def concatenate(self, *matrix: float) -> None:
        """Change the coordinates."""
        self.state.matrix = multiply(_matrix(matrix), self.state.matrix)

    def graphics_state(self, name: Name) -> None:
        """Take what a graphics state of the resources sets, as far as it can be seen."""
        given = self.resources.get("ExtGState", name)
        if isinstance(given, dict):
            if "ca" in given:
                self.state.fill_alpha = float(self.resources.plain(given["ca"]))
            if "CA" in given:
                self.state.stroke_alpha = float(self.resources.plain(given["CA"]))
            if "LW" in given:
                self.state.line_width = float(self.resources.plain(given["LW"]))
            font = self.resources.plain(given.get("Font"))
            if isinstance(font, list) and len(font) == 2:
                self.state.font, self.state.size = self.fonts.font(font[0]), float(font[1])

    # Text

    def begin_text(self) -> None:
        """Begin a text object."""
        self.text_matrix = self.line_matrix = IDENTITY

    def set_font(self, name: Name, size: float) -> None:
        """Choose a font."""
        self.state.size = float(size)
        given = self.resources.reference("Font", name)
        self.state.font = None if given is None else self.fonts.font(given)

    def move_text(self, x: float, y: float) -> None:
        """Go to the next line, by an offset."""
        a, b, c, d, e, f = self.line_matrix
        self.text_matrix = self.line_matrix = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def move_text_leading(self, x: float, y: float) -> None:
        """Go to the next line, by an offset that is kept as the leading."""
        self.state.leading = -y
        self.move_text(x, y)

    def set_text_matrix(self, *matrix: float) -> None:
        """Set where text stands."""
        self.text_matrix = self.line_matrix = _matrix(matrix)

    def next_line(self) -> None:
        """Go to the next line, by the leading."""
        self.move_text(0.0, -self.state.leading)

    def show_text(self, text: bytes) -> None:
        """Show a string."""
        show(self, [text])

    def show_array(self, items: list[Any]) -> None:
        """Show strings with offsets between them."""
        show(self, items)

    def next_line_show(self, text: bytes) -> None:
        """Show a string on the next line."""
        self.next_line()
        show(self, [text])

    def spaced_next_line_show(self, word: float, character: float, text: bytes) -> None:
        """Show a string on the next line, with its spaces."""
        self.state.word_space, self.state.character_space = float(word), float(character)
        self.next_line_show(text)

    # Paths

    def move_to(self, x: float, y: float) -> None:
        """Begin a part of the path."""
        a, b, c, d, e, f = self.state.matrix
        self.path.append([(a * x + c * y + e, b * x + d * y + f)])

    def line_to(self, x: float, y: float) -> None:
        """Go on straight."""
        a, b, c, d, e, f = self.state.matrix
        self.path[-1].append((a * x + c * y + e, b * x + d * y + f))

    def curve_to(self, *points: float) -> None:
        """Go on in a curve; only its end counts."""
        self.curved.add(len(self.path) - 1)
        self.line_to(points[-2], points[-1])

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        """Add a rectangle to the path."""
        a, b, c, d, e, f = self.state.matrix
        x1, y1 = x + width, y + height
        corners = ((x, y), (x1, y), (x1, y1), (x, y1), (x, y))
        self.path.append([(a * u + c * v + e, b * u + d * v + f) for u, v in corners])

    def close_path(self) -> None:
        """Go back to where the part of the path began."""
        if self.path and len(self.path[-1]) > 1:
            self.path[-1].append(self.path[-1][0])

    def clip_path(self) -> None:
        """Let the path bound what is drawn behind it."""
        self.clips = True

    def end_path(self, stroke: bool = False, fill: bool = False, close: bool = False) -> None:
        """Paint the path, or not, and forget it."""
        if close:
            self.close_path()
        if self.path:
            if (stroke or fill) and not self.hidden:
                paint(self.drawing, self.path, self.curved, self.state, stroke, fill)
                if len(self.drawing.level) + len(self.drawing.plumb) > self.budget.limits.page_rules:
                    self.budget.refuse("page_rules")
            if self.clips:
                self._narrow_clip([point for part in self.path for point in part])
            self.path = []
            self.curved.clear()
        self.clips = False

    def _narrow_clip(self, points: list[tuple[float, float]]) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, y0, x1, y1 = self.state.clip
        self.state.clip = max(x0, min(xs)), max(y0, min(ys)), min(x1, max(xs)), min(y1, max(ys))

    # Objects and marked content

    def draw_object(self, name: Name) -> None:
        """Draw a form or a picture of the resources."""
        stream = self.resources.get("XObject", name)
        subtype = self.resources.name_of(stream, "Subtype")
        if self.hidden or self.resources.layer_is_hidden(stream.get("OC"), self.hidden_layers):
            return
        if subtype == "Image":
            self.draw_picture()
        elif subtype == "Form":
            self.draw_form(stream, self.resources.plain(stream.get("Matrix")) or IDENTITY)

    def draw_picture(self, *_: Any) -> None:
        """Take down where a picture stands: the unit square."""
        a, b, c, d, e, f = self.state.matrix
        xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        box = self.state.clip
        area = Area(max(min(xs), box[0]), max(min(ys), box[1]), min(max(xs), box[2]), min(max(ys), box[3]))
        if area.x1 > area.x0 and area.y1 > area.y0 and not self.hidden:
            self.drawing.pictures.append(area)

    def draw_form(self, stream: Any, matrix: Any) -> None:
        """Run the content of a form; one that draws itself is passed over."""
        self._forms += 1
        if self._forms > self.budget.limits.page_forms:
            self.budget.refuse("page_forms")
        key = stream.objid if stream.objid is not None else id(stream)
        if key in self._running:
            return
        if len(self._running) >= self.budget.limits.form_nesting:
            self.budget.refuse("form_nesting")
        self._running.add(key)
        before = self.state, self.saved, self.text_matrix, self.line_matrix, self.path, self.marks, self.hidden
        self.state, self.saved, self.path, self.marks = evolve(self.state), [], [], []
        try:
            self.concatenate(*(float(self.resources.plain(each)) for each in matrix))
            box = self.resources.plain(stream.get("BBox"))
            if isinstance(box, list) and len(box) == 4:
                x0, y0, x1, y1 = (float(self.resources.plain(each)) for each in box)
                a, b, c, d, e, f = self.state.matrix
                self._narrow_clip([(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)])
            inner = self.resources.of_form(stream)
            content, whole = inner.bytes_of(stream, self.budget)
            self.drawing.damaged = self.drawing.damaged or not whole
            self.run(content, inner)
        finally:
            self._running.discard(key)
            self.state, self.saved, self.text_matrix, self.line_matrix, self.path, self.marks, self.hidden = before

    def begin_marked(self, tag: Name, properties: Any = None) -> None:
        """Begin marked content; that of a layer which is switched off is hidden."""
        hidden = False
        if tag == "OC" and isinstance(properties, Name):
            reference = self.resources.reference("Properties", properties)
            hidden = self.resources.layer_is_hidden(reference, self.hidden_layers)
        self.marks.append(hidden)
        self.hidden += hidden

    def end_marked(self) -> None:
        """End marked content."""
        if self.marks:
            self.hidden -= self.marks.pop()


def _matrix(given: Any) -> Matrix:
    a, b, c, d, e, f = given
    return float(a), float(b), float(c), float(d), float(e), float(f)


def _setter(name: str, factor: float = 1.0) -> Callable[..., None]:
    def set_one(interpreter: Interpreter, value: float) -> None:
        setattr(interpreter.state, name, float(value) * factor)

    return set_one


def _set_mode(interpreter: Interpreter, mode: float) -> None:
    interpreter.state.mode = int(mode)


def _colour(name: str) -> Callable[..., None]:
    def set_colour(interpreter: Interpreter, *values: Any) -> None:
        setattr(interpreter.state, name, lightness(values))

    return set_colour


def _colour_space(name: str) -> Callable[..., None]:
    def set_black(interpreter: Interpreter, *_: Any) -> None:
        setattr(interpreter.state, name, 0.0)

    return set_black


def _ending(stroke: bool, fill: bool, close: bool = False) -> Callable[..., None]:
    def end(interpreter: Interpreter, *_: Any) -> None:
        interpreter.end_path(stroke, fill, close)

    return end


_HANDLERS: dict[bytes, Callable[..., None]] = {
    b"q": Interpreter.save,
    b"Q": Interpreter.restore,
    b"cm": Interpreter.concatenate,
    b"gs": Interpreter.graphics_state,
    b"w": _setter("line_width"),
    b"BT": Interpreter.begin_text,
    b"Tf": Interpreter.set_font,
    b"Td": Interpreter.move_text,
    b"TD": Interpreter.move_text_leading,
    b"Tm": Interpreter.set_text_matrix,
    b"T*": Interpreter.next_line,
    b"Tj": Interpreter.show_text,
    b"TJ": Interpreter.show_array,
    b"'": Interpreter.next_line_show,
    b'"': Interpreter.spaced_next_line_show,
    b"Tc": _setter("character_space"),
    b"Tw": _setter("word_space"),
    b"Tz": _setter("scale", 0.01),
    b"TL": _setter("leading"),
    b"Ts": _setter("rise"),
    b"Tr": _set_mode,
    b"m": Interpreter.move_to,
    b"l": Interpreter.line_to,
    b"c": Interpreter.curve_to,
    b"v": Interpreter.curve_to,
    b"y": Interpreter.curve_to,
    b"re": Interpreter.rectangle,
    b"h": Interpreter.close_path,
    b"W": Interpreter.clip_path,
    b"W*": Interpreter.clip_path,
    b"n": _ending(False, False),
    b"S": _ending(True, False),
    b"s": _ending(True, False, True),
    b"f": _ending(False, True),
    b"F": _ending(False, True),
    b"f*": _ending(False, True),
    b"B": _ending(True, True),
    b"B*": _ending(True, True),
    b"b": _ending(True, True, True),
    b"b*": _ending(True, True, True),
    b"g": _colour("fill_light"),
    b"rg": _colour("fill_light"),
    b"k": _colour("fill_light"),
    b"sc": _colour("fill_light"),
    b"scn": _colour("fill_light"),
    b"cs": _colour_space("fill_light"),
    b"G": _colour("stroke_light"),
    b"RG": _colour("stroke_light"),
    b"K": _colour("stroke_light"),
    b"SC": _colour("stroke_light"),
    b"SCN": _colour("stroke_light"),
    b"CS": _colour_space("stroke_light"),
    b"Do": Interpreter.draw_object,
    b"BI": Interpreter.draw_picture,
    b"BDC": Interpreter.begin_marked,
    b"BMC": Interpreter.begin_marked,
    b"EMC": Interpreter.end_marked,
}
