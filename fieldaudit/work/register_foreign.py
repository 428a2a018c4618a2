"""Files an office sends for a register that cannot be read: each is told apart and refused with the way out.

Owns the signs by which old workbooks, encrypted ones, web pages named .xls and other programs' files are known.
A file's content decides, never its name: a true XLSX named .xls is read.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from ..errors import BadInput
from ..i18n import Text, tr
from .register_table import SAVE_AS, unreadable

_OLE = b"\xd0\xcf\x11\xe0"
_WEB_PAGE = re.compile(rb"<!doctype html|<html|<table\b|<meta\b[^>]*charset", re.IGNORECASE)

_OLD = tr("这是旧版 Excel 97-2003 工作簿（.xls），不能读取", "this is an old Excel 97-2003 workbook (.xls): it cannot be read")
_ET = tr("这是 WPS 表格文件（.et），不能读取", "this is a WPS spreadsheet (.et): it cannot be read")
_WORD = tr("这是文字文档（.doc、.wps），不是表格", "this is a text document (.doc, .wps), not a spreadsheet")
_LOCKED = tr("工作簿设有打开密码，内容已加密，不能读取", "the workbook has a password to open: it is encrypted and cannot be read")
_OLE_OTHER = tr("这是旧版 Office 格式的文件，不是 XLSX 工作簿", "this is a file of an old Office format, not an XLSX workbook")
_HTML = tr("这是存成 .xls 的网页（HTML），不是真正的工作簿", "this is a web page (HTML) saved as .xls, no true workbook")
_XML = tr("这是“XML 电子表格 2003”，不是 XLSX 工作簿", "this is an 'XML Spreadsheet 2003', not an XLSX workbook")
_MHT = tr("这是单个文件网页（MHT），不是真正的工作簿", "this is a single-file web page (MHT), no true workbook")
_PDF = tr("这是 PDF 文件，不是表格", "this is a PDF, not a table")
_XLSB = tr("这是二进制工作簿（.xlsb），不能读取", "this is a binary workbook (.xlsb): it cannot be read")
_ODS = tr("这是 OpenDocument 表格（.ods），不能读取", "this is an OpenDocument spreadsheet (.ods): it cannot be read")
_DOCX = tr("这是 Word 文档（.docx），不是表格", "this is a Word document (.docx), not a spreadsheet")
_OTHER_ZIP = tr("这是一个压缩包，但不是 XLSX 工作簿", "this is a zip archive but not an XLSX workbook")

_UNLOCK = tr(
    "请先用密码打开，去掉密码：Excel 选“文件—信息—保护工作簿—用密码进行加密”，WPS 选“文件—文档加密—密码加密”，"
    "清空密码后另存为 .xlsx，再导入。",
    "Open it with its password and take that away: in Excel File - Info - Protect Workbook - Encrypt with Password, "
    "in WPS File - Encrypt; clear the password, save as .xlsx and import that.")
_COPY = tr(
    "请打开文档，把其中的表格复制到新建的工作簿里，另存为 .xlsx，再导入。",
    "Open the document, copy its table into a new workbook, save that as .xlsx and import it.")
_ASK = tr("请向报送单位要 Excel 或 WPS 表格的原件。", "Ask the sender for the spreadsheet it was made from.")
_UNPACK = tr(
    "若压缩包里有名册，请先解压，再导入其中的 .xlsx 或 .csv。", "If it holds the register, unpack it and import that file.")


def refuse_foreign(data: bytes, file_name: str) -> None:
    """Raises BadInput for bytes that are known to be some other kind of file than text or a zip archive."""
    start = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if data.startswith(_OLE):
        raise _old_office(data, PurePath(file_name).suffix.lower(), file_name)
    if data.startswith(b"%PDF-"):
        raise BadInput(_PDF, where=file_name, todo=_ASK)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and start.startswith(b"<?xml"):
        raise unreadable(_XML, file_name)
    if start.lower().startswith(b"mime-version:"):
        raise unreadable(_MHT, file_name)
    if start.startswith(b"<") and _WEB_PAGE.search(start):
        raise unreadable(_HTML, file_name)


def _old_office(data: bytes, suffix: str, file_name: str) -> BadInput:
    """An OLE container says what it is by the names of its streams, which are UTF-16."""
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return BadInput(_LOCKED, where=file_name, todo=_UNLOCK)
    if holds("WordDocument") and not (suffix in (".xls", ".et") and holds("Workbook")):  # a document may lie in a workbook
        return BadInput(_WORD, where=file_name, todo=_COPY)
    if suffix == ".et":
        return unreadable(_ET, file_name)
    return unreadable(_OLD if suffix == ".xls" or holds("Workbook") else _OLE_OTHER, file_name)


_ARCHIVES: tuple[tuple[str, Text, Text], ...] = (
    ("xl/workbook.bin", _XLSB, SAVE_AS), ("word/document.xml", _DOCX, _COPY), ("content.xml", _ODS, SAVE_AS))


def refuse_archive(parts: frozenset[str], file_name: str) -> None:
    """Raises BadInput for a zip archive, known by the names of its parts, that is no XLSX workbook."""
    if "xl/workbook.xml" in parts:
        return
    what, todo = next(((what, todo) for part, what, todo in _ARCHIVES if part in parts), (_OTHER_ZIP, _UNPACK))
    raise BadInput(what, where=file_name, todo=todo)
