"""The summarizer for small models: code says what may be printed, the model chooses among it."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.agents.protocols import Summarizer
from groundwood.agents.summarizer.grammar_clauses import clauses_of
from groundwood.agents.summarizer.grammar_paragraph import ParagraphGrammar
from groundwood.errors import AnswerInvalid
from groundwood.gateway.base import Model
from groundwood.nouns import Evidence, Paragraph, ParagraphPlan, Plan, Sentence, Verdict
from groundwood.prompts import render_prompt
from groundwood.store.base import ArticleStore

ARRANGE = "summarizer/arrange"
SPARE_TOKENS = 8
"""For the end of the answer. A tokenizer never needs more than a token for a byte, so a limit of
the longest paragraph's bytes cannot cut an answer that the grammar allows."""


@dataclass(frozen=True)
class GrammarSummarizer:
    """Arranges the source sentences that ``base`` would print, within a grammar made of them.

    The model chooses the order, as far as no sentence needs another one before it, the form of each
    sentence and the connectives. Which sentence came from where is known by construction. Plan,
    headline and revision are those of ``base``, which does without a model. So small a model adds
    no quality; see ``docs/decisions/grammar-writing.md``.
    """

    store: ArticleStore
    model: Model
    base: Summarizer

    async def plan(self, evidence: Evidence) -> Plan:
        """Return the plan of ``base``."""
        return await self.base.plan(evidence)

    async def write(self, plan: ParagraphPlan) -> Paragraph | None:
        """Return the paragraph of ``base`` as the model arranged it.

        The model is not asked where there is nothing to choose.

        Raises:
            AnswerInvalid: the server did not keep to the grammar.
            ModelError: the model did not answer.
        """
        paragraph = await self.base.write(plan)
        if paragraph is None:
            return None
        articles = self.store.get(p.article_id for p in plan.passages)
        grammar = ParagraphGrammar(clauses_of(paragraph.sentences, articles))
        if not grammar.leaves_a_choice:
            return paragraph
        return Paragraph(sentences=await self._arranged(grammar))

    async def headline(self, evidence: Evidence, paragraphs: Sequence[Paragraph]) -> str:
        """Return the headline of ``base``."""
        return await self.base.headline(evidence, paragraphs)

    async def revise(self, verdict: Verdict, plan: ParagraphPlan) -> Sentence | None:
        """Return the replacement of ``base``."""
        return await self.base.revise(verdict, plan)

    async def _arranged(self, grammar: ParagraphGrammar) -> tuple[Sentence, ...]:
        sentences = "\n".join(min(clause.forms, key=len) for clause in grammar.clauses)
        prompt = render_prompt(ARRANGE, sentences=sentences)
        limit = len(grammar.longest.encode()) + SPARE_TOKENS
        answer = await self.model.complete(prompt, max_tokens=limit, grammar=grammar.gbnf())
        arranged = grammar.read(answer)
        if arranged is None:
            cause = "the answer is not within the grammar that was sent"
            raise AnswerInvalid(f"{self.model.name}: prompt {ARRANGE} {prompt.version}: {cause}")
        return arranged
