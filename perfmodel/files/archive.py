"""Zip archives of XML parts (XLSX, DOCX): opened within limits, read as they are unpacked, never with a DTD."""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from attrs import frozen

from perfmodel.errors import ParseError
from perfmodel.files.budget import Budget
from perfmodel.files.damage import Damage, damage_of, xml_damage_of
from perfmodel.files.detect import DIRECTORY_ENTRY, refuse_encrypted

__all__ = ["Archive", "DamagedPart", "Relation", "local_name", "local_value", "open_archive"]

_CHUNK = 1 << 18
_UNREADABLE = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error)

Attributes = dict[str, str]


class DamagedPart(Damage):
    """A part of an archive is damaged or cut off; what was read of it before counts."""


@frozen
class Relation:
    """What a part refers to: the other part's path in the archive, and what it is (the end of its type)."""

    target: str
    kind: str


class _LocalNames(dict[str, str]):
    """XML names without their prefixes, remembered while there are few."""

    def __missing__(self, name: str) -> str:
        found = name.rpartition(":")[2]
        if len(self) < 10_000:
            self[name] = found
        return found


local_name = _LocalNames()


def local_value(attributes: Attributes, name: str) -> str | None:
    """Return the value of an attribute, whatever its prefix.

    >>> local_value({"w:val": "3"}, "val")
    '3'
    """
    for key, value in attributes.items():
        if local_name[key] == name:
            return value
    return None


def open_archive(data: bytes, budget: Budget) -> Archive:
    """Open a file's bytes as an archive; raises `ParseError` where that fails."""
    if data.count(DIRECTORY_ENTRY) > budget.limits.archive_entries:
        budget.refuse("archive_entries")
    try:
        return Archive(ZipFile(BytesIO(data)), budget)
    except _UNREADABLE:
        raise ParseError(
            "文件损坏或不完整：压缩包目录无法读取，请重新下载",
            "the file is damaged or cut off: its directory cannot be read; download it again",
            filename=budget.filename,
            lang=budget.lang,
        ) from None


class Archive:
    """The parts of an XLSX or DOCX file, by their paths; letters' case and slashes make no difference."""

    def __init__(self, zipped: ZipFile, budget: Budget) -> None:
        self.zipped = zipped
        self.budget = budget
        self.parts = {_key(name): name for name in zipped.namelist()}

    def has(self, path: str) -> bool:
        """Whether there is a part of a path."""
        return _key(path) in self.parts

    def parse(
        self,
        path: str,
        start: Callable[[str, Attributes], object],
        end: Callable[[str], object] | None = None,
        text: Callable[[str], object] | None = None,
    ) -> None:
        """Parse a part, calling the handlers with names as written (see `local_name`), attributes and text.

        Raises `DamagedPart` where it is missing, or not well-formed from some place on; `ParseError` where it has a DTD
        or goes beyond a limit.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartDoctypeDeclHandler = self._refuse_dtd
        parser.StartElementHandler = start
        if end is not None:
            parser.EndElementHandler = end
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            entry = self.zipped.getinfo(self.parts[_key(path)])
            if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                # The unpackers of others give all that a piece holds at once, and no office program packs with them.
                raise DamagedPart(f"{path}：压缩方式应为 deflate", f"{path}: expected deflate compression")
            with self.zipped.open(entry) as stream:
                fed = not_closed = 0
                while chunk := stream.read(_CHUNK):
                    fed += len(chunk)
                    self.budget.charge("unpacked_bytes", len(chunk))
                    self.budget.charge("xml_tags", chunk.count(b"<"))
                    not_closed += chunk.count(b"<") - 2 * chunk.count(b"</") - chunk.count(b"/>")
                    if not_closed > self.budget.limits.open_tags:
                        self.budget.refuse("open_tags")
                    parser.Parse(chunk, False)
                    if fed - parser.CurrentByteIndex > self.budget.limits.tag_bytes:
                        self.budget.refuse("tag_bytes")
                    if len(parser.intern) > self.budget.limits.xml_names:
                        self.budget.refuse("xml_names")
            parser.Parse(b"", True)
        except KeyError:
            raise DamagedPart(f"缺少部件 {path}", f"the part {path} is missing") from None
        except expat.ExpatError as error:
            zh, en = xml_damage_of(error)
            raise DamagedPart(f"{path}：{zh}", f"{path}: {en}") from None
        except RuntimeError:
            refuse_encrypted(self.budget.lang, self.budget.filename)
        except ParseError:
            raise
        except (*_UNREADABLE, LookupError) as error:  # LookupError: an encoding that is none
            zh, en = ("编码未知", "unknown encoding") if isinstance(error, LookupError) else damage_of(error)
            raise DamagedPart(f"{path}：{zh}", f"{path}: {en}") from None

    def _refuse_dtd(self, *_: object) -> NoReturn:
        raise ParseError(
            "文件含 DTD 声明，未读：办公软件不写这种声明，可能是实体炸弹",
            "the file declares a DTD and was not read: no office program writes one, and it may be an entity bomb",
            filename=self.budget.filename,
            lang=self.budget.lang,
        )

    def relations(self, path: str) -> dict[str, Relation]:
        """Return what a part refers to, by the identifiers that it uses; nothing where that cannot be read."""
        folder, name = posixpath.split(path)
        found: dict[str, Relation] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if local_name[tag] == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "").replace("\\", "/")
                whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = Relation(posixpath.normpath(whole), kind)

        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.has(relations):
            try:
                self.parse(relations, start)
            except DamagedPart:
                return found
        return found

    def main_part(self, usual: str) -> str:
        """Return the path of the part that the archive is about: what its relations say, else the usual one."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and self.has(relation.target):
                return relation.target
        return usual


def _key(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()
