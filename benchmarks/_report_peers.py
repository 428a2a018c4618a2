"""How others print the report of `_reports.py`: typst, fpdf2, WeasyPrint, and reportlab's canvas with own wrapping.

Each gets what makes it fast: compiled once (typst, untagged), fonts found once, photos passed through as JPEG. All set the
same texts in the same faces and sizes, in tables of the same widths, with the same photos; none is asked for our line
breaking, grid, proof strip or PDF/A. A peer that is not installed is left out and said so.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from _reports import FONTS, Texts

Printer = Callable[[Texts], bytes]
MM = 72 / 25.4
HOW = 'pip install "fieldaudit[bench]"'
_FACTS, _ITEM, _ANSWER = (24, 54, 24, 54), (98, 58), (9, 98, 30, 19)
FANG, HEI = "FandolFang-Regular.ttf", "NotoSansSC-Regular.ttf"

# -- typst ---------------------------------------------------------------------------------------------

_TYPST = """
#let r = json(bytes(sys.inputs.report))
#set page(paper: "a4", margin: (left: 28mm, right: 26mm, top: 37mm, bottom: 35mm), numbering: "— 1 —")
#set text(font: "FandolFang R", size: 10.5pt, lang: "zh")
#let hei(it) = text(font: "Noto Sans SC", it)
#set table(stroke: 0.5pt, inset: 3pt, align: horizon)
#align(center, text(size: 22pt, hei(r.title)))
#align(center, text(size: 12pt, r.number))
#table(columns: (24mm, 54mm, 24mm, 54mm), ..r.facts.flatten().enumerate().map(((i, c)) => if calc.even(i) { hei(c) } else { c }))
#text(size: 14pt, hei("一、结论"))
#text(size: 12pt, r.conclusion)
#text(size: 14pt, hei("二、不符合项"))
#table(columns: (98mm, 58mm), table.header(hei("隐患、依据和要求"), hei("现场照片")),
  ..r.items.map(i => (i.at(0), stack(image(i.at(1), width: 52mm, height: 32mm), text(size: 7pt, i.at(2))))).flatten())
#text(size: 14pt, hei("三、全部检查结果"))
#set text(size: 9pt)
#table(columns: (9mm, 98mm, 30mm, 19mm), table.header(..("项", "检查内容", "实测值", "结果").map(hei)), ..r.answers.flatten())
#text(size: 14pt, hei("四、其他现场照片"))
#table(columns: (78mm, 78mm), ..r.further.map(i => stack(image(i.at(0), width: 72mm, height: 54mm), text(size: 7pt, i.at(1)))))
"""


def typst(folder: Path) -> Printer:
    """A compiler that has been warmed; each report is its input."""
    import typst as peer

    (folder / "report.typ").write_text(_TYPST, "utf-8")
    fonts = peer.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    compiler = peer.Compiler(str(folder / "report.typ"), root=str(folder), font_paths=fonts)

    def printed(texts: Texts) -> bytes:
        said = json.dumps(texts.__dict__, ensure_ascii=False)
        made: bytes = compiler.compile(format="pdf", sys_inputs={"report": said}, pdf_tags=False)
        return made

    return printed


# -- fpdf2 ---------------------------------------------------------------------------------------------


def fpdf2(folder: Path) -> Printer:
    """FPDF's own tables and images."""
    from fpdf import FPDF
    from fpdf.fonts import FontFace

    def printed(texts: Texts) -> bytes:
        pdf = FPDF(format="A4")
        pdf.set_margins(28, 37, 26)
        pdf.set_auto_page_break(True, 35)
        pdf.add_font("fang", "", str(FONTS / FANG))
        pdf.add_font("hei", "", str(FONTS / HEI))
        pdf.add_page()
        head = FontFace(family="hei")

        def said(text: str, family: str, size: float, align: str = "L") -> None:
            pdf.set_font(family, size=size)
            pdf.multi_cell(156, size * 0.6, text, align=align, new_x="LMARGIN", new_y="NEXT")

        def table(widths: tuple[int, ...], heads: tuple[str, ...], rows: Any, size: float, height: float) -> None:
            pdf.set_font("fang", size=size)
            with pdf.table(col_widths=widths, width=156, line_height=height, headings_style=head,
                           first_row_as_headings=bool(heads)) as grid:  # fmt: skip
                for row in ([heads] if heads else []) + list(rows):
                    line = grid.row()
                    for cell in row:
                        if isinstance(cell, Path):
                            line.cell(img=str(cell), img_fill_width=False)
                        else:
                            line.cell(cell)

        said(texts.title, "hei", 22, "C")
        said(texts.number, "fang", 12, "C")
        table(_FACTS, (), texts.facts, 10.5, 5)
        said("一、结论", "hei", 14)
        said(texts.conclusion, "fang", 12)
        said("二、不符合项", "hei", 14)
        table(_ITEM, ("隐患、依据和要求", "现场照片"), [(text, folder / file) for text, file, _ in texts.items], 10.5, 5)
        said("三、全部检查结果", "hei", 14)
        table(_ANSWER, ("项", "检查内容", "实测值", "结果"), texts.answers, 9, 4.4)
        said("四、其他现场照片", "hei", 14)
        files = [folder / file for file, _ in texts.further]
        table((78, 78), (), list(zip(files[::2], files[1::2], strict=False)), 9, 4.4)
        return bytes(pdf.output())

    return printed


# -- WeasyPrint ----------------------------------------------------------------------------------------

_CSS = """
@font-face { font-family: fang; src: url(FANG) } @font-face { font-family: hei; src: url(HEI) }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-right { content: "— " counter(page) " —" } }
body { font: 10.5pt fang } h1, h2, th { font-family: hei; font-weight: normal } h1 { font-size: 22pt; text-align: center }
h2 { font-size: 14pt } p { font-size: 12pt; text-indent: 2em } table { border-collapse: collapse; width: 156mm }
td, th { border: 0.5pt solid; padding: 3pt } .a { font-size: 9pt } small { font-size: 7pt; display: block }
.i img { width: 52mm; height: 32mm } .f img { width: 72mm; height: 54mm } tr { break-inside: avoid }
"""


def weasyprint(folder: Path) -> Printer:
    """HTML and CSS, the fonts configured once."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    config = FontConfiguration()
    css = CSS(string=_CSS.replace("FANG", (FONTS / FANG).as_uri()).replace("HEI", (FONTS / HEI).as_uri()), font_config=config)

    def rows(cells: Any, tag: str = "td") -> str:
        return "".join("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>" for row in cells)

    def picture(file: str, caption: str) -> str:
        return f'<img src="{file}"><small>{caption}</small>'

    def printed(texts: Texts) -> bytes:
        items = [(text.replace("\n", "<br>"), picture(file, caption)) for text, file, caption in texts.items]
        shots = [picture(*one) for one in texts.further]
        heads = rows([("隐患、依据和要求", "现场照片")], "th"), rows([("项", "检查内容", "实测值", "结果")], "th")
        html = (
            f"<h1>{texts.title}</h1><p>{texts.number}</p><table>{rows(texts.facts)}</table><h2>一、结论</h2>"
            f"<p>{texts.conclusion}</p><h2>二、不符合项</h2><table class=i><thead>{heads[0]}</thead>{rows(items)}</table>"
            f"<h2>三、全部检查结果</h2><table class=a><thead>{heads[1]}</thead>{rows(texts.answers)}</table>"
            f"<h2>四、其他现场照片</h2><table class=f>{rows(zip(shots[::2], shots[1::2], strict=False))}</table>"
        )
        made: bytes = HTML(string=html, base_url=f"{folder.as_uri()}/").write_pdf(stylesheets=[css], font_config=config)
        return made

    return printed


# -- the floor -----------------------------------------------------------------------------------------


class _Sheet:
    """A reportlab canvas with a running place, text cut into lines by counting cells: no rule of typesetting is kept."""

    def __init__(self) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pageCompression=1, initialFontName="fang")
        self.y = 260 * MM

    def room(self, height: float) -> None:
        if self.y - height < 35 * MM:
            self.canvas.showPage()
            self.y = 260 * MM

    def cells(self, widths: tuple[int, ...], texts: tuple[str, ...], size: float, face: str = "fang") -> None:
        lines = [_wrapped(text, int((width * MM - 6) / size)) for width, text in zip(widths, texts, strict=True)]
        height = max(map(len, lines)) * size * 1.4 + 5
        self.room(height)
        x = 28 * MM
        for width, cell in zip(widths, lines, strict=True):
            self.canvas.rect(x, self.y - height, width * MM, height)
            self.canvas.setFont(face, size)
            for number, line in enumerate(cell):
                self.canvas.drawString(x + 3, self.y - 2 - size * (0.9 + 1.4 * number), line)
            x += width * MM
        self.y -= height

    def said(self, text: str, face: str, size: float) -> None:
        for line in _wrapped(text, int(156 * MM / size)):
            self.room(size * 1.6)
            self.canvas.setFont(face, size)
            self.canvas.drawString(28 * MM, self.y - size, line)
            self.y -= size * 1.6

    def photo(self, path: Path, caption: str, x: float, width: float, height: float) -> None:
        self.canvas.drawImage(str(path), x, self.y - height, width, height - 10)
        self.canvas.setFont("hei", 7)
        self.canvas.drawString(x, self.y - height + 2, caption)


def _wrapped(text: str, cells: int) -> list[str]:
    return [part[at:at + cells] for part in text.split("\n") for at in range(0, max(len(part), 1), cells)]


def canvas(folder: Path) -> Printer:
    """reportlab's canvas with JPEGs passed through and no ASCII-85."""
    _register()

    def printed(texts: Texts) -> bytes:
        sheet = _Sheet()
        sheet.said(texts.title, "hei", 22)
        sheet.said(texts.number, "fang", 12)
        for row in texts.facts:
            sheet.cells(_FACTS, row, 10.5)
        sheet.said("一、结论", "hei", 14)
        sheet.said(texts.conclusion, "fang", 12)
        sheet.said("二、不符合项", "hei", 14)
        for text, file, caption in texts.items:
            sheet.room(36 * MM)
            sheet.photo(folder / file, caption, 129 * MM, 52 * MM, 35 * MM)
            top = sheet.y
            sheet.cells((98,), (text,), 10.5)
            sheet.y = top - 36 * MM
        sheet.said("三、全部检查结果", "hei", 14)
        sheet.cells(_ANSWER, ("项", "检查内容", "实测值", "结果"), 9, "hei")
        for answer in texts.answers:
            sheet.cells(_ANSWER, answer, 9)
        sheet.said("四、其他现场照片", "hei", 14)
        for number, (file, caption) in enumerate(texts.further):
            sheet.room(62 * MM)
            sheet.photo(folder / file, caption, (31 + 78 * (number % 2)) * MM, 72 * MM, 58 * MM)
            sheet.y -= number % 2 * 62 * MM
        sheet.canvas.save()
        return sheet.out.getvalue()

    return printed


@cache
def _register() -> None:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    rl_config.useA85 = 0
    for name, file in (("fang", FANG), ("hei", HEI)):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


PEERS: dict[str, Callable[[Path], Printer]] = {
    "typst": typst, "fpdf2": fpdf2, "WeasyPrint": weasyprint, "reportlab canvas": canvas,
}  # fmt: skip
