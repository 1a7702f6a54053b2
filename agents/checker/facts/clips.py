"""Pieces of a sentence that remember where they stand in it, also when they are put together."""

import re
from dataclasses import dataclass

_QUOTED = re.compile(
    r"“[^”]*”|\"[^\"]*\"|«[^»]*»|(?<!\w)‘(?:[^‘’]|’(?=\w))*’(?!\w)"
    r"|(?<!\w)'(?=\w)(?:[^']|'(?=\w))*'(?!\w)|\([^()]*\)"
)
_MARKS = re.compile(r"[“”\"«»()]")
BORROWED = -1
"""The place of a character that a piece has from another piece."""


@dataclass(frozen=True)
class Clip:
    """Text with the place of each character in the sentence, `BORROWED` where it is repeated."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Clip":
        """Return the whole text as a clip."""
        return cls(text, tuple(range(len(text))))

    def __add__(self, other: "Clip | str") -> "Clip":
        if isinstance(other, str):
            other = Clip(other, (BORROWED,) * len(other))
        return Clip(self.text + other.text, self.places + other.places)

    def __getitem__(self, part: slice) -> "Clip":
        return Clip(self.text[part], self.places[part])

    def borrowed(self) -> "Clip":
        """Return the text as repeated from elsewhere."""
        return Clip(self.text, (BORROWED,) * len(self.text))

    def stripped(self) -> "Clip":
        """Return the clip without white space and commas at its ends."""
        start = len(self.text) - len(self.text.lstrip(" ,"))
        return self[start : start + len(self.text.strip(" ,"))]

    @property
    def own(self) -> tuple[int, int]:
        """The half-open range of the sentence that is the piece's own, without edge commas."""
        kept = zip(self.text, self.places, strict=True)
        places = [place for sign, place in kept if place != BORROWED and sign not in " ,"]
        return (min(places), max(places) + 1) if places else (0, 0)


def masked(text: str) -> str:
    """Return the text with what stands in quotation marks or brackets made unreadable."""
    return _QUOTED.sub(lambda m: f"{m.group()[0]}{'Q' * (len(m.group()) - 2)}{m.group()[-1]}", text)


def is_balanced(text: str) -> bool:
    """Say whether each quotation mark and bracket has its partner."""
    return not _MARKS.search(_QUOTED.sub("", text))
