"""A model file rewritten to eight bits, which a CPU multiplies faster than four."""

from importlib import import_module
from pathlib import Path
from typing import Any

_DERIVED = ("GGUF.", "general.architecture", "general.file_type", "general.quantization_version")


def requantise(source: Path, target: Path) -> None:
    """Write the GGUF file at ``source`` to ``target`` with its Q4_1 tensors as Q8_0.

    Everything else stays as it is. The values change by less than four bits had lost of them.
    Needs the package ``gguf``.

    Raises:
        OSError: the target cannot be written.
    """
    gguf: Any = import_module("gguf")
    reader = gguf.GGUFReader(source)
    architecture = reader.fields["general.architecture"].contents()
    writer = gguf.GGUFWriter(target, architecture)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    for key, field in reader.fields.items():
        if not key.startswith(_DERIVED):
            inner = field.types[1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(key, field.contents(), field.types[0], inner)
    for tensor in reader.tensors:
        data, kind = _at_eight_bits(gguf, tensor)
        writer.add_tensor(tensor.name, data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _at_eight_bits(gguf: Any, tensor: Any) -> tuple[Any, Any]:
    kinds = gguf.GGMLQuantizationType
    if tensor.tensor_type != kinds.Q4_1:
        return tensor.data, tensor.tensor_type
    values = gguf.quants.dequantize(tensor.data, kinds.Q4_1)
    return gguf.quants.quantize(values, kinds.Q8_0), kinds.Q8_0
