"""What a file is, by its first bytes: so that a refusal can say what was given instead of evidence.

Owns a short table of well-known beginnings; knows nothing of photos. A guess for a sentence, never a
decision: nothing is accepted on its word.
"""

from __future__ import annotations

from ..i18n import Text, tr

_AVIF = tr("AVIF 图片", "an AVIF picture")
_VIDEO = tr("视频", "a video")
_TEXT = tr("文本文件", "a text file")
_UNKNOWN = tr("无法识别的文件", "a file of unknown kind")
_AVIF_BRANDS = (b"avif", b"avis", b"mif1")

_BEGINNINGS: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF-", tr("PDF 文件", "a PDF")),
    (b"PK\x03\x04", tr("压缩包或 Office 文档（ZIP）", "a zip archive or Office document")),
    (b"PK\x05\x06", tr("空压缩包（ZIP）", "an empty zip archive")),
    (b"\xd0\xcf\x11\xe0", tr("旧版 Office 文档", "an old Office document")),
    (b"Rar!", tr("压缩包（RAR）", "a RAR archive")),
    (b"7z\xbc\xaf", tr("压缩包（7z）", "a 7z archive")),
    (b"\x1f\x8b", tr("压缩包（gzip）", "a gzip archive")),
    (b"II*\0", tr("相机 RAW 图片", "a camera raw picture")),
    (b"MM\0*", tr("相机 RAW 图片", "a camera raw picture")),
    (b"II+\0", tr("BigTIFF 图片", "a BigTIFF picture")),
    (b"MM\0+", tr("BigTIFF 图片", "a BigTIFF picture")),
    (b"\xff\x0a", tr("JPEG XL 图片", "a JPEG XL picture")),
    (b"\0\0\0\x0cJXL ", tr("JPEG XL 图片", "a JPEG XL picture")),
    (b"\0\0\0\x0cjP  ", tr("JPEG 2000 图片", "a JPEG 2000 picture")),
    (b"8BPS", tr("Photoshop 文件", "a Photoshop file")),
    (b"MZ", tr("Windows 程序", "a Windows program")),
    (b"\x7fELF", tr("Linux 程序", "a Linux program")),
    (b"SQLite format 3\0", tr("数据库文件", "a database file")),
    (b"<svg", tr("SVG 图形", "an SVG drawing")),
)


def what_it_is(data: bytes) -> Text:
    """The kind of file as a noun for a sentence."""
    if data[4:8] == b"ftyp":
        return _AVIF if data[8:12] in _AVIF_BRANDS else _VIDEO
    if data[:4] == b"RIFF":
        return _VIDEO
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    return _TEXT if _is_text(data[:4096]) else _UNKNOWN


def _is_text(head: bytes) -> bool:
    """UTF-8 or GB18030 without control characters; the cut may fall inside a character."""
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return bool(text) and all(c.isprintable() or c in "\r\n\t\ufeff" for c in text)
    return False
