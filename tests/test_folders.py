"""What of a folder is read as a document, and what is passed over, with its reason."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import offices
import pytest

from index import Skipped, packed, sync
from index.documents import find_files, read_document
from index.parse import is_document

WORDS = "The Loire is the longest river in France."


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
