"""Pages of a PDF as images: the boxes lie on the words, and what cannot be drawn costs a note and no more."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from index import Document, read_document
from qa import pdf_image
from qa.pdf_child import find, letters
from qa.pdf_image import PageImage, page_images
from tests.pdfs import book, drawn, form, report


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[bytes], Document]:
    def save(data: bytes) -> Document:
        (tmp_path / "a.pdf").write_bytes(data)
        return read_document(tmp_path / "a.pdf")

    return save


def drawn_for(document: Document, words: str) -> PageImage:
    start = document.text.index(words)
    images, note = page_images(document, start, start + len(words))
    assert note == "" and len(images) == 1
    return images[0]


def ink(image: PageImage, box: tuple[float, float, float, float]) -> float:
    """The share of dark pixels in a box."""
    picture = Image.open(io.BytesIO(image.data)).convert("L")
    assert picture.size == (image.width, image.height)
    left, top, width, height = box
    edges = (
        left * image.width,
        top * image.height,
        (left + width) * image.width,
        (top + height) * image.height,
    )
    cut = picture.crop(tuple(round(edge) for edge in edges))
    return sum(cut.histogram()[:128]) / (cut.width * cut.height)


def test_the_box_lies_on_the_words_and_nowhere_else(saved: Callable[[bytes], Document]) -> None:
    document = saved(
        drawn(["Nothing else is here."], ["The bridge opened.", "", "It is long.", "", "It is red."])
    )
    image = drawn_for(document, "It is long.")
    assert image.page == 2 and len(image.boxes) == 1
    left, top, width, height = image.boxes[0]
    assert left == pytest.approx(60 / A4[0], abs=0.01)
    assert top < 1 - (700 - 2 * 13.2) / A4[1] < top + height
    assert 0.05 < width < 0.15 and height < 0.03
    assert ink(image, image.boxes[0]) > 0.1
    assert ink(image, (left, top + 1.2 * height, width, 0.3 * height)) == 0


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_the_box_turns_with_the_page(saved: Callable[[bytes], Document], turned: int) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setPageRotation(turned)
    canvas.drawString(100, 400, "Alone on this page.")
    canvas.save()
    image = drawn_for(saved(file.getvalue()), "Alone on this page.")
    assert ink(image, image.boxes[0]) > 0.1
    whole = ink(image, (0, 0, 1, 1)) * image.width * image.height
    width, height = image.boxes[0][2] * image.width, image.boxes[0][3] * image.height
    assert ink(image, image.boxes[0]) * width * height == pytest.approx(whole, rel=0.02)


def test_of_the_same_words_those_of_the_citation_are_boxed(saved: Callable[[bytes], Document]) -> None:
    document = saved(drawn(["It is first: yes.", "", "It is second: yes.", "", "It is third: yes."]))
    tops = []
    for number in range(3):
        start = [i for i in range(len(document.text)) if document.text.startswith("yes", i)][number]
        images, _ = page_images(document, start, start + 3)
        tops.append(images[0].boxes[0][1])
    assert tops == sorted(set(tops))


def test_words_parted_by_a_line_a_hyphen_or_a_table_are_found(saved: Callable[[bytes], Document]) -> None:
    document = saved(drawn(["The construc-", "tion of the bridge took", "seven years in all."]))
    assert "construction" in document.text
    assert len(drawn_for(document, "construction of the bridge took seven").boxes) == 3
    image = drawn_for(saved(report()), "Tay Bridge | 1887 | 3264 m")
    assert len(image.boxes) == 3 and all(ink(image, box) > 0.05 for box in image.boxes)
    assert len(drawn_for(saved(book()), "This is about The Tay. It was built").boxes) == 1


def test_what_is_filled_in_is_shown_and_boxed(saved: Callable[[bytes], Document]) -> None:
    document = saved(form())
    for words, count in (
        ("Gertrude Müller", 1),
        ("Name: | Gertrude Müller", 2),
        ("Zoe Fisher", 1),
        ("A yacht", 1),
        ("☑ outdoors", 1),
    ):
        image = drawn_for(document, words)
        assert len(image.boxes) == count and all(ink(image, box) > 0.05 for box in image.boxes)


def test_a_quotation_over_two_pages_has_both(saved: Callable[[bytes], Document]) -> None:
    document = saved(drawn(["It ends on one", "page and then it goes"], ["on to the next one."]))
    start, end = document.text.index("then it"), document.text.index("next one") + 4
    images, note = page_images(document, start, end)
    assert [image.page for image in images] == [1, 2] and note == ""
    assert all(len(image.boxes) == 1 for image in images)


def test_what_is_no_pdf_has_no_image_and_no_note(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Bridges\n\nSteel.", encoding="utf-8")
    assert page_images(read_document(tmp_path / "a.md"), 0, 5) == ((), "")


def test_a_file_that_changed_or_is_gone_is_not_drawn(saved: Callable[[bytes], Document]) -> None:
    document = saved(drawn(["It is long."]))
    assert page_images(replace(document, sha256="0" * 64), 0, 5) == (
        (),
        "The page is not shown as an image: the file has changed since it was read.",
    )
    Path(document.path).unlink()
    images, note = page_images(document, 0, 5)
    assert images == () and "the file cannot be read (No such file" in note


def test_what_takes_too_long_or_fails_is_a_note(
    saved: Callable[[bytes], Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = saved(drawn(["It is long."]))
    for program, reason in (
        ("import time; time.sleep(60)", "it takes longer than 1 s"),
        ("import os; os.abort()", "the program that draws could not make it"),
        ("print('{}')", "the program that draws could not make it"),
    ):
        child = tmp_path / "child.py"
        child.write_text(program, encoding="utf-8")
        monkeypatch.setattr(pdf_image, "CHILD", child)
        monkeypatch.setattr(pdf_image, "MOST_SECONDS", 1 if "sleep" in program else 10)
        assert page_images(document, 0, 5) == ((), f"The page is not shown as an image: {reason}.")


def test_the_child_has_no_more_memory_than_it_may(
    saved: Callable[[bytes], Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = saved(drawn(["It is long."]))
    monkeypatch.setattr(pdf_image, "MOST_MEMORY", 1)
    assert page_images(document, 0, 5)[1].endswith("could not make it.")


def test_letters_are_found_whatever_lies_between_them() -> None:
    assert letters("Eﬃ- cient |x") == ("efficientx", [0, 1, 1, 1, 4, 5, 6, 7, 8, 11])
    page = "one two\nthree four-\nteen"
    assert [page[a:b] for a, b in find(page, "one", "two three", "")] == ["two\nthree"]
    assert [page[a:b] for a, b in find(page, "", "fourteen", "")] == ["four-\nteen"]
    assert [page[a:b] for a, b in find(page, "", "one | four", "")] == ["one", "four"]
    assert find(page, "", "five", "") == find(page, "", "-", "") == find("", "", "x", "") == []
