"""The summarizer for real language models: the model plans and writes, code holds the citations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from groundwood.agents.summarizer.model_passages import (
    Labelled,
    labelled,
    letters,
    numbers,
    packed,
)
from groundwood.agents.summarizer.model_shapes import (
    HEADLINE_SHAPE,
    ParagraphIdea,
    WrittenSentence,
    held_to,
    paragraph_shape,
    plan_shape,
    revision_shape,
)
from groundwood.agents.summarizer.model_sides import differing, with_sides
from groundwood.gateway.base import Model, Prompt
from groundwood.nouns import (
    Article,
    Evidence,
    Paragraph,
    ParagraphPlan,
    Passage,
    Plan,
    Sentence,
    Topic,
    Verdict,
)
from groundwood.prompts import load_prompt
from groundwood.store.base import ArticleStore
from groundwood.text.sentences import sentences as split_sentences

PLAN, PARAGRAPH = "summarizer/plan", "summarizer/paragraph"
HEADLINE, REVISE = "summarizer/headline", "summarizer/revise"
LONGEST_AIM = 120

Frame = Callable[[Mapping[str, str]], Prompt]
"""A prompt but for its passages."""


@dataclass(frozen=True)
class ModelSummarizer:
    """Has the model plan, write, title and mend a story; each answer has a shape of its own.

    The model never sees an article's id: it cites labels of the passages that it was given, the
    schema of the answer allows no others, and code maps them back. Passages that do not fit the
    model's window are left out whole, the lowest-ranked first. All methods raise `ModelError` when
    the model gives no usable answer; nothing else is put in its place.
    """

    store: ArticleStore
    model: Model
    most_paragraphs: int = 6

    async def plan(self, evidence: Evidence) -> Plan:
        """Return the paragraphs that the model plans, each passage in one of them at most."""
        most = str(self.most_paragraphs)

        def frame(shown: Mapping[str, str]) -> Prompt:
            about = _described(evidence.topic)
            return load_prompt(PLAN).render(passages=shown, topic=about, most=most)

        if not evidence.passages:
            return Plan()
        articles = self.store.get(evidence.article_ids)
        limit = self._limit(PLAN)
        kept = packed(self.model, evidence.passages, articles, frame, limit)
        given = labelled(kept, articles, numbers(len(kept)))
        shape = plan_shape(tuple(given.passages), self.most_paragraphs)
        answer = await self.model.answer(frame(given.shown), shape, max_tokens=limit)
        return _plan(answer.paragraphs, given.passages)

    async def write(self, plan: ParagraphPlan) -> Paragraph | None:
        """Return the paragraph that the model writes from the plan's passages; none when empty.

        Of what sources tell differently it is shown all sides, and asked to tell who reports what.
        """

        plan = with_sides(plan)

        def frame(shown: Mapping[str, str]) -> Prompt:
            told = differing(plan, shown)
            return load_prompt(PARAGRAPH).render(passages=shown, aim=plan.aim, differing=told)

        given = self._given(plan, frame, PARAGRAPH)
        shape, context = paragraph_shape(tuple(given.passages)), held_to(given.texts)
        limit = self._limit(PARAGRAPH)
        prompt = frame(given.shown)
        answer = await self.model.answer(prompt, shape, max_tokens=limit, context=context)
        written = [s for item in answer.sentences for s in _sentences(item, given)]
        told = {sentence.text: sentence for sentence in reversed(written)}
        kept = tuple(sentence for sentence in written if told[sentence.text] is sentence)
        return Paragraph(sentences=kept) if kept else None

    async def headline(self, evidence: Evidence, paragraphs: Sequence[Paragraph]) -> str:
        """Return the headline that the model writes from the first paragraphs that it can hold."""
        texts = [" ".join(s.text for s in paragraph.sentences) for paragraph in paragraphs]
        limit = self._limit(HEADLINE)
        room = (self.model.context_tokens - limit) * 3 // 4
        while len(texts) > 1 and self.model.count("\n".join(texts)) > room:
            texts.pop()
        story = "\n\n".join(texts)
        prompt = load_prompt(HEADLINE).render(story=story)
        shape, context = HEADLINE_SHAPE, held_to([story])
        answer = await self.model.answer(prompt, shape, max_tokens=limit, context=context)
        return answer.headline

    async def revise(self, verdict: Verdict, plan: ParagraphPlan) -> Sentence | None:
        """Return the sentence as the model mends it, told why; none when nothing of it holds."""

        def frame(shown: Mapping[str, str]) -> Prompt:
            return load_prompt(REVISE).render(
                passages=shown,
                sentence=verdict.text,
                finding=verdict.finding.value,
                reason=verdict.reason,
            )

        given = self._given(with_sides(plan), frame, REVISE)
        shape, context = revision_shape(tuple(given.passages)), held_to(given.texts)
        limit, prompt = self._limit(REVISE), frame(given.shown)
        answer = await self.model.answer(prompt, shape, max_tokens=limit, context=context)
        if not answer.text or not answer.citations:
            return None
        return Sentence(text=answer.text, citations=given.cite(answer.citations))

    def _given(self, plan: ParagraphPlan, frame: Frame, name: str) -> Labelled:
        articles: dict[str, Article] = self.store.get(p.article_id for p in plan.passages)
        kept = packed(self.model, plan.passages, articles, frame, self._limit(name))
        return labelled(kept, articles, letters(len(kept)))

    def _limit(self, name: str) -> int:
        return min(load_prompt(name).max_tokens, self.model.context_tokens // 3)


def _plan(ideas: Sequence[ParagraphIdea], passages: Mapping[str, Passage]) -> Plan:
    used: set[str] = set()
    paragraphs: list[ParagraphPlan] = []
    for idea in ideas:
        fresh = [label for label in dict.fromkeys(idea.passages) if label not in used]
        used.update(fresh)
        if fresh:
            paragraphs.append(
                ParagraphPlan(
                    index=len(paragraphs),
                    aim=idea.aim[:LONGEST_AIM],
                    passages=tuple(passages[label] for label in fresh),
                )
            )
    return Plan(paragraphs=tuple(paragraphs))


def _sentences(item: WrittenSentence, given: Labelled) -> list[Sentence]:
    citations = given.cite(item.citations)
    return [Sentence(text=text, citations=citations) for text in split_sentences(item.text)]


def _described(topic: Topic) -> str:
    parts = [topic.query, f"Tags: {', '.join(topic.tags)}" if topic.tags else ""]
    return "\n".join(filter(None, parts)) or "What most of the passages are about."
