import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from index.embed import BUNDLED_SHA256, DeferredEncoder, Encoder, bundled_model_path, verify_sha256
from index.errors import ModelError


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_vectors_are_of_unit_length_and_near_in_meaning(encoder: Encoder) -> None:
    vectors = encoder.encode(["a dog sleeps", "a puppy is asleep", "stocks fell on Monday"])
    assert (vectors.shape, vectors.dtype) == ((3, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert vectors[0] @ vectors[1] > 0.6 > 0.3 > vectors[0] @ vectors[2]
    assert encoder.encode([]).shape == (0, 384)


def test_vectors_are_those_of_the_model_as_it_comes(encoder: Encoder) -> None:
    texts = [("The Forth Bridge is long. " * count)[: 40 * count] for count in range(1, 20)]
    plain = SentenceTransformer(str(bundled_model_path()))
    expected = plain.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert np.abs(encoder.encode(texts) - expected).max() < 1e-5


def test_tokens_have_their_characters_and_none_is_cut_off(encoder: Encoder) -> None:
    text = "Karpathy’s  café "
    [offsets] = encoder.token_offsets([text])
    assert "".join(text[a:b] for a, b in offsets) == "Karpathy’scafé"
    assert len(encoder.token_offsets(["word " * 5000])[0]) == 5000
    assert encoder.max_tokens == 254


def test_the_bundled_model_is_loaded_on_its_first_use_and_is_what_was_said_of_it(encoder: Encoder) -> None:
    loads: list[Encoder] = []
    deferred = DeferredEncoder(lambda: loads.append(encoder) or encoder)
    for known in ("name", "sha256", "dimension", "max_tokens"):
        assert getattr(deferred, known) == getattr(encoder, known)
    assert loads == []
    assert (deferred.encode(["a dog"]) == encoder.encode(["a dog"])).all() and loads == [encoder]
    assert deferred.token_offsets(["a dog"]) == [[(0, 1), (2, 5)]]


def test_the_bundled_weights_are_verified_before_use(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    shutil.copy(bundled_model_path() / "model.safetensors", weights)
    verify_sha256(weights, BUNDLED_SHA256)
    with weights.open("r+b") as file:
        file.seek(10_000_000)
        file.write(b"\x00\x01\x02")
    with pytest.raises(ModelError, match=r"are damaged or were changed: sha256 is .*; reinstall them"):
        verify_sha256(weights, BUNDLED_SHA256)
    with pytest.raises(ModelError, match="cannot read model weights"):
        verify_sha256(tmp_path / "none", BUNDLED_SHA256)


def test_another_model_by_folder_has_its_own_hash(encoder: Encoder, tmp_path: Path) -> None:
    shutil.copytree(bundled_model_path(), tmp_path / "model")
    other = Encoder(str(tmp_path / "model"))
    assert (other.name, other.dimension) == (str(tmp_path / "model"), 384)
    assert len(other.sha256) == 64 and other.sha256 != encoder.sha256
    assert np.array_equal(other.encode(["same weights"]), encoder.encode(["same weights"]))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot load embedding model"):
        Encoder(str(tmp_path))


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, "1000 None"),
        ({"GOMP_SPINCOUNT": "7"}, "7 None"),
        ({"OMP_WAIT_POLICY": "ACTIVE"}, "None ACTIVE"),
    ],
)
def test_threads_that_wait_sleep_soon_but_for_who_says_otherwise(own: dict[str, str], expected: str) -> None:
    program = """import sys, os, index
assert "torch" not in sys.modules
print(os.environ.get("GOMP_SPINCOUNT"), os.environ.get("OMP_WAIT_POLICY"))"""
    left = {name: value for name, value in os.environ.items() if not name.startswith(("GOMP", "OMP_WAIT"))}
    found = subprocess.run(
        [sys.executable, "-c", program], env=left | own, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == expected
