"""From a checkpoint to what ships: an ONNX graph with weights of eight bits, and the tokenizer."""

import shutil
import tempfile
from pathlib import Path

import torch

from groundwood.eval.training.encoder import CrossEncoder

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def export(checkpoint: Path, base: Path, folder: Path) -> Path:
    """Write ``judge.onnx`` and ``tokenizer.json`` into the folder; return the graph's path.

    Matrix products and embeddings are quantised dynamically, weights per channel where the
    operator allows it.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    model = CrossEncoder(base)
    model.load_state_dict(torch.load(checkpoint, weights_only=True)["model"])
    model.eval()
    with tempfile.TemporaryDirectory() as aside:
        plain, ready = Path(aside) / "plain.onnx", Path(aside) / "ready.onnx"
        _graph(model, plain)
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        small = Path(aside) / "judge.onnx"
        quantize_dynamic(str(ready), str(small), per_channel=True, weight_type=QuantType.QInt8)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(small, folder / "judge.onnx")
        shutil.copyfile(base / "tokenizer.json", folder / "tokenizer.json")
    return folder / "judge.onnx"


def _graph(model: CrossEncoder, file: Path) -> None:
    sample = torch.ones(2, 16, dtype=torch.long)
    torch.onnx.export(
        model,
        (sample, sample, torch.zeros_like(sample)),
        str(file),
        input_names=list(INPUTS),
        output_names=["logits"],
        dynamic_axes={name: {0: "pairs", 1: "tokens"} for name in INPUTS},
        opset_version=17,
        dynamo=False,
    )
