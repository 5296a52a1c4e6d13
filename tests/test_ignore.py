import shutil
import subprocess
import time
from pathlib import Path

import pytest
from conftest import WordEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Skipped, Store, sync
from index.documents import find_files
from index.ignore import MOST_STARS, ignoring, is_secret, rules_in

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


def test_keys_and_credentials_are_left_out_and_named(tmp_path: Path) -> None:
    secrets = """server.pem private.key store.p12 id_rsa id_rsa.txt id_ed25519.bak .env .env.local prod.env
        vault.kdbx credentials.json credentials.md aws_credentials.csv client_secret_1.json secrets.yaml .netrc
        Service-Account-7.json""".split()
    make(
        tmp_path, dict.fromkeys([*secrets, "monkey.md", "environment.txt", "secretary.md", ".hidden.md"], "x")
    )
    found = find_files([tmp_path])
    assert names(tmp_path) == ["environment.txt", "monkey.md", "secretary.md"]
    assert {Path(skipped.path).name for skipped in found.skipped} == set(secrets)
    assert all(skipped.reason.startswith("by its name it holds a key") for skipped in found.skipped)
    assert find_files([tmp_path / "credentials.md"]).files == (tmp_path / "credentials.md",)
    assert not is_secret("keynote.md")


@pytest.mark.parametrize(
    "name",
    """passwords.txt|Passwords.csv|Chrome Passwords.csv|Microsoft Edge Passwords (1).csv|my_passwords.xlsx|password
    |passwort.txt|Passwörter.docx|Passwo\u0308rter.txt|passwords-2024-05-01.csv|Google Passwords.csv|wifi password.txt
    |mots de passe.odt|Passwortliste.xlsx|token.txt|tokens.json|access_token|github-token.txt|logins.csv
    |bitwarden_export_20240501120000.json|bitwarden_encrypted_export_1.json|lastpass_export.csv|1PasswordExport-A.csv
    |credentials (1).json|credentials - copy.json|AWS credentials.txt|my login credentials.docx|credentials2.txt
    |credentials-prod.yaml|password list.md""".split("|"),
)
def test_lists_of_passwords_and_tokens_are_left_out(tmp_path: Path, name: str) -> None:
    make(tmp_path, {name.strip(): "hunter2"})
    found = find_files([tmp_path])
    assert found.files == () and found.skipped[0].reason.startswith(
        "by its name it holds a key or credentials"
    )


@pytest.mark.parametrize(
    "name",
    """How to choose a password.md|credentials for teaching.txt|Password policy.pdf|password-reset.md|passwords.html
    |Reset your password.txt|The password is swordfish (novel).epub|token.py|tokens.md|Tokenisation.txt|password.go
    |token economy.txt|Ring tokens of Lund.txt|logins 2024 by month.csv|How to export from LastPass.md
    |lastpass export guide.md|Which credentials a teacher needs.txt|How to get teaching credentials.md
    |passwordless login.txt|Incredible.txt|passenger list.csv|Passport.txt|compass.txt
    |keyboard tokens.docx""".split("|"),
)
def test_a_document_about_passwords_is_a_document(name: str) -> None:
    assert not is_secret(name.strip())


def test_a_long_name_is_looked_at_quickly() -> None:
    started = time.process_time()
    for part in ("1 ", "my ", "new_", "credentials", "credentials ", "password ", "passwords (1)", "- "):
        is_secret((part * 255)[:254] + "!")
    assert time.process_time() - started < 1


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


KEY = "-----BEGIN {} KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEA\n-----END {} KEY-----\n"


@pytest.mark.parametrize("kind", ["PRIVATE", "RSA PRIVATE", "OPENSSH PRIVATE", "ENCRYPTED PRIVATE", "PUBLIC"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_private_key_is_known_by_its_content(
    folder: Path, tmp_path: Path, embedder: WordEmbedder, kind: str, encoding: str
) -> None:
    notes = folder / "notes.txt"
    notes.write_text("Kept from the old server.\n\n" + KEY.replace("{}", kind), encoding=encoding)
    summary = sync(tmp_path / "index", [folder], embedder)
    reason = "it holds a private key: name it as a source to have it read"
    assert summary.skipped == (() if kind == "PUBLIC" else (Skipped(str(notes), reason),))
    again = sync(tmp_path / "index", [folder], embedder)
    assert again.skipped == summary.skipped and again.unchanged == summary.documents
    named = sync(tmp_path / "index", [folder, notes], embedder)
    assert named.skipped == () and named.documents == 4
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        assert not any(snapshot.tried().values())


def test_a_key_that_a_stopped_run_passed_over_is_read_when_it_is_named(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    (folder / "notes.txt").write_text(KEY.replace("{}", "PRIVATE"))

    def stop(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(tmp_path / "index", [folder], embedder, stop)
    assert sync(tmp_path / "index", [folder, folder / "notes.txt"], embedder).documents == 4


def test_a_key_that_is_named_no_longer_is_left_out(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    notes = folder / "notes.txt"
    notes.write_text(KEY.replace("{}", "PRIVATE"))
    assert sync(tmp_path / "index", [folder, notes], embedder).documents == 4
    again = sync(tmp_path / "index", [folder], embedder)
    assert (again.documents, again.removed) == (3, (str(notes),))
    assert sync(tmp_path / "index", [folder, notes], embedder).documents == 4
    notes.rename(folder / "moved.txt")
    assert sync(tmp_path / "index", [folder], embedder).documents == 3
    (folder / "moved.txt").rename(notes)

    def stop(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(tmp_path / "other", [folder, notes], embedder, stop)
    assert sync(tmp_path / "other", [folder], embedder).documents == 3
