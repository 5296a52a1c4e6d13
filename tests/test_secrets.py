"""Keys, credentials and lists of passwords are left out, and named."""

import time
from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import Skipped, Store, sync
from index.documents import find_files
from index.ignore import is_secret


def make(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def names(folder: Path) -> list[str]:
    return [str(file.relative_to(folder)) for file in find_files([folder]).files]


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
