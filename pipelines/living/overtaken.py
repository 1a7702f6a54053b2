"""Sentences of a story that time has overtaken: expectations, states of things, smaller totals."""

from collections.abc import Iterator, Sequence

from groundwood.agents.summarizer.candidates import Candidate, candidate_at, candidates
from groundwood.agents.summarizer.selection import not_overtaken, weigh
from groundwood.nouns import Evidence, Passage, Sentence
from groundwood.store.base import ArticleStore

OVERTAKEN = "overtaken by newer reports"
LEANED = "leaned on a sentence that was overtaken by newer reports"


def overtaken(story: Sequence[Sentence], fresh: Evidence, store: ArticleStore) -> dict[str, str]:
    """Return by its text why each sentence is overtaken by what is fresh; by the planner's rules.

    They are read in the source sentence that each rests on. A sentence right behind an overtaken one
    that leans on it goes with it.
    """
    own = {sentence.text: found for sentence in story for found in source_of(sentence, store)}
    new = list(_fresh(fresh, store))
    if not own or not new:
        return {}
    before, after = list(own.values()), [*own.values(), *new]
    stood = not_overtaken(before, weigh(before))
    stands = not_overtaken(after, weigh(after))
    gone: dict[str, str] = {}
    last = ""
    for sentence in story:
        found = own.get(sentence.text)
        if found is not None and found in stood and found not in stands:
            gone[sentence.text] = OVERTAKEN
        elif found is not None and found.leans and last in gone:
            gone[sentence.text] = LEANED
        last = sentence.text
    return gone


def source_of(sentence: Sentence, store: ArticleStore) -> Iterator[Candidate]:
    """Yield the source sentence that the sentence rests on, where it rests on one alone."""
    spans = [(c.article_id, span) for c in sentence.citations for span in c.spans]
    if len(spans) == 1:
        key, span = spans[0]
        for article in store.get([key]).values():
            yield candidate_at(article, span)


def _fresh(fresh: Evidence, store: ArticleStore) -> Iterator[Candidate]:
    passages: dict[str, list[Passage]] = {}
    for passage in fresh.passages:
        passages.setdefault(passage.article_id, []).append(passage)
    for key, article in store.get(passages).items():
        yield from candidates(article, passages[key])
