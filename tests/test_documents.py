import hashlib
import os
import zipfile
from io import BytesIO
from pathlib import Path

import offices
import pytest

import index.documents
import index.formats
from index import Skipped, SourceError, packed, sync
from index.documents import find_files, read_document
from index.parse import is_document, parse

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


def test_folders_give_their_files_sorted_and_say_what_they_pass_over(tmp_path):
    for name in (
        "b.md",
        "a.txt",
        "sub/c.HTML",
        "sub/SOURCES.md",
        "d.PDF",
        "e.doc",
        ".hidden.md",
        ".git/e.md",
        "x.unknown",
        "rows.csv",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(WORDS)
    (tmp_path / "e.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    found = find_files([tmp_path, tmp_path / "a.txt", tmp_path / "x.unknown"])
    assert found.files == tuple(
        tmp_path / name
        for name in ("a.txt", "b.md", "d.PDF", "rows.csv", "sub/SOURCES.md", "sub/c.HTML", "x.unknown")
    )
    assert found.skipped == (Skipped(str(tmp_path / "e.doc"), "its format is not read yet"),)


def test_links_out_of_the_folder_pipes_and_undecodable_names_are_passed_over(tmp_path):
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "secret.md").write_text(WORDS)
    (folder / "a.md").write_text(WORDS)
    (folder / "inside.md").symlink_to(folder / "a.md")
    (folder / "outside.md").symlink_to(tmp_path / "secret.md")
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "dangling.md").symlink_to(folder / "none.md")
    (folder / "sub" / "up").symlink_to(folder)
    os.mkfifo(folder / "pipe.md")
    with open(os.fsencode(folder) + b"/\xff.md", "w") as file:
        file.write(WORDS)
    found = find_files([folder])
    assert found.files == (folder / "a.md",)
    assert {Path(skipped.path).name: skipped.reason for skipped in found.skipped} == {
        "inside.md": f"it is a link to {folder / 'a.md'}, which is read",
        "outside.md": "it is a link that leads out of its folder",
        "loop.md": "cannot be read: Too many levels of symbolic links",
        "dangling.md": "cannot be read: No such file or directory",
        "up": "it is a link to a folder",
        "pipe.md": "it is no regular file",
        "\ufffd.md": "its name is not valid UTF-8",
    }


def test_a_missing_source_is_an_error(tmp_path):
    with pytest.raises(SourceError, match=r"none does not exist$"):
        find_files([tmp_path / "none"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_listed_is_reported(tmp_path):
    (tmp_path / "locked").mkdir(mode=0)
    assert find_files([tmp_path]).skipped == (
        Skipped(str(tmp_path / "locked"), "cannot be listed: Permission denied"),
    )


def test_folders_give_text_of_unknown_names_but_none_that_is_for_programs(tmp_path):
    read = ("README", "Dockerfile", "notes.unknown", "app.tsx", "site.css", "old.mhtml")
    for name in (*read, "yarn.lock", "package-lock.json", "site.min.css", "notes.txt~"):
        (tmp_path / name).write_text(WORDS)
    (tmp_path / "binary").write_bytes(b"\x00\x01\x02" * 99)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "README")
    os.mkfifo(tmp_path / "pipe")
    found = find_files([tmp_path])
    assert found.files == tuple(tmp_path / name for name in sorted(read))
    reasons = {Path(skipped.path).name: skipped.reason for skipped in found.skipped}
    unknown = dict.fromkeys(("binary", "empty", "link", "pipe"), "its format is not read yet")
    made = dict.fromkeys(
        ("yarn.lock", "package-lock.json", "site.min.css", "notes.txt~"),
        "by its name it is for programs, or a copy: name it as a source to have it read",
    )
    assert reasons == unknown | made


def test_folders_give_documents_whose_names_do_not_tell_their_format(tmp_path):
    long = bytes(1_500_000)
    read = {
        "nosuffix": offices.MAKERS[".pdf"](),
        "letter.doc": offices.RTF,
        "report.doc": offices.word(),
        "table.xls": offices.sheets(),
        "long.bin": offices.zipped({**packed.parts_of(offices.word(), ("",)), "word/media/a.png": long}),
        "book": offices.book(),
        "a long book": offices.zipped({**packed.parts_of(offices.book(), ("",)), "OPS/a.png": long}),
    }
    left = {
        "backup.zip": offices.zipped({"notes.txt": WORDS, "report.docx": offices.word()}),
        "noend": offices.word()[:3000],
        "sheet.ods": offices.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "photo.JPG": WORDS.encode(),
        "song.mp3": offices.RTF,
        "film.mkv": offices.word(),
    }
    for name, data in (read | left).items():
        (tmp_path / name).write_bytes(data)
    found = find_files([tmp_path])
    assert {path.name for path in found.files} == set(read)
    assert all(read_document(path).text for path in found.files)
    assert {(Path(item.path).name, item.reason) for item in found.skipped} == {
        (name, "its format is not read yet") for name in left
    }


def test_little_of_a_file_is_read_to_tell_what_it_is():
    class Counted(BytesIO):
        count = 0

        def read(self, size=-1):
            data = super().read(size)
            self.count += len(data)
            return data

    stored = BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("a.bin", bytes(5_000_000))
        archive.writestr("word/document.xml", "")
    for data, told in (
        (stored.getvalue(), True),
        (b"%PDF-1.7" + bytes(5_000_000), True),
        (bytes(5_000_000), False),
    ):
        file = Counted(data)
        assert is_document(file) is told
        assert file.count < 1_100_000


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


def test_an_index_in_the_very_folder_of_its_sources_is_not_read(folder, embedder):
    documents = len(list(folder.glob("*.*")))
    for _ in range(2):
        summary = sync(folder, [folder], embedder)
        (folder / "feedback.jsonl").write_text('{"question": "Who?", "answers": ["Ada"]}\n')
        (folder / "added").mkdir(exist_ok=True)
        (folder / "added" / "a.md").write_text(WORDS)
        assert summary.documents == documents
    assert [skipped.path for skipped in summary.skipped] == [str(folder / "added")]


def test_an_index_among_its_sources_is_not_read(folder, embedder):
    for _ in range(2):
        summary = sync(folder / "store", [folder], embedder)
        assert not [item for item in summary.skipped if "store" in item.path]
    assert summary.documents == len(list(folder.glob("*.*")))
