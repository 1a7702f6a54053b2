"""The values of JSON text one by one, without holding more of it than one of them."""

import json
import re
from typing import IO, Any

from groundwood.errors import InputError
from groundwood.ingest.decode import MAX_LINE

CHUNK = 1 << 16
"""Characters that are read at a time; more where a value turns out to be longer."""

_FILLED = re.compile(r"[^ \t\r\n]")
_DECODER = json.JSONDecoder()


class JsonValues:
    """Goes through JSON text and knows the line of what comes next."""

    def __init__(self, text: IO[str], file: str, chunk: int = CHUNK) -> None:
        self.line = 1
        self._text = text
        self._file = file
        self._chunk = chunk
        self._held = ""
        self._at = 0

    def next_mark(self) -> str:
        """Return the next character that is no white space, and stay before it; empty at the end."""
        while True:
            found = _FILLED.search(self._held, self._at)
            self._pass_to(found.start() if found else len(self._held))
            if found or not self._more():
                return found[0] if found else ""

    def take(self, mark: str) -> None:
        """Go past the character, which must come next.

        Raises:
            InputError: another one comes.
        """
        if self.next_mark() != mark:
            raise self._error(f"expected '{mark}'", self._at)
        self._pass_to(self._at + 1)

    def value(self) -> Any:
        """Return the value that comes next, and go past it.

        Raises:
            InputError: it is no JSON, nested too deeply, or too long.
        """
        self.next_mark()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except RecursionError as exc:
                raise self._error("nested too deeply", self._at) from exc
            except ValueError as exc:
                if not self._more():
                    place = getattr(exc, "pos", self._at)
                    raise self._error(getattr(exc, "msg", str(exc)), place) from exc
            else:
                if end < len(self._held) or not self._more():
                    self._pass_to(end)
                    return value

    def _more(self) -> bool:
        """Read on, at least as much again as is held, and say whether there was more."""
        rest = self._held[self._at :]
        if len(rest) > MAX_LINE:
            raise self._error(f"a value of more than {MAX_LINE >> 20} MB", self._at)
        piece = self._text.read(max(self._chunk, len(rest)))
        self._held, self._at = rest + piece, 0
        return bool(piece)

    def _pass_to(self, place: int) -> None:
        self.line += self._held.count("\n", self._at, place)
        self._at = place

    def _error(self, what: str, place: int) -> InputError:
        line = self.line + self._held.count("\n", self._at, place)
        return InputError(f"{self._file}:{line}: not JSON that can be read: {what}")
