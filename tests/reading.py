"""What an HTML parser finds in a page."""

from html.parser import HTMLParser
from typing import NamedTuple


class Read(NamedTuple):
    """What an HTML parser makes of a page."""

    text: str  # of the article
    marks: list[tuple[int, int]]  # of its mark elements, offsets into that
    tags: set[str]
    attributes: list[tuple[str, str, str]]


class Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.marks: list[tuple[int, int]] = []
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.opened_at = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in ("meta", "img"):
            self.open.append(tag)
        if tag == "mark":
            self.opened_at = len(self.text)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "mark":
            self.marks.append((self.opened_at, len(self.text)))

    def handle_data(self, data: str) -> None:
        if "article" in self.open:
            self.text += data


def read(page: str) -> Read:
    parser = Parser()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return Read(parser.text, parser.marks, parser.tags, parser.attributes)
