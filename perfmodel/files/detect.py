"""Which kind of file something is: determined by its content, never by its name. What is not read is called by its name."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, NoReturn

from attrs import frozen

from perfmodel._internal.messages import spaced
from perfmodel.errors import ParseError
from perfmodel.files.limits import Limits, over_limit
from perfmodel.source.decoding import decode_bytes, decode_damaged

if TYPE_CHECKING:
    from zipfile import ZipFile

__all__ = ["DIRECTORY_ENTRY", "detect_kind", "refuse_binary", "refuse_encrypted"]


@frozen
class _Refusal:
    """What a file is that is not read, and what a person can do."""

    message: str
    english: str


_PICTURE = _Refusal(
    "文件为图片，不是文本：请先做文字识别（OCR），或使用发布时的 PDF、Excel、Word 文件",
    "the file is a picture: run it through OCR first, or use the PDF, Excel or Word file that was published",
)
_ARCHIVE = _Refusal(
    "文件为压缩包：请先解压，再读取其中的文件", "the file is an archive: unpack it and read the files in it"
)
_ENCRYPTED = _Refusal(
    "文件已加密：请用密码打开后另存为不加密的文件",
    "the file is encrypted: open it with its password and save it without one",
)
_OFD = _Refusal(
    "文件为 OFD 版式文件：请用阅读器打开后导出为 PDF",
    "the file is an OFD document: open it in a reader and export it as PDF",
)
_SLIDES = _Refusal(
    "文件为演示文稿：请把表格复制到 Excel 或 Word，或导出为 PDF",
    "the file is a presentation: copy the table to Excel or Word, or export it as PDF",
)
_RTF = _Refusal("文件为 RTF 文档：请用 Word 或 WPS 另存为 .docx", "the file is RTF: save it as .docx with Word or WPS")
_BINARY_WORKBOOK = _Refusal(
    "文件为 .xlsb 工作簿：请用 Excel 或 WPS 另存为 .xlsx",
    "the file is an .xlsb workbook: save it as .xlsx with Excel or WPS",
)
_OPEN_DOCUMENT = _Refusal(
    "文件为 OpenDocument 格式：请另存为 .xlsx 或 .docx", "the file is in OpenDocument format: save it as .xlsx or .docx"
)
_EMPTY_FILE = _Refusal("文件为空", "the file is empty")
_UNKNOWN_KIND = _Refusal(
    "未知的文件种类：可读 PDF、Excel（xlsx、xls、et）、Word（docx、doc、wps）、HTML、CSV 和文本",
    "unknown kind of file: expected PDF, Excel (xlsx, xls, et), Word (docx, doc, wps), HTML, CSV or text",
)

_MHTML = _Refusal(
    "文件为单个文件网页（MHTML）：请用浏览器打开后另存为 HTML，或把表格复制到 Excel",
    "the file is a web archive (MHTML): open it in a browser and save it as HTML, or copy the table to Excel",
)
_OLD_XML = _Refusal(
    "文件为 Office 2003 的 XML：请用 Excel、Word 或 WPS 另存为 .xlsx 或 .docx",
    "the file is XML of Office 2003: save it as .xlsx or .docx with Excel, Word or WPS",
)

_MAGIC = (
    (b"\x89PNG", _PICTURE),
    (b"8BPS\0", _PICTURE),
    (b"\0\0\x01\0", _PICTURE),
    (b"\0\0\0\x0cjP  ", _PICTURE),
    (b"\xff\x4f\xff\x51", _PICTURE),
    (b"\xd7\xcd\xc6\x9a", _PICTURE),
    (b"AT&TFORM", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"\x04\x22\x4d\x18", _ARCHIVE),
    (b"\x1f\x9d", _ARCHIVE),
    (b"LZIP", _ARCHIVE),
    (b"MSCF\0", _ARCHIVE),
    (b"-----BEGIN PGP MESSAGE", _ENCRYPTED),
    (b"{\\rtf", _RTF),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Pictures in the container of films.
_PICTURE_BRANDS = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
# What each entry of a zip archive's directory begins with.
DIRECTORY_ENTRY = b"PK\1\2"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The names of streams of an OLE file, as its folder has them: in UTF-16.
_OLE_STREAMS = (
    ("EncryptedPackage", None),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", None),
)
_MOST_CONTENT_TYPES = 1 << 18
# What a PDF begins with may stand behind some bytes that a server added.
_PDF_HEAD = 1024
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,5000}?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div|style|p|title|span|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_SVG_START = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype svg[^>]{0,500}>\s*)?<svg\b", re.IGNORECASE)
_MHTML_START = re.compile(
    r"(?:[\w-]{1,50}:[^\n]{0,500}\n[ \t\n]{0,9}){0,20}content-type:\s*multipart/related", re.IGNORECASE
)
_OLD_XML_START = re.compile(r"\s*<\?xml[^>]{0,200}>\s*<\?mso-application\b", re.IGNORECASE)
_HTML_TABLE = re.compile(r"<table\b[^<>]{0,2000}>", re.IGNORECASE)


def detect_kind(data: bytes, limits: Limits, lang: str = "zh", filename: str | None = None) -> str:
    """Return the kind of a file: ``pdf``, ``xlsx``, ``xls``, ``docx``, ``doc``, ``html``, ``csv`` or ``text``.

    Raises `ParseError` for what is not read (a picture, an archive, an encrypted file …), with what a person can do.

    >>> detect_kind(b"%PDF-1.7", Limits()), detect_kind("项目,金额\\n会议费,3\\n".encode(), Limits())
    ('pdf', 'csv')
    """
    if not data.strip(b"\0 \t\r\n"):
        _refuse(_EMPTY_FILE, lang, filename)
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "pdf"
    if data.startswith(_ZIP):
        return _zip_kind(data, limits, lang, filename)
    if data.startswith(_OLE):
        return _ole_kind(data, lang, filename)
    if (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or (data[4:8] == b"ftyp" and data[8:12] in _PICTURE_BRANDS):
        _refuse(_PICTURE, lang, filename)
    if data[257:262] == b"ustar":
        _refuse(_ARCHIVE, lang, filename)
    if b"E-SafeNet" in data[:_PDF_HEAD] and b"\0" in data[:_PDF_HEAD]:
        _refuse(_ENCRYPTED, lang, filename)
    # A picture by two letters (BM) is one only where it is no text.
    text = None if b"\0" in data[:_PDF_HEAD] and not data.startswith((b"\xff\xfe", b"\xfe\xff")) else _text(data)
    for magic, refusal in _MAGIC:
        if data.startswith(magic) and (text is None or refusal is not _PICTURE or len(magic) > 2):
            _refuse(refusal, lang, filename)
    if text is None:
        # A BIFF stream without its OLE file: what budget systems of the nineties called .xls.
        if data[:2] == b"\x09\x08":
            return "xls"
        _refuse(_UNKNOWN_KIND, lang, filename)
    return _text_kind(text, lang, filename)


# What people call kinds of files that are read as documents.
_KIND_NAMES = {
    "pdf": ("PDF", "a PDF"),
    "xlsx": ("Excel 工作簿（xlsx）", "an Excel workbook (xlsx)"),
    "xls": ("Excel 工作簿（xls、et）", "an Excel workbook (xls, et)"),
    "docx": ("Word 文档（docx）", "a Word document (docx)"),
    "doc": ("Word 文档（doc、wps）", "a Word document (doc, wps)"),
    "html": ("网页（HTML）", "a web page (HTML)"),
}


def refuse_binary(data: bytes, lang: str = "zh", filename: str | None = None) -> None:
    """Raise the `ParseError` of a file that is no text, where a text is expected: what it is, and what a person can do.

    >>> refuse_binary(b"%PDF-1.7 ...", "en", "a.pdf")
    Traceback (most recent call last):
      ...
    perfmodel.errors.ParseError: a.pdf: expected text, got a PDF: see its cells with perfmodel cells, or save it as text first
    """
    if not data.strip(b"\0 \t\r\n"):
        return  # whoever reads texts has something to say of an empty one
    try:
        kind = detect_kind(data, Limits(), lang, filename)
    except ParseError as refused:
        if refused.message == _UNKNOWN_KIND.message:  # no text is all that is known
            return
        raise
    if kind not in _KIND_NAMES or (kind == "html" and not _HTML_START.match(_text(data[:100_000]) or "")):
        return
    zh, en = _KIND_NAMES[kind]
    raise ParseError(
        f"应为文本，{spaced('实为', zh)}：可用 perfmodel cells 查看单元格，或先转为文本",
        f"expected text, got {en}: see its cells with perfmodel cells, or save it as text first",
        filename=filename,
        lang=lang,
    )


def _text(data: bytes) -> str | None:
    found = decode_bytes(data) or decode_damaged(data)
    return None if found is None else found[0]


def _refuse(refusal: _Refusal, lang: str, filename: str | None) -> NoReturn:
    raise ParseError(refusal.message, refusal.english, filename=filename, lang=lang)


def refuse_encrypted(lang: str, filename: str | None) -> NoReturn:
    """Raise the `ParseError` of an encrypted file, which says what a person can do."""
    _refuse(_ENCRYPTED, lang, filename)


def _zip_kind(data: bytes, limits: Limits, lang: str, filename: str | None) -> str:
    from zipfile import BadZipFile, ZipFile  # no text needs it

    if data.count(DIRECTORY_ENTRY) > limits.archive_entries:
        over_limit("archive_entries", limits, lang, filename)
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            lower = {name.lower().replace("\\", "/").lstrip("/") for name in names}
            kinds = [kind for folder, kind in (("xl/", "xlsx"), ("word/", "docx")) if _has_part(lower, folder)]
            types = b"" if kinds else _content_types(archive)
    except (BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        raise ParseError(
            "文件损坏或不完整：压缩包目录无法读取，请重新下载",
            "the file is damaged or cut off: its directory cannot be read; download it again",
            filename=filename,
            lang=lang,
        ) from None
    if any(name.startswith("xl/") and name.endswith("workbook.bin") for name in lower):
        _refuse(_BINARY_WORKBOOK, lang, filename)
    kinds += [kind for word, kind in ((b"spreadsheetml", "xlsx"), (b"wordprocessingml", "docx")) if word in types]
    if kinds:
        return kinds[0]
    if any(name.startswith("ppt/") for name in lower):
        _refuse(_SLIDES, lang, filename)
    if "ofd.xml" in lower:
        _refuse(_OFD, lang, filename)
    _refuse(_OPEN_DOCUMENT if "mimetype" in lower and "content.xml" in lower else _ARCHIVE, lang, filename)


def _has_part(names: set[str], folder: str) -> bool:
    return any(name.startswith(folder) and name.endswith((".xml", ".rels")) for name in names)


def _content_types(archive: ZipFile) -> bytes:
    """What an office program writes of the kinds of its parts, as much as tells what the archive is."""
    found = next((name for name in archive.namelist() if name.lower() == "[content_types].xml"), None)
    if found is None or archive.getinfo(found).compress_type not in (0, 8):
        return b""
    try:
        with archive.open(found) as stream:
            return stream.read(_MOST_CONTENT_TYPES)
    except Exception:  # whatever a damaged part raises: the other names tell
        return b""


def _ole_kind(data: bytes, lang: str, filename: str | None) -> str:
    for stream, kind in _OLE_STREAMS:
        # A name in the folder ends with a zero, else it is a piece of another name or of a text.
        if (stream + "\0").encode("utf-16-le") in data:
            if kind is not None:
                return kind
            _refuse(_ENCRYPTED if stream == "EncryptedPackage" else _SLIDES, lang, filename)
    _refuse(_UNKNOWN_KIND, lang, filename)


def _text_kind(text: str, lang: str, filename: str | None) -> str:
    start = text[:100_000].lstrip("\ufeff")
    if _SVG_START.match(start):
        _refuse(_PICTURE, lang, filename)
    if _MHTML_START.match(start):
        _refuse(_MHTML, lang, filename)
    if _OLD_XML_START.match(start):
        _refuse(_OLD_XML, lang, filename)
    if _HTML_START.match(start) or _HTML_TABLE.search(start):
        return "html"
    from perfmodel.files.delimited import delimiter_of

    return "text" if delimiter_of(text) is None else "csv"
