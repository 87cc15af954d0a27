"""Which characters of a page a person sees as its text."""

from __future__ import annotations

from statistics import median

from attrs import define, field

from perfmodel.files.pdf.drawing import Char, Drawing

__all__ = ["Letters", "letters_of", "upright"]

# A character drawn again within so much of its size is the same, drawn twice to look bold.
_TWICE = 0.28
# A watermark's letters are so much larger than the page's.
_WATERMARK_LARGER = 1.7


@define
class Letters:
    """The characters that are seen, and what was left out."""

    seen: list[Char] = field(factory=list)
    hidden: int = 0
    watermark: str = ""


def letters_of(drawing: Drawing) -> Letters:
    """Return the characters of a page without those that nobody sees, that are drawn twice, or are a watermark's."""
    found = Letters(hidden=sum(not char.text.isspace() for char in drawing.invisible))
    chars: list[Char] = []
    for char in drawing.chars:
        if char.white and not any(area.holds(char.x, char.y) for area in drawing.areas + drawing.pictures):
            found.hidden += not char.text.isspace()
        else:
            chars.append(char)
    chars = _once(chars)
    watermark = [char for char in chars if char.turn == -1]
    if watermark or any(char.faint for char in chars):
        usual = median(char.size for char in chars if char.turn != -1) if len(watermark) < len(chars) else 0.0
        rest = []
        for char in chars:
            if char.turn != -1 and char.faint and char.size > _WATERMARK_LARGER * usual:
                watermark.append(char)
            elif char.turn != -1:
                rest.append(char)
        chars = rest
    found.watermark = "".join(char.text for char in watermark).strip()
    found.seen = chars
    return found


def _once(chars: list[Char]) -> list[Char]:
    """The characters, each once where it is drawn again in nearly the same place."""
    kept: list[Char] = []
    places: dict[tuple[str, int, int], list[Char]] = {}
    for char in chars:
        reach = _TWICE * char.size
        side = max(reach, 0.1)
        column, row = int(char.x // side), int(char.y // side)
        near = (
            other
            for across in (column - 1, column, column + 1)
            for down in (row - 1, row, row + 1)
            for other in places.get((char.text, across, down), ())
        )
        if any(_is_same(other, char, reach) for other in near):
            continue
        places.setdefault((char.text, column, row), []).append(char)
        kept.append(char)
    return kept


def _is_same(other: Char, char: Char, reach: float) -> bool:
    """Whether two characters of one text are one, drawn twice: nearer to each other than two neighbours are."""
    least = min(reach, max(0.5 * (char.end - char.start), 0.05 * char.size))
    near = abs(other.start - char.start) < least and abs(other.across - char.across) < reach
    return near and abs(other.size - char.size) < reach


def upright(drawing: Drawing) -> Drawing:
    """Return a drawing turned so that most of its text is upright: some pages lie on their side without saying so."""
    turns = [char.turn for char in drawing.chars if not char.text.isspace()]
    for turn in (90, 270, 180):
        if turns and turns.count(turn) > 0.8 * len(turns) and len(turns) > 40:
            from perfmodel.files.pdf.turning import turned

            return turned(drawing, turn)
    return drawing
