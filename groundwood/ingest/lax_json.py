"""Lines that are nearly JSON: what was surely meant, read knowingly and with a warning."""

import ast
import json
import re
import warnings
from typing import Any

LONGEST = 1 << 20
"""Longer lines, in characters, are not looked at."""

_LAST_COMMA = re.compile(r",\s*([}\]]\s*$)")
_COMMENT = re.compile(r"\s*(?://|#)")


def read_lax(line: str, decoder: json.JSONDecoder) -> tuple[Any, str] | None:
    """Return the value of a line that strict JSON refuses, and what is wrong with it, or none."""
    line = line.strip()
    if len(line) > LONGEST or not line.startswith("{"):
        return None
    for read in (_without_last_comma, _without_comment, _python):
        try:
            return read(line, decoder)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            continue
    return None


def _without_last_comma(line: str, decoder: json.JSONDecoder) -> tuple[Any, str]:
    return decoder.decode(_LAST_COMMA.sub(r"\1", line)), "a comma after the last field"


def _without_comment(line: str, decoder: json.JSONDecoder) -> tuple[Any, str]:
    value, end = decoder.raw_decode(line)
    if not _COMMENT.match(line, end):
        raise ValueError
    return value, "a comment after the object"


def _python(line: str, decoder: json.JSONDecoder) -> tuple[Any, str]:
    """Read a dict as Python prints it; only what JSON could hold too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = ast.literal_eval(line)
    return decoder.decode(json.dumps(value)), "a Python dict"
