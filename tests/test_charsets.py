"""Encodings that a file declares, and those that its letters tell."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from index.decode import decode, is_text
from index.epub import read_epub

RUSSIAN = "Мост был построен в 1890 году. Его длина составляет две тысячи метров, и он стоит до сих пор.\n"
JAPANESE = "橋は千八百九十年に完成しました。長さは二千四百六十七メートルです。今も列車が走っています。\n"
CHINESE = "这座桥建于一八九零年，全长二千四百六十七米，至今仍在使用。由威廉·阿罗尔爵士建造。\n"
KOREAN = "이 다리는 1890년에 지어졌습니다. 길이는 2467미터이며 지금도 사용되고 있습니다.\n"
GREEK = "Η γέφυρα χτίστηκε το 1890. Το μήκος της είναι δύο χιλιάδες μέτρα και στέκει ακόμη.\n"


@pytest.mark.parametrize(
    ("head", "charset", "text"),
    [
        ('<meta charset="windows-1251">', "cp1251", "<p>Мост"),
        (
            "<META http-equiv=Content-Type content='text/html; charset=iso-8859-2'>",
            "iso8859-2",
            "<p>Łódź, książę",
        ),
        ("<meta charset=Shift_JIS>", "cp932", "<p>橋は赤い"),
        ("<meta charset=gb2312>", "gb18030", "<p>桥是红的"),
        ("<meta charset=iso-2022-jp>", "iso2022_jp", "<p>橋は赤い"),
        ('<?xml version="1.0" encoding="koi8-r"?>', "koi8_r", "<p>Мост"),
        ("<meta charset=latin1>", "cp1252", "<p>“Café”"),
    ],
)
def test_the_encoding_that_a_page_declares_counts(head, charset, text):
    assert decode(f"{head}{text}".encode(charset)) == (head + text, "")


@pytest.mark.parametrize(
    "head", ["<meta charset=windows-1251>", "<meta charset=rot13>", "<meta charset=utf-16>"]
)
def test_what_is_valid_utf_8_is_read_so_whatever_it_declares(head):
    assert decode(f"{head}Café".encode()) == (f"{head}Café", "")


def test_a_declaration_that_is_wrong_is_passed_over():
    data = "<meta charset=euc-jp>Caf\xe9".encode("cp1252")
    assert decode(data) == ("<meta charset=euc-jp>Café", "read as Windows-1252: it is not valid UTF-8")


@pytest.mark.parametrize(
    ("text", "charset", "name"),
    [
        (RUSSIAN, "cp1251", "Windows-1251"),
        (RUSSIAN, "koi8_r", "KOI8-R"),
        (GREEK, "cp1253", "Windows-1253"),
        (JAPANESE, "cp932", "Shift JIS"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (CHINESE, "gb18030", "GB 18030"),
        (CHINESE * 5_000, "gb18030", "GB 18030"),
        ("這座橋建於一八九零年，全長二千四百六十七米，至今仍在使用。由威廉爵士建造。", "big5", "Big5"),
        (KOREAN, "cp949", "EUC-KR"),
        (f"<p class=first>{RUSSIAN}</p><p class=second>{RUSSIAN}</p>", "cp1251", "Windows-1251"),
    ],
)
def test_the_letters_of_a_text_tell_its_encoding(text, charset, name):
    assert decode(text.encode(charset)) == (text, f"read as {name}: it is not valid UTF-8")


@pytest.mark.parametrize(
    "text",
    [
        "Le pont a été élevé à côté de la forêt. " * 9,
        "Größe: über zwölf Füße, schöne Brücken. " * 9,
        "été",
    ],
)
def test_western_texts_stay_what_they_are(text):
    assert decode(text.encode("cp1252")) == (text, "read as Windows-1252: it is not valid UTF-8")


def test_chapters_of_books_declare_their_encoding_too():
    file = BytesIO()
    with ZipFile(file, "w") as book:
        book.writestr("META-INF/container.xml", '<container><rootfile full-path="a.opf"/></container>')
        items = '<item id="a" href="a.html" media-type="application/xhtml+xml"/>'
        book.writestr(
            "a.opf", f'<package><manifest>{items}</manifest><spine><itemref idref="a"/></spine></package>'
        )
        head = '<?xml version="1.0" encoding="windows-1251"?>'
        book.writestr("a.html", f"{head}<html><p>Мост стоит.</p></html>".encode("cp1251"))
    assert read_epub(file.getvalue()).text == "Мост стоит."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"FROM x\nRUN y\n", True),
        ("Café".encode()[:-1], True),
        ("He said “yes” at the café".encode()[:-1], True),
        (b"", False),
        (b" \n", False),
        (b"a\x01" * 50, False),
    ],
)
def test_whether_a_file_begins_as_text(data, text):
    assert is_text(data) is text
