"""OLE files (XLS, DOC of Office 97 to 2003): one stream of the file system that is inside them.

Source: [MS-CFB], Compound File Binary File Format.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from perfmodel.files.damage import Damage, damage_of

__all__ = ["DamagedOle", "ole_stream"]

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Sector numbers from here on say that a chain ends, or that a sector is none.
_FIRST_SPECIAL_SECTOR = 0xFFFFFFFA
_SECTORS_IN_HEADER, _ENTRY_BYTES, _STREAM_ENTRY = 109, 128, 2


class DamagedOle(Damage):
    """An OLE file is damaged or cut off so that a stream cannot be found in it."""


def ole_stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """Return the first stream that is there of ``names``, as much of it as the file has; raises `DamagedOle` else.

    The folders' tree is not walked: all entries are looked at, once each, however they refer to each other.

    >>> ole_stream(b"no OLE file", ("Workbook",))
    Traceback (most recent call last):
    perfmodel.files.ole.DamagedOle: 不是 OLE 文件 / not an OLE file
    """
    if not data.startswith(_SIGNATURE) or len(data) < 512:
        raise DamagedOle("不是 OLE 文件", "not an OLE file")
    try:
        return _File(data).stream(names)
    except struct.error as error:
        raise DamagedOle(*damage_of(error)) from None


class _File:
    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        self.size = 1 << (shift if shift in (9, 12) else 9)
        self.small_size = 1 << (small_shift if small_shift in (6, 7, 8) else 6)
        self.folder, _, self.small_limit, self.small_table = struct.unpack_from("<IIII", data, 48)
        self.sectors = len(data) // self.size
        self.table = self._numbers(self._table_sectors())

    def stream(self, names: tuple[str, ...]) -> bytes:
        """Return the first stream of some names."""
        folder = self._joined(self._chain(self.folder, self.table))
        entries: dict[str, int] = {}
        for at in range(0, len(folder) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            length = min(struct.unpack_from("<H", folder, at + 64)[0], 64)
            name = folder[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
            if folder[at + 66] == _STREAM_ENTRY:
                entries.setdefault(name.lower(), at)
        for name in names:
            if (found := entries.get(name.lower())) is not None:
                return self._content(folder, found)
        raise DamagedOle(f"缺数据流 {'、'.join(names)}", f"the stream {' or '.join(names)} is missing")

    def _content(self, folder: bytes, at: int) -> bytes:
        start, size = struct.unpack_from("<II", folder, at + 116)
        if size >= self.small_limit:
            return self._joined(self._chain(start, self.table))[:size]
        # A small stream is a chain of pieces of a stream that all small ones share, which the root entry says.
        shared = self._joined(self._chain(struct.unpack_from("<I", folder, 116)[0], self.table))
        table = self._numbers(self._chain(self.small_table, self.table))
        pieces = self._chain(start, table)
        return b"".join(shared[n * self.small_size : (n + 1) * self.small_size] for n in pieces)[:size]

    def _table_sectors(self) -> Iterator[int]:
        """The sectors of the table that says which sector follows which."""
        yield from struct.unpack_from(f"<{_SECTORS_IN_HEADER}I", self.data, 76)
        (further,) = struct.unpack_from("<I", self.data, 68)
        for _ in range(self.sectors):
            if further >= _FIRST_SPECIAL_SECTOR:
                return
            *numbers, further = self._numbers([further]) or [_FIRST_SPECIAL_SECTOR]
            yield from numbers

    def _numbers(self, sectors: Iterator[int] | list[int]) -> tuple[int, ...]:
        joined = self._joined(sectors)
        return struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4])

    def _joined(self, sectors: Iterator[int] | list[int]) -> bytes:
        """The bytes of sectors, of which each is taken once at most: no file is larger than itself."""
        taken: set[int] = set()
        pieces: list[bytes] = []
        for sector in sectors:
            if sector < self.sectors and sector not in taken:
                taken.add(sector)
                pieces.append(self.data[(sector + 1) * self.size : (sector + 2) * self.size])
        return b"".join(pieces)

    @staticmethod
    def _chain(start: int, table: tuple[int, ...]) -> Iterator[int]:
        """The sectors from one on, until the chain ends, leaves the table or has more than there are."""
        for _ in range(len(table)):
            if start >= len(table):
                return
            yield start
            start = table[start]
