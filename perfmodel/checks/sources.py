"""The sources of rules: documents, and which of their principles. Without article numbers or quotations: none is verified."""

from __future__ import annotations

from attrs import frozen

__all__ = ["EVALUATION_2020", "GUIDE_2021", "MANAGEMENT_2015", "PRACTICE", "Basis", "Document"]


@frozen
class Document:
    """A document: its number and title, and what it is called in English.

    >>> MANAGEMENT_2015.number
    '财预〔2015〕88号'
    """

    number: str
    title: str
    english: str


@frozen
class Basis:
    """Why a rule is one: a document and its principle, or practice alone.

    >>> print(Basis(MANAGEMENT_2015, "细化量化", "specific and measurable").text())
    财预〔2015〕88号《中央部门预算绩效目标管理办法》：细化量化
    """

    document: Document | None
    principle: str
    english: str

    def text(self, lang: str = "zh") -> str:
        """Return the basis as a line, in ``zh`` or ``en``."""
        if self.document is None:
            return f"practice: {self.english}" if lang == "en" else f"实务（practice）：{self.principle}"
        if lang == "en":
            return f"{self.document.number} ({self.document.english}): {self.english}"
        return f"{self.document.number}《{self.document.title}》：{self.principle}"


MANAGEMENT_2015 = Document(
    "财预〔2015〕88号",
    "中央部门预算绩效目标管理办法",
    "measures for managing the performance targets of central departments' budgets",
)
EVALUATION_2020 = Document(
    "财预〔2020〕10号", "项目支出绩效评价管理办法", "measures for evaluating the performance of project spending"
)
GUIDE_2021 = Document(
    "财预〔2021〕101号",
    "中央部门项目支出核心绩效目标和指标设置及取值指引（试行）",
    "guide to core targets, indicators and their values for central departments' project spending (trial)",
)


def PRACTICE(principle: str, english: str) -> Basis:  # noqa: N802 - reads as one of the documents above
    """Return a basis in practice alone: no document lays the rule down.

    >>> PRACTICE("数目凭经验", "the number is a proposal").text("en")
    'practice: the number is a proposal'
    """
    return Basis(None, principle, english)
