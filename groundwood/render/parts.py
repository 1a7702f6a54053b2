"""The parts of a text form: blocks between blank lines, each knowing its lines."""

from dataclasses import dataclass

from groundwood.errors import InputError


@dataclass(frozen=True)
class Part:
    """One block: its text on one line, and the numbers of its first and last line (from 1)."""

    text: str
    line: int
    last_line: int

    def expect(self, met: bool, expected: str) -> None:
        """Raise `InputError` unless the expectation is met."""
        if not met:
            raise self.error(expected)

    def error(self, expected: str) -> InputError:
        """Return the error that names the line, what was expected there, and what stands there."""
        shown = self.text if len(self.text) <= 60 else self.text[:59] + "…"
        return InputError(f"line {self.line}: expected {expected}, not {shown!r}")


def parts_of(text: str) -> list[Part]:
    """Return the blocks in order; lines that were wrapped are joined by a space.

    Raises:
        InputError: the text holds halves of surrogate pairs, which no file can hold.
    """
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        line = text.count("\n", 0, exc.start) + 1
        raise InputError(f"line {line}: expected Unicode text, not a lone surrogate") from exc
    parts: list[Part] = []
    block: list[str] = []
    for number, words in enumerate([*text.removeprefix("\ufeff").splitlines(), ""], 1):
        if words.strip():
            block.append(words.strip())
        elif block:
            parts.append(Part(" ".join(block), number - len(block), number - 1))
            block = []
    return parts
