"""The levels that are carried down from row to row in a block of indicators."""

from __future__ import annotations

from perfmodel.forms.cell_words import category_level, is_template
from perfmodel.forms.drafts import FormDraft, IndicatorDraft
from perfmodel.forms.sheets import At
from perfmodel.forms.titles import is_attachment
from perfmodel.source.characters import squeeze

__all__ = ["CarriedLevels"]


class CarriedLevels:
    """Level 1 and 2 of the rows read so far, the indicator that was read last, and levels that no indicator has yet."""

    def __init__(self, draft: FormDraft) -> None:
        self.draft = draft
        self.pending: dict[str, At] = {}
        self.reset()

    def reset(self) -> None:
        """Forget all of it: another project begins."""
        self.drop_unused()
        self.level1: At | None = None
        self.level2: At | None = None
        self.last: IndicatorDraft | None = None

    def take(self, field: str, part: At) -> bool:
        """Take a level's cell; return whether it is a level 2 that this row prints."""
        if is_template(part.text):
            self.draft.layout.append(part)
            return False
        if field == "level1":
            if self.level1 is None or self.level1.start != part.start:
                if self.level1 is None or squeeze(self.level1.text) != squeeze(part.text):
                    self.level2 = None
                self.level1 = part
                self.drop_unused()
                self.pending["level1"] = part
            return False
        fresh = self.level2 is None or self.level2.start != part.start
        if fresh:
            self.drop_unused("level2")
            self.pending["level2"] = part
        self.level2 = part
        return fresh

    def begin(self, level: int, part: At) -> None:
        """Take a category that stands in a row of its own."""
        if level == 1:
            self.drop_unused()
            self.level1, self.level2 = part, None
        else:
            self.drop_unused("level2")
            self.level2 = part
        self.pending[f"level{level}"] = part

    def give_to(self, one: IndicatorDraft) -> None:
        """Note that an indicator has the levels."""
        self.last = one
        self.pending.clear()

    def drop_unused(self, *fields: str) -> None:
        """Categories without indicators are layout; what else stood under the heads of levels is said."""
        for field in fields or tuple(self.pending):
            part = self.pending.pop(field, None)
            if part is not None:
                known = category_level(part.text) is not None or is_attachment(part.text)
                (self.draft.layout if known else self.draft.unread).append(part)
