"""Which sentences of the evidence may be printed, and what each needs beside it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from groundwood.agents.retriever import screen
from groundwood.agents.retriever.terms import is_stop_term, terms
from groundwood.agents.summarizer import words
from groundwood.nouns import Article, Passage, Span
from groundwood.text.sentences import paragraph_spans, sentence_spans

FEWEST_WORDS, MOST_WORDS = 6, 45

_SPACES = re.compile(r"\s+")
_THE = re.compile(
    r"(?:The|Several|Some|Many|Most|Other|More) ((?:[a-z’'-]+ ){0,2}?)([a-z’'-]+)\b(?! of\b)"
)
_BARE_PLURAL = re.compile(
    r"([A-Z][a-z]+s) (?:who |also |have |had |are |were |can |could |will |[a-z]+ed )"
)


@dataclass(frozen=True)
class Candidate:
    """A source sentence that may be printed: where it stands, and how it reads in print.

    ``order`` is its place among the article's sentences. ``leans`` says that it can only stand
    right behind the sentence before it; ``heads`` are nouns that must have been named before it.
    ``terms`` are its stemmed content words, ``figures`` its numbers.
    """

    article: Article
    span: Span
    text: str
    order: int
    leads_paragraph: bool
    leans: bool
    heads: frozenset[str]
    terms: frozenset[str]
    figures: frozenset[str]

    @property
    def passage(self) -> Passage:
        """The sentence as a passage."""
        return Passage(article_id=self.article.id, start=self.span.start, end=self.span.end)

    @property
    def length(self) -> int:
        """Its words in print."""
        return len(self.text.split())


def candidates(article: Article, passages: Iterable[Passage]) -> list[Candidate]:
    """Return the printable sentences of the article that lie in its picked passages, in order."""
    picked = [(p.start, p.end) for p in passages]
    leads = {span.start for span in paragraph_spans(article.text)}
    found = []
    for order, span in enumerate(sentence_spans(article.text, article.language)):
        if not any(start <= span.start and span.end <= end for start, end in picked):
            continue
        text = printed(article.quote(span))
        if is_printable(text):
            found.append(_candidate(article, span, text, order, span.start in leads))
    return found


def candidate_at(article: Article, span: Span) -> Candidate:
    """Return the sentence at the span, whether or not it may be printed."""
    starts = [s.start for s in sentence_spans(article.text, article.language)]
    order = sum(start < span.start for start in starts)
    return _candidate(article, span, printed(article.quote(span)), order, leads_paragraph=False)


def printed(raw: str) -> str:
    """Return the sentence as it reads in print: on one line, without a dateline."""
    return words.DATELINE.sub("", _SPACES.sub(" ", raw).strip())


def is_printable(text: str) -> bool:
    """Say whether the sentence is prose that a story may carry as its own narration."""
    length = len(text.split())
    spaced = length > 3 or text.isascii()
    if spaced and not FEWEST_WORDS <= length <= MOST_WORDS:
        return False
    if not spaced and not 8 <= len(text) <= 160:
        return False
    return not (
        text[-1] not in '.。！!।؟"”’)'
        or text.endswith("?")
        or text[0].islower()
        or text[0] in "-–—•*"
        or screen.instruction(text)
        or screen.debris(text)
        or words.JUNK.search(text)
        or words.RELATIVE_TIME.search(text)
        or (text.isascii() and not words.VERB.search(text))
        or _speaks_to_reader(text)
        or _is_unbalanced(text)
        or _is_shouted(text)
    )


def content_terms(text: str) -> frozenset[str]:
    """Return the stemmed content words of the text."""
    return frozenset(term for term in terms(text) if not is_stop_term(term))


def _candidate(
    article: Article, span: Span, text: str, order: int, leads_paragraph: bool
) -> Candidate:
    content = content_terms(text)
    return Candidate(
        article=article,
        span=span,
        text=text,
        order=order,
        leads_paragraph=leads_paragraph,
        leans=_leans(text),
        heads=_heads(text) | _surname(text, article.text),
        terms=content,
        figures=frozenset(term for term in content if any(map(str.isdigit, term))),
    )


def _leans(text: str) -> bool:
    first = text.lstrip("“\"'‘")
    if words.PRONOUN_START.match(first) or words.CONNECTIVE_START.match(first):
        return True
    if words.COUNTED_START.match(first) and first.startswith("The "):
        return not re.match(
            r"The (?:two|three|four|five|six|seven|first) [a-z]+ (?:of|in|to|at|since)\b", first
        )
    return words.LEANING_CLAUSE.match(first) is not None


def _heads(text: str) -> frozenset[str]:
    """Return the nouns that the sentence's beginning takes as known."""
    match = _THE.match(text)
    if (match and match.group(1).split()[-1:] != []) or match:
        names = [match.group(2)]
    else:
        plural = _BARE_PLURAL.match(text)
        names = [plural.group(1)] if plural else []
    known = (noun for name in names for noun in (name.lower(), name.lower().removesuffix("s")))
    return frozenset(terms(noun)[0] for noun in known if noun in words.ANAPHORIC_HEADS)


def _surname(text: str, article: str) -> frozenset[str]:
    """Return the bare surname that opens the sentence, when the article gives the full name."""
    match = words.BARE_NAME.match(text)
    if match is None:
        return frozenset()
    full = re.compile(rf"\b[A-Z][\w’'-]+ {re.escape(match.group(1))}\b")
    return frozenset(terms(match.group(1))) if full.search(article) else frozenset()


def _speaks_to_reader(text: str) -> bool:
    narration = re.sub(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’", "", text)
    without_us = re.sub(r"\bU\.?S\.?\b|\bUS\b", "", narration)
    return bool(words.FIRST_PERSON.search(without_us) or words.SECOND_PERSON.search(narration))


def _is_unbalanced(text: str) -> bool:
    return any(text.count(a) != text.count(b) for a, b in words.QUOTES) or text.count('"') % 2 == 1


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(map(str.isupper, letters)) > 0.4 * len(letters) if letters else True
