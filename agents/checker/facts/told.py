"""The facts of a sentence as a language model tells them, where they are the sentence's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from groundwood.agents.checker.comparing.dates import wrong_dates
from groundwood.agents.checker.comparing.names import unknown_names
from groundwood.agents.checker.comparing.numbers import wrong_numbers
from groundwood.agents.checker.comparing.words import negations
from groundwood.agents.checker.facts.clauses import FEWEST_WORDS, LONGEST, Fact, facts
from groundwood.agents.retriever.terms import content_terms
from groundwood.gateway.base import Model
from groundwood.gateway.together import together
from groundwood.prompts.loader import load_prompt

MOST_FACTS = 12
"""A sentence of which a model makes more is parted by its clauses."""
LEAST_TOLD = 0.8
"""The facts together must have this share of the sentence's content words."""
LEAST_OWN = 0.5
"""Of a fact's content words this share must stand in the words that it was found in."""
MOST_NEW = 0.34
"""A fact may have this share of content words that its sentence lacks: an inflected verb."""

_DOUBT = re.compile(
    r"\b(?:allegedly|alleged|reportedly|may|might|could|would|suspected|accused|claims?|claimed|said"
    r"|says|if|unless|likely|possibly|probably|perhaps|apparently|expected|plans?|planned)\b",
    re.IGNORECASE,
)


class ToldFact(BaseModel):
    """One fact as the model tells it, and the stretch of the sentence that it stands in."""

    fact: str
    words: str


class FactsAnswer(BaseModel):
    """What the model makes of a sentence."""

    facts: list[ToldFact]


@dataclass(frozen=True)
class ModelSplitter:
    """Asks a model for the facts of a sentence (FActScore's atomic facts, Min et al., 2023).

    A model's facts count only where they say what the sentence says: each stands in words copied
    from it, has no figure, date, name or many words that it lacks, every negation and doubt of its
    words, and together they leave little of the sentence out. Else the sentence is parted at its clauses, as short and over-long ones are.
    """

    model: Model

    async def facts(self, sentences: Sequence[str]) -> list[tuple[Fact, ...]]:
        """Return the facts; every sentence is asked about at once.

        Raises:
            ModelError: the model did not answer.
        """
        return await together(self._parted(sentence) for sentence in sentences)

    async def _parted(self, sentence: str) -> tuple[Fact, ...]:
        if len(sentence) > LONGEST or len(sentence.split()) < 2 * FEWEST_WORDS:
            return facts(sentence)
        template = load_prompt("checker/facts")
        prompt = template.render(sentence=sentence)
        answer = await self.model.answer(prompt, FactsAnswer, max_tokens=template.max_tokens)
        return _placed(sentence, answer.facts) or facts(sentence)


def _placed(sentence: str, told: Sequence[ToldFact]) -> tuple[Fact, ...]:
    """Return the facts with their places in the sentence; none where one of them is not its own."""
    if not 1 <= len(told) <= MOST_FACTS:
        return ()
    found = [_fact(sentence, each) for each in told]
    kept = [fact for fact in found if fact is not None]
    wanted = content_terms(sentence)
    covered = wanted & content_terms(" ".join(fact.text for fact in kept))
    if len(kept) < len(told) or len(covered) < LEAST_TOLD * len(wanted):
        return ()
    return tuple(sorted(kept, key=lambda fact: (fact.start, fact.end)))


def _fact(sentence: str, told: ToldFact) -> Fact | None:
    text, words = " ".join(told.fact.split()), told.words.strip()
    start = sentence.find(words)
    if not words or start < 0 or not _is_of(sentence, text, words):
        return None
    ended = text if re.search(r"[.!?][”\"]?$", text) else f"{text}."
    return Fact(ended, start, start + len(words), "part")


def _is_of(sentence: str, text: str, words: str) -> bool:
    """Say whether the fact says no more, and nothing surer, than the words of its sentence."""
    if wrong_numbers(text, sentence) or wrong_dates(text, [(sentence, None)]):
        return False
    if unknown_names(text, sentence) or negations(text) != negations(words):
        return False
    doubts = {doubt.casefold() for doubt in _DOUBT.findall(words)}
    if not doubts <= {doubt.casefold() for doubt in _DOUBT.findall(text)}:
        return False
    terms = content_terms(text)
    new, own = terms - content_terms(sentence), terms & content_terms(words)
    return bool(terms) and len(new) <= MOST_NEW * len(terms) and len(own) >= LEAST_OWN * len(terms)
