"""What stops a whole run, and not one of its files."""

from __future__ import annotations

from perfmodel._internal.messages import bilingual

__all__ = ["BatchError"]


class BatchError(ValueError):
    """A batch that cannot be begun, or cannot go on; ``zh`` and ``en`` say why. What was written stays.

    >>> print(BatchError("磁盘空间不足", "no space left on device"))
    磁盘空间不足 / no space left on device
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(bilingual((zh, en)))
        self.zh = zh
        self.en = en

    def __reduce__(self) -> tuple[type[BatchError], tuple[str, str]]:
        return type(self), (self.zh, self.en)
