"""Which encoding a text is in that is no UTF-8: the one that it declares, else one whose letters it reads as."""

import codecs
import re

_ALLOWED = re.compile(
    r"(?:us-?)?ascii|utf[-_]?(?:7|8|16(?:[lb]e)?|32(?:[lb]e)?)|(?:iso[-_]?8859|iso-2022|windows|cp|koi8|gb|hz|big5"
    r"|euc|shift|sjis|x-sjis|ks_c|mac|latin|tis)[\w-]*",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 2048  # bytes
_DECLARED = re.compile(
    rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})|<meta\s[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.IGNORECASE,
)
# What browsers take for these names: the wider encodings that files so named are mostly in.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Encodings without Latin letters beyond ASCII, and what to call them. Those with them (Windows-1250) look too much
# like Windows-1252 to be told from it by a text.
LIKELY = {
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "cp1253": "Windows-1253",
    "cp932": "Shift JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "cp949": "EUC-KR",
}
_SAMPLE = 100_000  # bytes
_FEWEST_HIGH = 20  # bytes beyond ASCII; from fewer, no encoding can be told
_HIGH = bytes(range(0x80, 0x100))
_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TAG = re.compile(rb"<[^<>]{0,1000}>")
_NOT_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def known_charset(name: str) -> str:
    """Python's name of a charset, "" if it is none of text that Python knows."""
    try:
        return codecs.lookup(name).name if _ALLOWED.fullmatch(name) else ""
    except LookupError:
        return ""


def declared_charset(data: bytes) -> str:
    """Python's name of the encoding that the head of an HTML or XML file declares, "" if it declares none.

    Of UTF, which the bytes themselves tell better, none is given.
    """
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    name = known_charset((match[1] or match[2]).decode("ascii", "ignore")) if match else ""
    return "" if name.startswith("utf") else _WIDER.get(name, name)


def likely_charset(data: bytes) -> str:
    """One of the `LIKELY` encodings, if bytes that are no UTF-8 are text in it; "" for Western ones and the unsure.

    In those of the list most letters are beyond ASCII, in Western texts few are.
    """
    end = data.rfind(b"\n", 0, _SAMPLE) + 1 if len(data) > _SAMPLE else len(data)
    sample = data[: end or len(data)]
    shown = _TAG.sub(b"", sample[:_SAMPLE])
    high = len(shown) - len(shown.translate(None, delete=_HIGH))
    letters = len(shown) - len(shown.translate(None, delete=_LETTERS))
    if high < _FEWEST_HIGH or (high < letters and not _NOT_1252.search(shown)):
        return ""
    from charset_normalizer import from_bytes  # takes a while, and few files need it

    found = from_bytes(sample, cp_isolation=list(LIKELY)).best()
    return found.encoding if found and found.encoding in LIKELY else ""
