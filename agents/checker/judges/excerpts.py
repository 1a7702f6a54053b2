"""What of a long text a claim is judged by: its best sentences joined, and its best passage.

A cross-encoder reads a few hundred tokens well and pages badly, so that a long text is cut twice:
the sentences that share most with the claim, each with the one before it, in reading order; and
the one short passage that shares most, in which a claim's parts stand close together.
"""

import math
from collections.abc import Sequence

from groundwood.agents.checker.windows import Window, passages
from groundwood.agents.retriever.terms import content_terms

SHORT = 110
"""Words of a text that is judged whole."""
JOINED = 150
"""Most words of the joined sentences."""
PASSAGE = 60
"""Most words of the passage."""
_REPEATED = 0.3
"""What a term counts that a chosen sentence has already covered."""


def excerpts(claim: str, texts: Sequence[str]) -> list[str]:
    """Return the texts to judge the claim by: the whole when short, else joined and passage."""
    windows = [window for text in texts for window in passages(text)]
    lengths = [len(window.text.split()) for window in windows]
    if sum(lengths) <= SHORT or not windows:
        return [" ".join(" ".join(texts).split())]
    worth = _worth(claim, windows)
    joined = _joined(windows, lengths, worth)
    passage = _passage(windows, lengths, worth)
    both = [" ".join(windows[i].text for i in chosen) for chosen in (joined, passage)]
    return list(dict.fromkeys(" ".join(text.split()) for text in both))


def _worth(claim: str, windows: Sequence[Window]) -> list[dict[str, float]]:
    """Return for each sentence the claim's terms in it, each with its rarity in the text."""
    wanted = content_terms(claim)
    found = [window.terms & wanted for window in windows]
    count = {term: sum(term in terms for terms in found) for term in wanted}
    rarity = {
        term: math.log(1 + (len(windows) - n + 0.5) / (n + 0.5)) for term, n in count.items() if n
    }
    return [{term: rarity[term] for term in terms} for terms in found]


def _joined(
    windows: Sequence[Window], lengths: Sequence[int], worth: Sequence[dict[str, float]]
) -> list[int]:
    chosen: set[int] = set()
    covered: set[str] = set()
    words = 0
    rest = list(range(len(windows)))
    while rest:
        best = max(rest, key=lambda i: (_gain(worth[i], covered, lengths[i]), -i))
        added = [i for i in (best, best - 1) if i >= 0 and i not in chosen]
        size = sum(lengths[i] for i in added)
        if chosen and words + size > JOINED:
            added, size = [best], lengths[best]
        if chosen and words + size > JOINED:
            break
        chosen.update(added)
        covered |= worth[best].keys()
        words += size
        rest = [i for i in rest if i not in chosen]
    return sorted(chosen)


def _gain(terms: dict[str, float], covered: set[str], words: int) -> float:
    total = sum(w * (_REPEATED if term in covered else 1.0) for term, w in terms.items())
    return total / (1 + words / 40)


def _passage(
    windows: Sequence[Window], lengths: Sequence[int], worth: Sequence[dict[str, float]]
) -> list[int]:
    best: list[int] = [0]
    most = -1.0
    for start in range(len(windows)):
        terms: dict[str, float] = {}
        words = 0
        for end in range(start, len(windows)):
            words += lengths[end]
            if words > PASSAGE and end > start:
                break
            terms |= worth[end]
            value = sum(terms.values()) / (1 + words / 80)
            if value > most:
                most, best = value, list(range(start, end + 1))
    return best
