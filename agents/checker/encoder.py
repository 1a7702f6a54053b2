"""The cross-encoder that ships: its weights run by ONNX Runtime, on the CPU, loaded when needed."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MOST_TOKENS = 256
"""What is longer is cut at the end of the evidence."""
BATCH = 16
MOST_THREADS = 4


@dataclass(frozen=True)
class Encoder:
    """Tells, for texts and claims read together, how likely each of three classes is.

    ``version`` is the beginning of the SHA-256 of the weights.
    """

    session: "InferenceSession"
    tokenizer: "Tokenizer"

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> "NDArray[np.float32]":
        """Return supports, contradicts and neither for each (text, claim): shape (pairs, 3).

        Pairs are put through in batches of like lengths, whatever their order.
        """
        import numpy as np

        rows = self.tokenizer.encode_batch([(claim, text) for text, claim in pairs])
        places = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
        found = np.zeros((len(rows), 3), dtype=np.float32)
        for start in range(0, len(places), BATCH):
            these = places[start : start + BATCH]
            found[these] = self._logits([rows[i] for i in these])
        odds = np.exp(found - found.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)

    def _logits(self, rows: "Sequence[object]") -> "NDArray[np.float32]":
        import numpy as np

        width = max(len(row.ids) for row in rows)  # type: ignore[attr-defined]
        fields = {"input_ids": "ids", "attention_mask": "attention_mask"}
        fields["token_type_ids"] = "type_ids"
        given = {name: np.zeros((len(rows), width), dtype=np.int64) for name in fields}
        for at, row in enumerate(rows):
            for name, field in fields.items():
                values = getattr(row, field)
                given[name][at, : len(values)] = values
        return np.asarray(self.session.run(None, given)[0], dtype=np.float32)


@cache
def load_encoder() -> Encoder:
    """Return the encoder with the weights that ship, using at most `MOST_THREADS` threads."""
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = min(MOST_THREADS, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    folder = files("groundwood.agents.checker") / "weights"
    with as_file(folder / "judge.onnx") as weights, as_file(folder / "tokenizer.json") as words:
        session = InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(words))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS, strategy="longest_first")
    return Encoder(session, tokenizer)
