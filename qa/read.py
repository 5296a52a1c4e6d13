"""The reader: a small model that marks, in each passage, the words that answer a question."""

import hashlib
import threading
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModelForQuestionAnswering, AutoTokenizer
from transformers.utils import logging
from transformers.utils.hub import cached_file

from index import ModelError
from qa.decode import Scored, best_spans, settle
from qa.windows import Text, Window, Windower

BUNDLED_FOLDER = Path(__file__).with_name("models") / "reader"
BATCH_WINDOWS = 4  # so few that little of a batch is padding; on a CPU larger ones gain nothing


class Reader(Protocol):
    """What answering needs of a reading model."""

    sha256: str

    def read(self, question: str, texts: list[Text]) -> list[list[Scored]]:
        """For each passage its best spans, best first, in characters of its text."""


class ExtractiveReader:
    """A question-answering model of transformers, by folder or name; safe to share between threads.

    Any model for `AutoModelForQuestionAnswering` works. Its no-answer score is taken at the classification
    token, so a model that was trained on unanswerable questions too gives meaningful margins.

    :raises ModelError: if the model cannot be found or loaded.
    """

    def __init__(self, name: str = str(BUNDLED_FOLDER)) -> None:
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        local = Path(name).is_dir()
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(name, use_fast=True, local_files_only=local)
            model = AutoModelForQuestionAnswering.from_pretrained(
                name, use_safetensors=True, local_files_only=local, dtype=torch.float32
            )
        except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
            reason = str(error).strip().split("\n")[0]
            raise ModelError(f"cannot load reading model {name!r}: {reason}") from error
        if not self._tokenizer.is_fast:
            raise ModelError(f"reading model {name!r} has no fast tokenizer, which exact offsets need")
        self.name = name
        self.sha256 = _sha256_of(self.file("model.safetensors"))
        self._device, self._bfloat16 = probe()
        self._model = model.to(self._device).eval()
        limit = int(getattr(model.config, "max_position_embeddings", 512))
        # RoBERTa and its kin keep the first positions for padding.
        limit -= (
            2 if getattr(model.config, "model_type", "") in ("roberta", "xlm-roberta", "camembert") else 0
        )
        self._windower = Windower(self._tokenizer, limit)
        self._lock = threading.Lock()

    def file(self, name: str) -> Path | None:
        """A file that stands beside the weights, in the model's folder or in its copy from a hub; None without."""
        found = cached_file(
            self.name,
            name,
            local_files_only=Path(self.name).is_dir(),
            _raise_exceptions_for_missing_entries=False,
            _raise_exceptions_for_connection_errors=False,
        )
        return None if found is None else Path(found)

    def read(self, question: str, texts: list[Text]) -> list[list[Scored]]:
        """For each passage its best spans, best first, in characters of its text; none for an empty one."""
        return self.read_many([(question, texts)])[0]

    def read_many(self, questions: list[tuple[str, list[Text]]]) -> list[list[list[Scored]]]:
        """As `read`, for several questions at once: their windows share batches of one length."""
        with self._lock:
            asked = [self._windower.windows(question, texts) for question, texts in questions]
        scores = iter(self._scores([window for windows in asked for window in windows]))
        results = []
        for windows, (_, texts) in zip(asked, questions, strict=True):
            found: list[list[Scored]] = [[] for _ in texts]
            for window in windows:
                starts, ends = next(scores)
                passage = slice(window.first, window.first + len(window.offsets))
                found[window.passage] += best_spans(
                    starts[passage], ends[passage], float(starts[0] + ends[0]), window.offsets, window.own
                )
            results.append([settle(text.text, spans) for text, spans in zip(texts, found, strict=True)])
        return results

    def _scores(self, windows: list[Window]) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """Start and end logits of each window, in batches of about one length."""
        order = sorted(range(len(windows)), key=lambda i: len(windows[i].input_ids))
        scores: dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}
        for i in range(0, len(order), BATCH_WINDOWS):
            batch = order[i : i + BATCH_WINDOWS]
            starts, ends = self._forward([windows[j] for j in batch])
            scores |= {j: (starts[k], ends[k]) for k, j in enumerate(batch)}
        return [scores[i] for i in range(len(windows))]

    def _forward(self, windows: list[Window]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        length = max(len(window.input_ids) for window in windows)
        padding = self._tokenizer.pad_token_id or 0
        ids = torch.full((len(windows), length), padding)
        mask = torch.zeros((len(windows), length), dtype=torch.long)
        types = torch.zeros((len(windows), length), dtype=torch.long)
        for i, window in enumerate(windows):
            ids[i, : len(window.input_ids)] = torch.tensor(window.input_ids)
            mask[i, : len(window.input_ids)] = 1
            if window.token_type_ids is not None:
                types[i, : len(window.input_ids)] = torch.tensor(window.token_type_ids)
        inputs = {"input_ids": ids, "attention_mask": mask}
        if windows[0].token_type_ids is not None:
            inputs["token_type_ids"] = types
        inputs = {name: tensor.to(self._device) for name, tensor in inputs.items()}
        autocast = torch.autocast(self._device, dtype=torch.bfloat16, enabled=self._bfloat16)
        with torch.inference_mode(), autocast:
            output = self._model(**inputs)
        return output.start_logits.float().cpu().numpy(), output.end_logits.float().cpu().numpy()


def probe() -> tuple[str, bool]:
    """The device to read on, and whether it computes in bfloat16 faster than in single precision.

    Read off what the processor says it has, not timed: a clock would choose one way today and the other
    tomorrow, and the same question must have the same answer. Without these instructions bfloat16 is
    emulated, and can be a hundred times slower.
    """
    if torch.cuda.is_available():
        return "cuda", torch.cuda.is_bf16_supported(including_emulation=False)
    cpu = torch.cpu
    return "cpu", bool(cpu._is_amx_tile_supported() or cpu._is_avx512_bf16_supported())


def _sha256_of(weights: Path | None) -> str:
    """The checksum by which a decision knows its reader; "" for weights in several files, which none knows."""
    if weights is None:
        return ""
    with weights.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
