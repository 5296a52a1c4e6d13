import hashlib
from pathlib import Path

import pytest

import index.documents
import index.formats
from index import SourceError
from index.documents import find_files, read_document
from index.parse import parse

WORDS = "The Loire is the longest river in France."


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", f"{WORDS} See <b>this</b> and # that.\n", f"{WORDS} See <b>this</b> and # that."),
        ("a.md", f"*{WORDS}*", WORDS),
        ("a.HTM", f"<p>{WORDS}", WORDS),
        ("a.txt", f"\n <!DOCTYPE html>\n<p>{WORDS}</p>", WORDS),
        ("a.txt", f'<?xml version="1.0"?>\n<html><p>{WORDS}</p></html>', WORDS),
        ("a.txt", f"---\ntitle: Loire\n---\n*{WORDS}*", WORDS),
        ("a.txt", f"# Loire\n\n[{WORDS}](http://x.org)", f"Loire\n\n{WORDS}"),
        ("a.txt", f"[[{WORDS}]]\r\n\r\n|a|b|\r\n|-|-|\r\n|c|d|", f"{WORDS}\n\na | b\nc | d"),
        ("a.txt", f"# {WORDS}\n\nOnly one sign.", f"# {WORDS}\n\nOnly one sign."),
        ("a.unknown", f"---\n{WORDS}\n---\n*{WORDS}*", f"--- {WORDS} --- *{WORDS}*"),
        ("a.log", f"---\n{WORDS}\n\n  # {WORDS}", f"---\n{WORDS}\n\n# {WORDS}"),
        ("a.PY", f"<html>\n{WORDS}", f"<html>\n{WORDS}"),
        ("a.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{WORDS}", WORDS),
        ("a.txt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{WORDS}", WORDS),
        ("a.csv", f"id,words\n1,{WORDS}", f"id: 1; words: {WORDS}"),
        ("a.json", f'{{"words": "{WORDS}"}}', f"words: {WORDS}"),
        ("a.jsonl", f'{{"words": "{WORDS}"}}\n[1]', f"words: {WORDS}\n1"),
        ("a.rst", f"Loire\n=====\n{WORDS}", f"Loire\n\n{WORDS}"),
        (
            "a.ipynb",
            f'{{"cells": [{{"cell_type": "markdown", "source": "*{WORDS}*"}}], "nbformat": 4}}',
            WORDS,
        ),
    ],
)
def test_the_kind_is_told_by_content_and_name(tmp_path, name, content, text):
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert read_document(tmp_path / name).text == text


def test_path_hash_and_notes_are_those_of_the_file(tmp_path, monkeypatch):
    data = "# Café\n".encode("cp1252")
    (tmp_path / "a.md").write_bytes(data)
    monkeypatch.chdir(tmp_path)
    document = read_document(Path("a.md"))
    assert document.path == str(tmp_path / "a.md")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.title, document.notes) == ("Café", ("read as Windows-1252: it is not valid UTF-8",))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it holds no text"),
        (b"---\ntitle: Only front matter\n---\n<!-- nothing -->\n***", "it holds no text"),
        (b"%PDF-1.7", "it is a broken PDF file: Stream has ended unexpectedly"),
        (b"words " * 20, "it is larger than 0 MB"),
    ],
)
def test_files_that_cannot_be_read_say_why_with_their_path(tmp_path, monkeypatch, data, reason):
    monkeypatch.setattr(index.documents, "MOST_BYTES", 100)
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_document(path)
    assert str(caught.value) == f"{path}: {reason}"


def test_a_missing_file_or_a_folder_is_no_document(tmp_path):
    for path, reason in ((tmp_path / "none", "it does not exist"), (tmp_path, "it is no regular file")):
        with pytest.raises(SourceError, match=reason):
            read_document(path)


def test_markdown_of_too_many_lines_is_read_as_plain_text(monkeypatch):
    monkeypatch.setattr(index.formats, "MOST_MARKDOWN_LINES", 2)
    document = parse(".md", b"*a*\n" * 3)
    assert document.text == "*a* *a* *a*"
    assert document.notes == ("read as plain text: Markdown of more than 2 lines takes too long",)


def test_a_missing_source_is_an_error(tmp_path):
    with pytest.raises(SourceError, match=r"none does not exist$"):
        find_files([tmp_path / "none"])


def test_a_saved_page_is_read_without_its_pictures_and_styles():
    source = (
        "From: <Saved by Blink>\nSubject: Rivers\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        '--b\nContent-Type: text/html; charset="windows-1251"\nContent-Transfer-Encoding: quoted-printable\n\n'
        "<html><nav>Home</nav><h1>=CB=F3=E0=F0=E0</h1><p>It is the longest ri=\nver.</p></html>\n"
        "--b\nContent-Type: text/css\n\np { color: red }\n"
        "--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n"
    )
    document = parse(".mhtml", source.encode())
    assert (document.title, document.text) == ("Луара", "Луара\n\nIt is the longest river.")
    assert document.headings[0].text == "Луара"
    with pytest.raises(SourceError, match="it is no saved web page"):
        parse(".mht", b"Subject: only words\n\nand no page")


def test_a_file_has_one_name_whatever_it_is_named_by(tmp_path):
    real = tmp_path / "real"
    real.mkdir()
    (real / "a.md").write_text(WORDS)
    (real / "no suffix").write_text(WORDS)
    (real / "with.md").symlink_to("no suffix")
    (tmp_path / "alias").symlink_to(real)
    assert find_files([real, tmp_path / "alias" / "a.md"]).files == (real / "a.md", real / "no suffix")
    alias = tmp_path / "alias" / "a.md"
    assert find_files([alias, alias]).files == (alias,)
    assert find_files([real, alias]).named == {alias, real / "a.md"}  # who named the link named the file
