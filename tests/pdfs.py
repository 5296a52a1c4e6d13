"""PDF files to read, made by two programs (ReportLab, fpdf2) that write pages in different ways."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from fpdf import FPDF
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table

from index import Document

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
ROWS = (("Bridge", "Year", "Length"), ("Forth Bridge", "1890", "2467 m"), ("Tay Bridge", "1887", "3264 m"))
FILLING = "It was built of steel and of granite, and it has been painted again and again ever since. "
WIDE = "The bridge was opened in 1890 and is still in use by the trains of today, which is"


def page_of(document: Document, words: str) -> int | None:
    start = document.text.index(words)
    place = document.place(start, start + len(words))
    assert place.line is None and place.last_line is None
    return place.page


def drawn(*pages: Sequence[str], title: str = "", size: int = 11, password: str | None = None) -> bytes:
    """Pages whose lines are drawn one under the other; an empty line is a space between paragraphs."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True, encrypt=password)
    canvas.setTitle(title)
    for lines in pages:
        canvas.setFont("Helvetica", size)
        for i, line in enumerate(lines):
            canvas.drawString(60, 700 - 1.2 * size * i, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def set_in_places(*pages: Sequence[tuple[float, float, float, str]]) -> bytes:
    """Pages of texts, each with its place from the left and from the foot, and its size."""
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    for texts in pages:
        for x, y, size, text in texts:
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def report() -> bytes:
    """A report of several pages in two columns, with a running head, page numbers, headings and a table."""
    file = BytesIO()
    styles = getSampleStyleSheet()

    def frame_page(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, 815, "Annual Report on Bridges")
        canvas.drawCentredString(300, 20, f"Page {document.page} of 3")

    story = [Paragraph("Bridges of Scotland", styles["Title"]), Paragraph("Materials", styles["Heading2"])]
    for number in range(30):
        story.append(Paragraph(f"Bridge number {number} is old. {FILLING * 4}", styles["BodyText"]))
    story += [
        Paragraph("Figures", styles["Heading2"]),
        Table(ROWS),
        Paragraph(FILLING * 2, styles["BodyText"]),
    ]
    document = BaseDocTemplate(file, pagesize=A4, invariant=True)
    columns = [Frame(50, 50, 240, 750), Frame(305, 50, 240, 750)]
    document.addPageTemplates([PageTemplate(frames=columns, onPage=frame_page)])
    document.build(story)
    return file.getvalue()


class _Book(FPDF):
    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 5, f"{self.page_no()}   Bridges, second edition", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-15)
        self.cell(0, 5, str(self.page_no() + 10), align="C")


def book(unicode_font: bool = False) -> bytes:
    """A book of three chapters on pages of their own, with bookmarks, a table, and perhaps other scripts."""
    pdf = _Book()
    pdf.set_title("A Book of Bridges")
    if unicode_font:
        pdf.add_font("DejaVu", fname=DEJAVU)
    for chapter in ("The Forth", "The Tay", "The Clyde"):
        pdf.add_page()
        pdf.set_font("helvetica", size=11)
        pdf.start_section(chapter)
        pdf.multi_cell(0, 6, chapter, new_x="LMARGIN", new_y="NEXT")
        pdf.multi_cell(0, 6, f"This is about {chapter}. {FILLING * 5}", new_x="LMARGIN", new_y="NEXT")
        with pdf.table() as table:
            for values in ROWS:
                row = table.row()
                for value in values:
                    row.cell(value)
        if unicode_font:
            pdf.set_font("DejaVu", size=11)
            pdf.multi_cell(
                0,
                6,
                f"{chapter}: Мост был открыт в 1890 году. Ἡ γέφυρα. ﬁne ﬂow",
                new_x="LMARGIN",
                new_y="NEXT",
            )
    return bytes(pdf.output())


def form() -> bytes:
    """A form that is filled in: fields beside, under and without labels, choices, boxes, a password, a hidden field."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True)
    canvas.setFont("Helvetica", 11)
    for x, y, text in (
        (60, 780, "Application for a mooring in the harbour"),
        (60, 750, "Name: "),
        (300, 750, "Born: "),
        (60, 720, "First port"),
        (300, 720, "Second port"),
        (60, 670, "Kind of boat:"),
        (80, 643, "The boat is insured"),
        (80, 623, "The boat has an engine"),
        (60, 600, "Berth:"),
        (138, 600, "indoors"),
        (238, 600, "outdoors"),
        (60, 560, "Remarks:"),
        (60, 480, "We will answer within a week of the day on which your letter comes to us here."),
    ):
        canvas.drawString(x, y, text)
    fields = canvas.acroForm
    for name, x, y, value in (
        ("n", 110, 745, "Gertrude Müller"),
        ("b", 350, 745, "5 May 1970"),
        ("p1", 60, 698, "Oslo"),
        ("p2", 300, 698, "Bergen"),
        ("town", 300, 200, "Leeds"),
        ("empty", 300, 230, ""),
    ):
        fields.textfield(name=name, x=x, y=y, width=100, height=16, value=value)
    here = {"x": 350, "width": 100, "height": 16}
    fields.textfield(name="heir", tooltip="Name of the heir", y=300, value="Zoe Fisher", **here)
    fields.textfield(name="secret", y=620, value="hunter2", fieldFlags="password", **here)
    fields.textfield(name="hidden", y=595, value="unseen", annotationFlags="hidden", **here)
    remarks = "Please call first.\nI am at sea."
    fields.textfield(name="r", x=160, y=500, width=300, height=72, value=remarks, fieldFlags="multiline")
    kinds = [("A yacht", "yacht"), ("A barge", "barge")]
    fields.choice(name="kind", x=160, y=665, width=100, height=16, value="yacht", options=kinds)
    fields.checkbox(name="insured", x=60, y=640, size=14, checked=True)
    fields.checkbox(name="engine", x=60, y=620, size=14, checked=False)
    fields.radio(name="berth", value="in", x=120, y=597, size=14, selected=False)
    fields.radio(name="berth", value="out", x=220, y=597, size=14, selected=True)
    canvas.showPage()
    canvas.drawString(60, 700, "The second page.")
    canvas.save()
    return file.getvalue()
