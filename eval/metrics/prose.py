"""The sentences of a text that several metrics read: found once."""

from functools import lru_cache

from groundwood.text.sentences import sentences


@lru_cache(maxsize=64)
def prose_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of the text; see `groundwood.text.sentences`."""
    return sentences(text)
