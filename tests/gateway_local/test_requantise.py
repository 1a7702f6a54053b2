"""A model file at eight bits holds what it held at four."""

from pathlib import Path
from typing import Any

import pytest

from groundwood.gateway.requantise import requantise

gguf: Any = pytest.importorskip("gguf", reason="gguf is not installed")


def test_tensors_change_their_form_and_everything_else_stays(tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy")
    values = numpy.linspace(-1, 1, 4 * 64, dtype=numpy.float32).reshape(4, 64)
    kinds = gguf.GGMLQuantizationType
    packed = gguf.quants.quantize(values, kinds.Q4_1)
    writer = gguf.GGUFWriter(tmp_path / "four.gguf", "llama")
    writer.add_context_length(8192)
    writer.add_token_list(["<s>", "é", "word"])
    writer.add_tensor("weights", packed, raw_dtype=kinds.Q4_1)
    writer.add_tensor("norm", values[0])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()

    requantise(tmp_path / "four.gguf", tmp_path / "eight.gguf")

    reader = gguf.GGUFReader(tmp_path / "eight.gguf")
    assert reader.fields["llama.context_length"].contents() == 8192
    assert reader.fields["tokenizer.ggml.tokens"].contents() == ["<s>", "é", "word"]
    weights, norm = reader.tensors
    assert (weights.name, weights.tensor_type) == ("weights", kinds.Q8_0)
    assert (norm.name, norm.tensor_type) == ("norm", kinds.F32)
    assert (norm.data == values[0]).all()
    four = gguf.quants.dequantize(packed, kinds.Q4_1)
    eight = gguf.quants.dequantize(weights.data, kinds.Q8_0)
    assert abs(four - eight).max() < 1 / 200
