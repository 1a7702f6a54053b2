"""How ALCE's program reads a text: what it cuts, which references it sees, what claims are left.

Written after the behaviour of ``eval.py`` of ALCE (Gao and others 2023), oddities included.
"""

import re

_REFERENCE = re.compile(r"\[(\d{1,18})")
_REFERENCE_CUT = re.compile(r" ?\[\d+")
_END_OF_TURN = "<|im_end|>"


def first_line(output: str) -> str:
    """Return what ALCE scores of a model's output: its first line, without the end-of-turn mark."""
    return output.strip().split("\n")[0].replace(_END_OF_TURN, "")


def references(text: str) -> list[int]:
    """Return the numbers of the references in order, repeats included.

    A reference is an opening bracket right before digits: ``[1, 2]`` and ``[1-2]`` are ``[1]``.
    """
    return [int(found) for found in _REFERENCE.findall(text)]


def without_references(text: str) -> str:
    """Return the text without references; what else stood in their brackets stays, as in ALCE."""
    return _REFERENCE_CUT.sub("", text).replace(" |", "").replace("]", "")


def answers(output: str, question: str) -> list[str]:
    """Return the answers of a comma-separated list, each after the question (QAMPARI)."""
    listed = output.rstrip().rstrip(".").rstrip(",").split(",")
    return [f"{question} {answer.strip()}" for answer in listed]
