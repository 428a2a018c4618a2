"""An office's own head, read: a picture as wide as the type area, or the head of an A4 page as PDF.

Offices in Inner Mongolia print bilingual heads, Mongolian beside Chinese, which no face of ours sets; they load what their
printer set. Owns what such a file must be and the picture made of it. A PDF page is drawn as a picture at 300 dpi: its own
fonts and colours could break what a filed PDF must be. The same file gives the same picture.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from PIL import Image, UnidentifiedImageError

from ...errors import BadInput
from ...i18n import Text, tr
from ..pdfium import LOCK
from .page import MM, PORTRAIT

Kind = Literal["jpeg", "png", "pdf"]
_DPI, _LEAST_DPI, _MOST_DPI = 300, 200, 600
Image.MAX_IMAGE_PIXELS = None  # Pillow's limit would warn, then refuse as damaged; ours is asked before any decoder
_MOST_PIXELS = 100_000_000
_LOWEST, _HIGHEST = 8.0, 60.0  # mm: height of a picture as wide as the type area
_LOWEST_INK = 100.0  # mm below the paper's top, of a page
_PROBE = 50  # dpi at which a page's lowest ink is looked for
_WHITE = 250
_MAGIC: tuple[tuple[bytes, Kind], ...] = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"%PDF-", "pdf"))
_WANTED = tr(
    f"版头用宽156毫米、高{_LOWEST:.0f}至{_HIGHEST:.0f}毫米的 PNG 或 JPEG 图片（宽不少于{156 / 25.4 * _LEAST_DPI:.0f}像素），"
    f"或者一页 A4 宽的 PDF（内容在页顶{_LOWEST_INK:.0f}毫米以内）。",
    f"A head is a PNG or JPEG 156 mm wide and {_LOWEST:.0f} to {_HIGHEST:.0f} mm high (at least {156 / 25.4 * _LEAST_DPI:.0f} "
    f"pixels wide), or one page of PDF as wide as A4 with all of it in its top {_LOWEST_INK:.0f} mm.",
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """An office's head: a picture, or a PDF of one page. `name` is the file's, for errors."""

    data: bytes
    kind: Kind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The head as a picture: a PNG or JPEG and its box on the paper (points)."""

    picture: bytes
    x: float
    width: float
    height: float


def read_letterhead(data: bytes, name: str) -> Letterhead:
    """The head of a file. Raises BadInput naming the file, what it is and what is wanted."""
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is None:
        raise _unfit(name, tr("文件不是 PNG、JPEG 或 PDF", "The file is no PNG, JPEG or PDF"))
    head = Letterhead(data, kind, name)
    drawn(head)
    return head


@lru_cache(maxsize=8)
def drawn(head: Letterhead) -> Drawn:
    """The picture and its size on paper. Raises BadInput as `read_letterhead` does."""
    if head.kind != "pdf":
        return _picture(head)
    with LOCK:  # what the page holds is let go of within, too
        return _page(head)


def _unfit(name: str, why: Text) -> BadInput:
    return BadInput(why, where=name, todo=_WANTED)


def _picture(head: Letterhead) -> Drawn:
    try:
        image: Image.Image = Image.open(io.BytesIO(head.data), formats=("PNG", "JPEG"))
        wide, high = image.size
        _check_size(head.name, wide, high)
        image.load()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise _unfit(head.name, tr("图片已损坏，无法打开", "The picture is damaged and cannot be opened")) from error
    most = round(PORTRAIT.area_width / 72 * _MOST_DPI)
    if wide > most:
        image = image.convert("RGBA" if _see_through(image) else "RGB").resize((most, round(high * most / wide)))
    elif head.kind == "jpeg" and image.mode in ("L", "RGB"):
        return Drawn(head.data, PORTRAIT.left, PORTRAIT.area_width, PORTRAIT.area_width * high / wide)
    return Drawn(_png(image), PORTRAIT.left, PORTRAIT.area_width, PORTRAIT.area_width * high / wide)


def _check_size(name: str, wide: int, high: int) -> None:
    if wide * high > _MOST_PIXELS:
        raise _unfit(name, tr(f"图片为{wide}×{high}像素，过大", f"The picture of {wide} x {high} pixels is too large"))
    height = 156 * high / wide
    if not _LOWEST <= height <= _HIGHEST:
        raise _unfit(name, tr(f"图片为{wide}×{high}像素，按156毫米宽印出时高{height:.0f}毫米",
                              f"The picture of {wide} x {high} pixels would be {height:.0f} mm high at a width of 156 mm"))
    dpi = wide / (156 / 25.4)
    if dpi < _LEAST_DPI:
        raise _unfit(name, tr(f"图片宽{wide}像素，印出时只有{dpi:.0f} dpi，不清晰",
                              f"The picture is {wide} pixels wide, {dpi:.0f} dpi in print, and would look coarse"))


def _see_through(image: Image.Image) -> bool:
    return "A" in image.getbands() or "transparency" in image.info


def _png(image: Image.Image) -> bytes:
    """The picture on white paper, without loss."""
    if _see_through(image):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    out = io.BytesIO()
    image.convert("L" if image.mode in ("L", "1") else "RGB").save(out, "PNG")
    return out.getvalue()


# -- a page of PDF -----------------------------------------------------------------------------------------


def _page(head: Letterhead) -> Drawn:
    page = _only_page(head)
    wide, high = (side / MM for side in page.get_size())
    if abs(wide - 210) > 1 or high > 298:
        raise _unfit(head.name, tr(f"PDF 页面为{wide:.0f}×{high:.0f}毫米，不是 A4 宽（210毫米）",
                                   f"The page measures {wide:.0f} x {high:.0f} mm; it is not as wide as A4 (210 mm)"))
    ink = _lowest_ink(_rendered(page, _PROBE, 0.0))
    if ink is None:
        raise _unfit(head.name, tr("PDF 页面是空白的", "The page is empty"))
    lowest = ink / _PROBE * 25.4
    if lowest > _LOWEST_INK:
        raise _unfit(head.name, tr(f"PDF 页面的内容到了页顶以下{lowest:.0f}毫米",
                                   f"What stands on the page reaches {lowest:.0f} mm below its top"))
    height = min(high, lowest + 1) * MM
    return Drawn(_png(_rendered(page, _DPI, page.get_size()[1] - height)), 0.0, PORTRAIT.width, height)


def _only_page(head: Letterhead) -> Any:
    import pypdfium2  # type: ignore[import-untyped]  # late: few offices have such a head

    try:
        pdf = pypdfium2.PdfDocument(head.data)
        count = len(pdf)
        page = pdf[0] if count == 1 else None
    except pypdfium2.PdfiumError as error:
        why = tr("PDF 已损坏或者有密码，无法打开", "The PDF is damaged or locked and cannot be opened")
        raise _unfit(head.name, why) from error
    if page is None:
        raise _unfit(head.name, tr(f"PDF 有{count}页，应为一页", f"The PDF has {count} pages; it must have one"))
    return page


def _rendered(page: Any, dpi: int, below: float) -> Image.Image:
    """The page without what lies less than `below` points from its foot."""
    image: Image.Image = page.render(scale=dpi / 72, crop=(0, below, 0, 0), fill_color=(255, 255, 255, 255)).to_pil()
    return image.convert("RGB")


def _lowest_ink(image: Image.Image) -> int | None:
    box = image.convert("L").point(lambda level: 255 if level < _WHITE else 0).getbbox()
    return box[3] if box else None
