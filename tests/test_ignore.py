import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Skipped
from index.documents import find_files
from index.ignore import MOST_STARS, ignoring, rules_in

NAMES = st.sampled_from(["a.md", "b.txt", "ab.txt", "x y.md", "#h.md", "!n.txt", "foo.txt"])
FOLDERS = st.sampled_from(["", "a/", "b/", "foo/", "a/b/", "foo/a/", "a/b/foo/"])
PATTERNS = st.builds(
    lambda negated, start, middle, end: negated + start + middle + end,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "/", "**/", "a/", "foo/", "*/", "a/**/"]),
    st.sampled_from(
        ["a", "b", "*", "*.md", "a*", "?.md", "[ab]*", "foo", "b.txt", "x y.md", "\\#h.md", "\\!n.txt", "*b*"]
    ),
    st.sampled_from(["", "", "/", "/*", "/b", " ", ".md"]),
).filter(lambda pattern: pattern.removeprefix("**/").count("*") <= MOST_STARS)  # one of more is cut


def make(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def names(folder: Path) -> list[str]:
    return [str(file.relative_to(folder)) for file in find_files([folder]).files]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here to compare with")
@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.tuples(FOLDERS, NAMES), min_size=3, max_size=12),
    st.dictionaries(FOLDERS, st.lists(PATTERNS, min_size=1, max_size=4), min_size=1, max_size=3),
)
def test_what_git_ignores_is_ignored(
    tmp_path_factory: pytest.TempPathFactory, files: set[tuple[str, str]], ignored: dict[str, list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("repository")
    make(folder, {"".join(file): "words" for file in files})
    make(folder, {f"{place}.gitignore": "\n".join(lines) + "\n" for place, lines in ignored.items()})
    subprocess.run(["git", "init", "-q", folder], check=True)
    listed = subprocess.run(
        ["git", "-C", folder, "ls-files", "-z", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert set(names(folder)) == {name for name in listed.split("\0") if name.endswith((".md", ".txt"))}


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ("private/\n!notes\n", ["docs/a.md", "notes/b.md", "top.md"]),
        ("*\n!*/\n!*.md\n", ["docs/a.md", "notes/b.md", "notes/private/c.md", "private/d.md", "top.md"]),
        ("*\n!*.md\n!docs/\n", ["docs/a.md", "top.md"]),
        ("notes/**\n!notes/b.md\n", ["docs/a.md", "notes/b.md", "private/d.md", "top.md"]),
        ("docs/*\n!docs/a.md\nnotes/\n!notes/b.md\n", ["docs/a.md", "private/d.md", "top.md"]),
        ("docs\f/\n", ["docs/a.md", "notes/b.md", "notes/private/c.md", "private/d.md", "top.md"]),
    ],
)
def test_what_is_brought_back_is_what_git_brings_back(tmp_path: Path, lines: str, left: list[str]) -> None:
    kept = ("docs/a.md", "docs/b.txt", "notes/b.md", "notes/private/c.md", "private/d.md", "top.md")
    make(tmp_path, {name: "words" for name in kept if name.endswith(".md")} | {".gitignore": lines})
    assert names(tmp_path) == left


def test_ignore_files_nest_and_the_nearest_has_the_last_word(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            ".gitignore": "*.log\ndrafts/\n/top.txt\n",
            ".qaignore": "!keep.log\nprivate.md\n",
            "keep.log": "words",
            "other.log": "words",
            "top.txt": "words",
            "private.md": "words",
            "drafts/a.md": "words",
            "drafts/deep/b.md": "words",
            "notes/top.txt": "words",
            "notes/.qaignore": "!private.md\n*.txt\n",
            "notes/private.md": "words",
            "notes/c.md": "words",
        },
    )
    found = find_files([tmp_path])
    assert [str(file.relative_to(tmp_path)) for file in found.files] == [
        "keep.log", "notes/c.md", "notes/private.md",
    ]  # fmt: skip
    assert set(found.skipped) == {
        Skipped(str(tmp_path / "drafts"), f"ignored by {tmp_path / '.gitignore'}"),
        Skipped(str(tmp_path), f"2 files in it are ignored by {tmp_path / '.gitignore'}"),
        Skipped(str(tmp_path), f"1 file in it is ignored by {tmp_path / '.qaignore'}"),
        Skipped(str(tmp_path / "notes"), f"1 file in it is ignored by {tmp_path / 'notes' / '.qaignore'}"),
    }


def test_a_repository_above_counts_unless_it_ignores_the_folder_itself(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            ".gitignore": "*.txt\nout/\n",
            "docs/a.txt": "words",
            "docs/b.md": "words",
            "out/c.txt": "words",
        },
    )
    assert names(tmp_path / "docs") == ["a.txt", "b.md"]  # no repository: a file above says nothing
    (tmp_path / ".git").mkdir()
    assert names(tmp_path / "docs") == ["b.md"]
    assert names(tmp_path / "out") == ["c.txt"]
    assert find_files([tmp_path / "docs" / "a.txt"]).files == (tmp_path / "docs" / "a.txt",)


def test_a_pattern_that_would_take_long_is_cut_and_leaves_out_more(tmp_path: Path) -> None:
    make(tmp_path, {".gitignore": "*a" * 30 + "*b\n" + "!" + "*c" * 30 + "\n**/x/*.txt\n"})
    rules = rules_in(str(tmp_path))
    assert ignoring(str(tmp_path / ("a" * 250)), False, rules) == str(tmp_path / ".gitignore")
    assert ignoring(str(tmp_path / ("c" * 250)), False, rules) is None
    assert ignoring(str(tmp_path / "q" / "x" / "y.txt"), False, rules) is not None
    assert MOST_STARS == 3


def test_ignore_files_of_any_bytes_are_read(tmp_path: Path) -> None:
    make(tmp_path, {"a.md": "words", "b.md": "words"})
    (tmp_path / ".gitignore").write_bytes(b"\xef\xbb\xbfa.md\r\n\xff\xfe\x00[\n\\\n")
    assert names(tmp_path) == ["b.md"]


def test_a_link_gives_nothing_that_its_own_name_keeps_out(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            ".env": "PASSWORD=1",
            "server.pem": "words",
            "hidden/.notes/a.md": "words",
            ".gitignore": "private.md\ndrafts/\n",
            "private.md": "words",
            "drafts/deep/b.md": "words",
            "z/.qaignore": "c.md\n",
            "z/c.md": "words",
            "z/d.md": "words",
        },
    )
    for name, real in (
        ("env.txt", ".env"), ("key.txt", "server.pem"), ("hidden.md", "hidden/.notes/a.md"),
        ("mine.md", "private.md"), ("draft.md", "drafts/deep/b.md"), ("c.md", "z/c.md"), ("d.md", "z/d.md"),
        ("twice.txt", "env.txt"),
    ):  # fmt: skip
        (tmp_path / name).symlink_to(real)
    found = find_files([tmp_path])
    assert names(tmp_path) == ["z/d.md"]
    reasons = {Path(skipped.path).name: skipped.reason for skipped in found.skipped}
    key = "by its name it holds a key or credentials: name it as a source to have it read"
    assert reasons["env.txt"] == reasons["twice.txt"] == f"it is a link to {tmp_path / '.env'}: {key}"
    assert reasons["key.txt"] == f"it is a link to {tmp_path / 'server.pem'}: {key}"
    assert reasons["hidden.md"] == f"it is a link to a hidden file, {tmp_path / 'hidden/.notes/a.md'}"
    ignored = f"which is ignored by {tmp_path / '.gitignore'}"
    assert reasons["mine.md"] == f"it is a link to {tmp_path / 'private.md'}, {ignored}"
    assert reasons["draft.md"] == f"it is a link to {tmp_path / 'drafts/deep/b.md'}, {ignored}"
    assert (
        reasons["c.md"]
        == f"it is a link to {tmp_path / 'z/c.md'}, which is ignored by {tmp_path / 'z/.qaignore'}"
    )
    assert find_files([tmp_path / "env.txt"]).files == (tmp_path / "env.txt",)
