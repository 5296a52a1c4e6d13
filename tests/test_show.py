"""`qa show`: a page for every document, and one line for what cannot be shown; no model is loaded."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from index import read_document, sync
from qa.cli import main
from tests.conftest import WordEmbedder
from tests.pdfs import drawn


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["qa", "show", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        return status, *capsys.readouterr()

    return run


def test_a_page_is_written_with_the_words_marked(show, folder: Path, tmp_path: Path) -> None:
    path = folder / "bridges.md"
    start = read_document(path).text.index("opened in 1890")
    out = tmp_path / "page.html"
    assert show(path, "--at", f"{start}:{start + 14}", "--out", out) == (0, "", "")
    assert '<mark id="quote">opened in 1890</mark>' in out.read_text(encoding="utf-8")
    status, page, said = show(path, "--out", "-")
    assert (status, said) == (0, "") and page.startswith("<!doctype html>") and "<mark" not in page


def test_without_a_file_to_write_a_temporary_one_is_named(
    show, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    status, printed, said = show(folder / "rivers.txt", "--at", "0:6")
    address = urlsplit(printed.strip())
    assert (status, said, address.scheme, address.fragment) == (0, "", "file", "quote")
    written = Path(unquote(address.path))
    assert '<mark id="quote">Rivers</mark>' in written.read_text(encoding="utf-8")
    assert written.stat().st_mode & 0o077 == 0  # the text of a document is for its reader alone


def test_a_pdf_has_its_page_as_an_image(show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(drawn(["Nothing else."], ["The bridge opened."]))
    status, page, _ = show(tmp_path / "a.pdf", "--at", "15:33", "--out", "-")
    assert status == 0 and page.count("data:image/png;base64,") == 1 and "Page 2 as it looks" in page
    (tmp_path / "child.py").write_text("import os; os.abort()", encoding="utf-8")
    monkeypatch.setattr("qa.pdf_image.CHILD", tmp_path / "child.py")
    status, page, _ = show(tmp_path / "a.pdf", "--at", "15:33", "--out", "-")
    assert status == 0 and "data:image" not in page and '<mark id="quote">The bridge opened.</mark>' in page
    assert "The page is not shown as an image: the program that draws could not make it." in page


def test_with_an_index_the_document_is_shown_as_it_was_indexed(
    show, folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    sync(tmp_path / "i", [folder], embedder)
    path = folder / "rivers.txt"
    path.write_text("Nothing is as it was.", encoding="utf-8")
    status, page, _ = show(path, "--at", "0:6", "--index", tmp_path / "i", "--out", "-")
    assert status == 0 and '<mark id="quote">Rivers</mark>' in page
    status, page, _ = show(path, "--at", "0:7", "--out", "-")
    assert status == 0 and '<mark id="quote">Nothing</mark>' in page
    status, out, said = show(folder / "none.txt", "--index", tmp_path / "i")
    assert (status, out) == (1, "")
    assert said.startswith(
        f"qa: {folder / 'none.txt'} is not in the index in {tmp_path / 'i'}; add it with: qa"
    )
    status, _, said = show(path, "--index", tmp_path / "empty")
    assert status == 1 and said.startswith(f"qa: there is no index in {tmp_path / 'empty'}; make one with")


def test_what_cannot_be_shown_is_one_line(show, folder: Path, tmp_path: Path) -> None:
    path = folder / "rivers.txt"
    (tmp_path / "blob.bin").write_bytes(bytes(range(256)))
    for arguments, said in (
        ((folder / "none.txt",), f"qa: {folder / 'none.txt'}: it does not exist\n"),
        ((folder,), f"qa: {folder}: it is no regular file\n"),
        (
            (path, "--at", "5"),
            "qa: --at '5' is no place: give START:END, the two numbers of a citation in `qa ask",
        ),
        ((path, "--at", "-1:4"), "qa: --at '-1:4' is no place"),
        ((path, "--at", "5:5"), "qa: 5:5 is no place in "),
        ((path, "--at", "0:9999"), "qa: 0:9999 is no place in "),
        ((path, "--out", tmp_path / "none" / "a.html"), "qa: cannot write "),
    ):
        status, out, err = show(*arguments)
        assert (status, out) == (1, "") and err.startswith(said) and err.count("\n") == 1, err


def test_no_model_is_loaded(folder: Path) -> None:
    program = (
        "import sys; sys.argv = ['qa', 'show', sys.argv[1], '--at', '0:3', '--out', '-']; from qa.cli import main; "
        "main(); assert not {'torch', 'transformers', 'gradio'} & sys.modules.keys()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, folder / "bridges.md"], capture_output=True, text=True
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_document_is_not_written_over(show, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("Words that nobody wants to lose.\n")
    (tmp_path / "same.md").symlink_to(path)
    for out in (path, tmp_path / "same.md"):
        status, _, said = show(path, "--out", out)
        assert status == 1 and "would overwrite the document: name another file" in said
    assert path.read_text() == "Words that nobody wants to lose.\n"
