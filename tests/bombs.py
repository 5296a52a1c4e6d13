"""Files made to hurt a parser: they unpack to, expand to, nest into or repeat more than there is room for."""

import zlib
from collections.abc import Callable

import offices
from docxs import changed

# The part that holds the text, of each packed format.
PARTS = {
    ".docx": "word/document.xml",
    ".pptx": "ppt/slides/slide1.xml",
    ".xlsx": "xl/worksheets/sheet1.xml",
    ".epub": "OPS/text/one.xhtml",
    ".odt": "content.xml",
}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ENTITIES = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "ha">{_ENTITIES}]><d><p>&e9;</p></d>'
DEEP = "<d>" * 200_000 + "words" + "</d>" * 200_000


def _with(suffix: str, content: str | bytes) -> bytes:
    data = content if isinstance(content, bytes) else content.encode()
    return changed(offices.MAKERS[suffix](), {PARTS[suffix]: data})


def _sheet(rows: str) -> bytes:
    return _with(".xlsx", f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>')


def _repeated_string() -> bytes:
    """A long text that is saved once and stands in very many cells."""
    text = f'<sst xmlns="{_MAIN}"><si><t>{"words " * 5_000}</t></si></sst>'
    kind = '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'  # noqa: E501
    cells = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 50_000))
    from index.packed import parts_of

    data = _sheet(cells)
    types = parts_of(data)["[Content_Types].xml"]
    if b"sharedStrings" not in types:
        types = types.replace(b"</Types>", kind.encode())
    return changed(data, {"xl/sharedStrings.xml": text.encode(), "[Content_Types].xml": types})


def _endless_slides() -> bytes:
    from index.packed import parts_of

    data = offices.slides()
    main = parts_of(data)["ppt/presentation.xml"]
    start, end = main.index(b"<p:sldIdLst>"), main.index(b"</p:sldIdLst>")
    return changed(data, {"ppt/presentation.xml": main[:end] + main[start + 12 : end] * 100_000 + main[end:]})


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    file = b"%PDF-1.7\n"
    places = b"0000000000 65535 f \n"
    for i, content in enumerate(objects, start=1):
        places += b"%010d 00000 n \n" % len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (i, content)
    size = len(objects) + 1
    table = b"xref\n0 %d\n%strailer << /Root 1 0 R /Size %d >>\n" % (size, places, size)
    return file + table + b"startxref\n%d\n%%%%EOF\n" % len(file)


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R >>"

BOMBS: dict[str, Callable[[], bytes]] = {
    **{f"zip{suffix}": lambda s=suffix: _with(s, bytes(200_000_000)) for suffix in PARTS},
    **{f"laughs{suffix}": lambda s=suffix: _with(s, LAUGHS) for suffix in PARTS},
    **{f"deep{suffix}": lambda s=suffix: _with(s, DEEP) for suffix in PARTS},
    "parts.docx": lambda: offices.zipped({f"{i}.xml": "" for i in range(20_000)}),
    "far.xlsx": lambda: _sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "wide.xlsx": lambda: _sheet(
        "".join(f'<row r="{i}"><c r="XFD{i}"><v>1</v></c></row>' for i in range(1, 30_000))
    ),
    "beyond.xlsx": lambda: _sheet('<row r="9999999999"><c r="A9999999999"><v>1</v></c></row>'),
    "repeated.xlsx": _repeated_string,
    "endless.pptx": _endless_slides,
    "laughs.opf.epub": lambda: changed(offices.book(), {"OPS/book.opf": LAUGHS.encode()}),
    "spaces.odt": lambda: offices.odt('<text:p>words<text:s text:c="2000000000"/></text:p>'),
    "braces.rtf": lambda: b"{\\rtf1 " + b"{" * 1_000_000 + b"words",
    "notes.rtf": lambda: b"{\\rtf1 " + b"{\\footnote " * 200_000 + b"words",
    "bytes.rtf": lambda: b"{\\rtf1\\ansicpg932 " + b"\\'83A" * 500_000 + b"}",
    "deep.html": lambda: b"<div>" * 400_000 + b"words",
    "tags.html": lambda: b"<a " * 400_000,
    "deep.json": lambda: b"[" * 5_000_000,
    "deep.md": lambda: b"> " * 1_000_000 + b"words",
    "brackets.md": lambda: b"[" * 500_000,
    "stars.md": lambda: b"*a_ " * 300_000,
    "aliases.md": lambda: (
        b"---\na: &a [x]\n" + b"".join(b"b%d: &b%d [*a,*a,*a]\n" % (i, i) for i in range(9)) + b"---\nwords"
    ),
    "quotes.csv": lambda: b'"' * 5_000_001,
    "dots.txt": lambda: b"." * 5_000_000,
    "parts.eml": lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 1_000_000,
    "loop.pdf": lambda: pdf([_CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"]),
    "counted.pdf": lambda: pdf(
        [_CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 999999999 >>", _PAGE, _stream(b"")]
    ),
    "endless.pdf": lambda: pdf(
        [
            _CATALOGUE,
            b"<< /Type /Pages /Kids [" + b"3 0 R " * 40_000 + b"] /Count 40000 >>",
            _PAGE,
            _stream(b""),
        ]
    ),
    "unpacked.pdf": lambda: pdf(
        [_CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", _PAGE, _stream(b"BT " * 100_000_000)]
    ),
    "deep.pdf": lambda: pdf([b"[" * 1_000_000, b"<< >>"]),
}
