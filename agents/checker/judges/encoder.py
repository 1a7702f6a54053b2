"""The cross-encoder that ships: its weights run by ONNX Runtime, on the CPU, loaded when needed."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

MOST_TOKENS = 256
"""What is longer is cut, the longer one of evidence and claim first."""
MOST_THREADS = 4

_FIELDS = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}


@dataclass(frozen=True)
class Encoder:
    """Tells, for texts and claims read together, how likely each of three classes is.

    Every pair is run by itself, on one thread, as many at a time as there are ``threads``: the
    eight-bit activations are scaled by all that is run together, so that in a batch the score of a
    pair would depend on its company; and nothing is padded.
    """

    session: "InferenceSession"
    tokenizer: "Tokenizer"
    threads: int

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> "NDArray[np.float32]":
        """Return supports, contradicts and neither for each (text, claim): shape (pairs, 3)."""
        import numpy as np

        rows = self.tokenizer.encode_batch([(claim, text) for text, claim in pairs])
        places = sorted(range(len(rows)), key=lambda i: -len(rows[i].ids))
        logits = np.zeros((len(rows), 3), dtype=np.float32)
        with ThreadPoolExecutor(self.threads) as pool:
            logits[places] = list(pool.map(self._logits, [rows[i] for i in places]))
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)

    def _logits(self, row: "Encoding") -> "NDArray[np.float32]":
        import numpy as np

        given = {name: np.array([getattr(row, field)]) for name, field in _FIELDS.items()}
        return np.asarray(self.session.run(None, given)[0][0], dtype=np.float32)


@cache
def load_encoder() -> Encoder:
    """Return the encoder with the weights that ship, on at most `MOST_THREADS` threads."""
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    folder = files("groundwood.agents.checker.judges") / "weights"
    with as_file(folder / "judge.onnx") as weights, as_file(folder / "tokenizer.json") as words:
        session = InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(words))
    return Encoder(session, limited(tokenizer), min(MOST_THREADS, os.cpu_count() or 1))


def limited(tokenizer: "Tokenizer") -> "Tokenizer":
    """Return the tokenizer, set to cut what the encoder cannot read and to pad nothing."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS, strategy="longest_first")
    return tokenizer
