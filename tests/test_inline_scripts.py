"""The hashes by which a browser knows the scripts of the page: of the inline ones, by the standard's own example."""

from qa.inline_scripts import hashes


def test_inline_scripts_have_the_hash_of_the_standard_and_files_none() -> None:
    page = """<script src="./a.js"></script><script>alert('Hello, world.');</script>
<script data-src-of="x">alert('Hello, world.');</script>"""
    # https://www.w3.org/TR/CSP3/#external-hash
    assert hashes(page) == ["'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"]
    assert hashes("<p>none</p>") == []


def test_the_text_is_hashed_letter_by_letter() -> None:
    assert len({*hashes("<script>\n1</script>"), *hashes("<script>1</script>")}) == 2
    assert len(hashes("<script>1</script><script type=module>2</script>")) == 2
