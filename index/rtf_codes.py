"""What the control words of RTF stand for: destinations, characters, encodings."""

import codecs

# Groups that begin so hold nothing of the text: tables of fonts and the like, headers, pictures, comments, and what
# repeats the text for other programs. Those that begin with \* are all left out, but for those in SHOWN.
_LEFT_OUT = """
    aftncn aftnsep aftnsepc annotation atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart
    author background bkmkend bkmkstart buptim category colortbl comment company creatim do doccomm docvar fldinst
    filetbl footer footerf footerl footerr ftncn ftnsep ftnsepc header headerf headerl headerr hlinkbase info keycode
    keywords latentstyles listname listoverridetable listpicture listtable listtext manager nonesttables objdata
    operator panose pict pntext pntxta pntxtb printim private revtbl revtim rsidtbl rxe shprslt sn sp subject sv
    tc template themedata txe userprops xe xmlnstbl
"""
LEFT_OUT = frozenset(_LEFT_OUT.split())
SHOWN = frozenset(
    {"footnote", "shpinst", "shptxt"}
)  # notes as LibreOffice and pandoc write them, and text boxes
ITEMS = frozenset({"listtext", "pntext"})  # the bullet or number before a list item

CHARACTERS = {
    "tab": " ", "line": "\n", "softline": "\n", "emspace": " ", "enspace": " ", "qmspace": " ", "emdash": "—",
    "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d",
    "zwnj": "\u200c", "~": " ", "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip

DEFAULT_ENCODING = "cp1252"
_CHARSETS = {
    77: 10000, 78: 932, 79: 949, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
    177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}  # fmt: skip
_NAMED = {10000: "mac_roman", 10007: "mac_cyrillic", 10029: "mac_latin2", 1361: "johab", 65001: "utf-8"}


def encoding_of(page: int) -> str:
    """The encoding of a code page's number, Windows-1252 if it is none."""
    name = _NAMED.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return DEFAULT_ENCODING
    return name


def encoding_of_charset(charset: int) -> str:
    """The encoding of a font by the number of its character set; "" where the file's own is meant."""
    return encoding_of(_CHARSETS[charset]) if charset in _CHARSETS else ""
