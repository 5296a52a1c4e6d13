"""Files of one name, in different folders: everywhere a person reads of them, they are told apart."""

from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Place
from qa.answer import Alternative, Answer, Citation, FoundPassage, Outcome
from qa.export import to_csl, to_markdown, to_quotation
from qa.names import file_names
from qa.render import to_text

PATHS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4).map(
    lambda parts: "/" + "/".join(parts)
)


def citation(path: str) -> Citation:
    return Citation("Bridge notes", path, 0, 4, "1890", Place(line=3), "1890", 0)


A, B, C = (citation(path) for path in ("/docs/a/README.md", "/docs/b/README.md", "/docs/c/README.md"))
ANSWER = Answer(
    "When?",
    Outcome.ANSWERED,
    "1890",
    0.9,
    (A,),
    (Alternative("1890", 0.5, (B,)),),
    (FoundPassage(C, 1.0, None, None, 1, None),),
)


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        ([], []),
        (["/d/a.md", "/d/b.md", "/d/a.md"], ["a.md", "b.md", "a.md"]),
        (["/d/a/x.md", "/d/b/x.md", "/d/b/y.md"], ["a/x.md", "b/x.md", "y.md"]),
        (["/p/one/d/x.md", "/p/two/d/x.md", "/p/e/x.md"], ["one/d/x.md", "two/d/x.md", "e/x.md"]),
        (["/x.md", "/a/x.md", "x.md"], ["/x.md", "a/x.md", "x.md"]),
    ],
)
def test_a_name_is_as_long_as_it_must_be(paths: list[str], names: list[str]) -> None:
    found = file_names(paths)
    assert [found[path] for path in paths] == names


@given(st.lists(PATHS))
def test_no_two_files_have_one_name(paths: list[str]) -> None:
    named = file_names(paths)
    assert named.keys() == set(paths) and len(set(named.values())) == len(named)
    for path, name in named.items():
        parts = PurePath(path).parts
        assert PurePath(name).parts == parts[-len(PurePath(name).parts) :]


def test_answers_tell_files_of_one_name_apart() -> None:
    for shown in (to_text(ANSWER), to_markdown([ANSWER])):
        assert "Bridge notes · a/README.md, line 3" in shown
        assert "Bridge notes · b/README.md, line 3" in shown
    assert "Bridge notes · a/README.md, line 3" in to_quotation(ANSWER)
    assert [item["archive_location"] for item in to_csl([ANSWER])] == [A.path, B.path]
    alone = Answer("When?", Outcome.ANSWERED, "1890", 0.9, (A,))
    assert "Bridge notes · README.md, line 3" in to_text(alone)
    assert "· a/README.md" in to_markdown([alone, Answer("Who?", Outcome.ANSWERED, "x", 0.9, (B,))])


def test_the_chat_tells_files_of_one_name_apart() -> None:
    pytest.importorskip("gradio")
    from qa.chat_page import answer_html, choices, head_html, plain

    documents = [(A.path, "Bridge notes"), (B.path, ""), ("/docs/c/other.md", "Other")]
    assert choices(documents) == [
        ("Bridge notes (a/README.md)", A.path),
        ("README (b/README.md)", B.path),
        ("Other (other.md)", "/docs/c/other.md"),
    ]
    assert plain("b/README.md") in head_html(documents, ())
    page = answer_html(ANSWER)
    for name in ("a/README.md", "b/README.md", "c/README.md"):
        assert plain(f"{name}, line 3") in page
