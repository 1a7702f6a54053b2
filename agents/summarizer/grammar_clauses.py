"""What a grammar may print: each source sentence, its safe shortenings, what it must stand behind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.agents.summarizer.candidates import Candidate, candidate_at
from groundwood.agents.summarizer.grammar_forms import forms_of
from groundwood.nouns import Article, Sentence

MOST_FREE = 6
"""A paragraph of more clauses keeps its order, so that its grammar stays small."""

_NAME = re.compile(r"(?<=[\w,;:”’)] )[A-Z][\w-]*")
_FIRST = re.compile(r"[A-Z][\w-]*")
_CLOSED_CLASS = re.compile(
    r"(?:The|A|An|In|On|At|By|For|From|With|After|Before|During|Since|Under|Of|About|Around|More|Most"
    r"|Some|Many|Several|Few|All|Each|Both|Another|Other|No|One|Two|Three|Four|Five|Six|Seven|Eight"
    r"|Nine|Ten|It|Its|They|Their|He|His|She|Her|There|This|That|These|Those)\b"
)


@dataclass(frozen=True)
class Clause:
    """A sentence that may be printed in one of several forms, all of them saying what it says.

    ``forms`` begins with the sentence as it is. ``lowered`` says that its first letter may be made
    small behind a connective, ``kept`` that it must stay; neither: no connective may precede it.
    ``behind`` holds the places of the clauses that must have been printed before it (the first one
    always opens the paragraph), ``right_behind`` the place of the one that it must follow at once.
    """

    sentence: Sentence
    article: Article | None
    forms: tuple[str, ...]
    lowered: bool
    kept: bool
    behind: frozenset[int]
    right_behind: int | None

    @property
    def joinable(self) -> bool:
        """Whether a connective may precede it."""
        return (self.lowered or self.kept) and self.right_behind is None

    def joined(self, form: str, connective: str) -> str:
        """Return the form with the connective before it."""
        if not connective:
            return form
        first = form[0].lower() if self.lowered else form[0]
        return f"{connective} {first}{form[1:]}"


def clauses_of(sentences: Sequence[Sentence], articles: dict[str, Article]) -> tuple[Clause, ...]:
    """Return the sentences of a paragraph as clauses, in their planned order."""
    sources = [_source(sentence, articles) for sentence in sentences]
    return tuple(
        _clause(place, sentence, sources, _elsewhere(place, sentences, sources[place]))
        for place, sentence in enumerate(sentences)
    )


def _elsewhere(place: int, sentences: Sequence[Sentence], source: Candidate | None) -> str:
    """Return the other sentences and the rest of the article, which other paragraphs may print."""
    others = [sentence.text for n, sentence in enumerate(sentences) if n != place]
    if source is not None:
        text = source.article.text
        others += [text[: source.span.start], text[source.span.end :]]
    return " ".join(others)


def _source(sentence: Sentence, articles: dict[str, Article]) -> Candidate | None:
    """Return the source sentence where there is exactly one."""
    spans = [(c.article_id, span) for c in sentence.citations for span in c.spans]
    if len(spans) != 1 or spans[0][0] not in articles:
        return None
    key, span = spans[0]
    return candidate_at(articles[key], span)


def _clause(
    place: int, sentence: Sentence, sources: Sequence[Candidate | None], others: str
) -> Clause:
    source = sources[place]
    text = sentence.text
    small = source is not None and _is_common(text, source.article.text)
    name = source is not None and not small and _is_name(text, source.article.text)
    return Clause(
        sentence=sentence,
        article=source.article if source else None,
        forms=forms_of(text, others, starts_small=small, goes_on=_goes_on(source, sources[:place])),
        lowered=small,
        kept=name,
        behind=frozenset(
            e
            for e in range(place)
            if e == 0 or len(sources) > MOST_FREE or _depends(source, sources[e])
        ),
        right_behind=place - 1 if place and (source is None or source.leans) else None,
    )


def _goes_on(source: Candidate | None, earlier: Sequence[Candidate | None]) -> bool:
    last = earlier[-1] if earlier else None
    if source is None or last is None or last.article.id != source.article.id:
        return source is None
    return last.order == source.order - 1


def _depends(source: Candidate | None, earlier: Candidate | None) -> bool:
    """Say whether the sentence may need the earlier one, or only makes sense after it.

    Within an article it may (tried: reordered sentences lost their thread); sentences of articles
    of one day are free where neither names what the other introduces.
    """
    if source is None or earlier is None or source.article.id == earlier.article.id:
        return True
    if source.heads & earlier.terms or names_in(source.text) & names_in(earlier.text):
        return True
    return _time_of(source.article) != _time_of(earlier.article)


def _time_of(article: Article) -> str:
    return article.published_at.date().isoformat() if article.published_at else article.id


def names_in(text: str) -> frozenset[str]:
    """Return the words with a capital that does not come from the beginning of the sentence."""
    first = _FIRST.match(text)
    known = () if first is None or _CLOSED_CLASS.match(text) else (first.group(),)
    return frozenset([*_NAME.findall(text), *known])


def _is_common(text: str, article: str) -> bool:
    """Say whether the first word is one that is written small inside a sentence."""
    first = re.match(r"[A-Z][a-z’'-]*(?= )", text)
    if first is None:
        return False
    if _CLOSED_CLASS.match(text):
        return True
    word = re.escape(first.group())
    small = re.search(rf"\b{word[0].lower()}{word[1:]}\b", article)
    return small is not None and not _is_name(text, article)


def _is_name(text: str, article: str) -> bool:
    """Say whether the first word is one that keeps its capital inside a sentence."""
    if _CLOSED_CLASS.match(text):
        return False
    first = _FIRST.match(text)
    return first is not None and first.group() in _NAME.findall(article)
