"""The code of what is not as it was approved, and its error; apart from the comparison, which takes long to import."""

from perfmodel._internal.messages import bilingual

__all__ = ["PLAN_CODE", "PLAN_SEVERITY", "NotOfOneKind"]

PLAN_CODE = "E11"
# That of the gravest: each kind of change has its own (`perfmodel.comparison.words.SEVERITY_OF_KIND`).
PLAN_SEVERITY = "error"


class NotOfOneKind(TypeError):
    """What was approved cannot be compared with what is checked: an indicator with a table. ``zh`` and ``en`` say it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(bilingual((zh, en)))
        self.zh = zh
        self.en = en
