"""Which sentences of the evidence may be printed, and what each needs beside it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from groundwood.agents.retriever import screen
from groundwood.agents.retriever.terms import content_terms, terms
from groundwood.agents.summarizer import words
from groundwood.agents.summarizer.days import with_day
from groundwood.agents.summarizer.prose import is_sentence, narration
from groundwood.agents.summarizer.tone import SPOKEN, is_transcript, tone
from groundwood.nouns import Article, Passage, Span
from groundwood.text.sentences import paragraph_spans, sentence_spans

FEWEST_WORDS, MOST_WORDS = 6, 45
MOST_OPENING = 64
"""Words that an article's first sentence may have: it says who met whom, and when."""

_SPACES = re.compile(r"\s+")
_THE = re.compile(r"(?:The|Several|Some|Many|Most|Other|More) ")
_THIS = re.compile(r"\b(?:this|these) (?!is\b|was\b|are\b|were\b|has\b|have\b|will\b)[a-z]+")
_THE_CAPITAL = re.compile(r"The (?!President|Governor|Government)([A-Z][a-z]+)(?= (?!of\b)[a-z])")
_BARE_PLURAL = re.compile(
    r"([A-Z][a-z]+s) (?:who |also |have |had |are |were |can |could |will |[a-z]+ed )"
)
_OBJECT = re.compile(
    r"\bthe (agreement|attacks?|crew|deal|document|footage|funding|group|incident|meeting|memorandum|plan"
    r"|proposal|report|request"
    r"|situation|statement|talks|test|trial|vote)(?=\.|,? (?:and|but|as|while)\b|, )"
)
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|with|that|by|from|is|are|has|have|said|its|were)\b", re.IGNORECASE
)
_TYPOGRAPHY = str.maketrans("’‘“”–—…é", "''\"\"---e")


@dataclass(frozen=True)
class Candidate:
    """A source sentence that may be printed: where it stands, and how it reads in print.

    ``order`` is its place among the article's sentences. ``leans`` says that it can only stand
    right behind the sentence before it; ``heads`` are nouns that must have been named before it.
    ``terms`` are its stemmed content words, ``figures`` its numbers, ``tone`` how much it reports.
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
    tone: float

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
        text = printed(article.quote(span), article)
        if is_printable(text, MOST_WORDS if order else MOST_OPENING):
            found.append(_candidate(article, span, text, order, span.start in leads))
    return found


def candidate_at(article: Article, span: Span) -> Candidate:
    """Return the sentence at the span, whether or not it may be printed."""
    starts = [s.start for s in sentence_spans(article.text, article.language)]
    order = sum(start < span.start for start in starts)
    return _candidate(
        article, span, printed(article.quote(span), article), order, leads_paragraph=False
    )


def printed(raw: str, article: Article) -> str:
    """Return the sentence as it reads in print.

    On one line, without a dateline, an aside in brackets or the label of a list, and with the day for ``today`` and
    ``yesterday``.
    """
    line = words.ASIDE.sub("", words.BULLET.sub("", _SPACES.sub(" ", raw).strip()))
    return with_day(words.DATELINE.sub("", line), article)


def is_printable(text: str, most_words: int = MOST_WORDS) -> bool:
    """Say whether the sentence is prose that a story may carry as its own narration."""
    length = len(text.split())
    spaced = length > 3 or text.isascii()
    if spaced and not FEWEST_WORDS <= length <= most_words:
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
        or (_is_english(text) and not is_sentence(text))
        or _speaks_to_reader(text)
        or _is_unbalanced(text)
        or _is_shouted(text)
    )


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
        tone=tone(text) - (SPOKEN if is_transcript(article) else 0.0),
    )


def _is_english(text: str) -> bool:
    """Say whether the sentence looks English; the rules on verbs hold for no other language."""
    return text.translate(_TYPOGRAPHY).isascii() and _ENGLISH.search(text) is not None


def _leans(text: str) -> bool:
    first = text.lstrip("“\"'‘")
    if words.PRONOUN_START.match(first) or words.CONNECTIVE_START.match(first):
        return True
    if words.ADDING.search(narration(text)) or _THIS.search(narration(text)):
        return True
    if words.COUNTED_START.match(first) and first.startswith("The "):
        return not re.match(
            r"The (?:two|three|four|five|six|seven|first) [a-z]+ (?:of|in|to|at|since)\b", first
        )
    return words.LEANING_CLAUSE.match(first) is not None


def _heads(text: str) -> frozenset[str]:
    """Return the nouns that the sentence's beginning or end takes as known."""
    found = [_THE_CAPITAL.match(text), _BARE_PLURAL.match(text)]
    found += _OBJECT.finditer(narration(text))
    names = [match.group(1).lower() for match in found if match is not None]
    names = [*_first_head(text), *(name for name in names if _singular(name))]
    return frozenset(terms(_singular(name))[0] for name in names)


def _first_head(text: str) -> list[str]:
    """Return the noun behind a leading ``The``, the last where nouns follow each other."""
    start = _THE.match(text)
    nouns: list[str] = []
    for word in text[start.end() :].split()[:3] if start else []:
        if _singular(word):
            nouns.append(word)
        elif nouns or not word.isalpha() or not word.islower():
            return nouns[-1:] if word != "of" else []
    return nouns[-1:]


def _singular(noun: str) -> str:
    """Return the noun as the list of nouns that stand for something named has it, else nothing."""
    forms = (noun, noun.removesuffix("s"), noun.removesuffix("ies") + "y", noun.removesuffix("es"))
    return next((form for form in forms if form in words.ANAPHORIC_HEADS), "")


def _surname(text: str, article: str) -> frozenset[str]:
    """Return the bare surname that opens the sentence, when the article gives the full name."""
    names = [
        m.group(m.lastindex or 0)
        for m in (words.BARE_NAME.match(text), *words.SPEAKER.finditer(text))
        if m
    ]
    full = (rf"\b[A-Z][\w’'-]+ {re.escape(name)}\b" for name in names)
    bare = [name for name, form in zip(names, full, strict=True) if _is_bare(form, text, article)]
    return frozenset(term for name in bare for term in terms(name))


def _is_bare(full_name: str, text: str, article: str) -> bool:
    return re.search(full_name, article) is not None and re.search(full_name, text) is None


def _speaks_to_reader(text: str) -> bool:
    plain = narration(text)
    without_us = re.sub(r"\bU\.?S\.?\b|\bUS\b", "", plain)
    return bool(words.FIRST_PERSON.search(without_us) or words.SECOND_PERSON.search(plain))


def _is_unbalanced(text: str) -> bool:
    return any(text.count(a) != text.count(b) for a, b in words.QUOTES) or text.count('"') % 2 == 1


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(map(str.isupper, letters)) > 0.4 * len(letters) if letters else True
