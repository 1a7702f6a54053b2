"""The shapes of a model's answers. They are made for each call: only its own labels are possible."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, create_model

from groundwood.agents.summarizer.model_prose import (
    checked_headline,
    checked_sentence,
    one_line,
)

MOST_SENTENCES = 8
"""Of one paragraph."""


class ParagraphIdea(BaseModel):
    """One paragraph as a model plans it."""

    aim: str
    passages: list[str]


class PlanAnswer(BaseModel):
    """The paragraphs that a model plans."""

    paragraphs: list[ParagraphIdea]


class WrittenSentence(BaseModel):
    """A sentence as a model writes it; ``citations`` are labels of passages."""

    text: str
    citations: list[str]


class ParagraphAnswer(BaseModel):
    """The sentences that a model writes."""

    sentences: list[WrittenSentence]


class HeadlineAnswer(BaseModel):
    """The headline that a model writes."""

    headline: str


def plan_shape(labels: Sequence[str], most: int) -> type[PlanAnswer]:
    """Return the shape of a plan of at most ``most`` paragraphs from the labelled passages."""
    idea = create_model(
        "Paragraph",
        __base__=ParagraphIdea,
        aim=(Annotated[str, AfterValidator(one_line)], ...),
        passages=(_labels(labels), ...),
    )
    ideas: Any = Annotated[_list_of(idea), Field(max_length=most)]
    return create_model("StoryPlan", __base__=PlanAnswer, paragraphs=(ideas, ...))


def paragraph_shape(labels: Sequence[str], sources: Sequence[str]) -> type[ParagraphAnswer]:
    """Return the shape of a paragraph that cites the labelled passages."""
    cited: Any = Annotated[_labels(labels), Field(min_length=1)]
    sentence = create_model(
        "Sentence",
        __base__=WrittenSentence,
        text=(_sentence(sources), ...),
        citations=(cited, ...),
    )
    written: Any = Annotated[_list_of(sentence), Field(max_length=MOST_SENTENCES)]
    return create_model(
        "WrittenParagraph",
        __base__=ParagraphAnswer,
        sentences=(written, ...),
    )


def revision_shape(labels: Sequence[str], sources: Sequence[str]) -> type[WrittenSentence]:
    """Return the shape of one sentence, or of none: an empty text."""

    def check(text: str) -> str:
        return checked_sentence(text, sources) if text.strip() else ""

    return create_model(
        "RevisedSentence",
        __base__=WrittenSentence,
        text=(Annotated[str, AfterValidator(check)], ...),
        citations=(_labels(labels), ...),
    )


def headline_shape(story: str) -> type[HeadlineAnswer]:
    """Return the shape of a headline of the story."""

    def check(text: str) -> str:
        return checked_headline(text, story)

    return create_model(
        "Headline", __base__=HeadlineAnswer, headline=(Annotated[str, AfterValidator(check)], ...)
    )


def _list_of(item: Any) -> Any:
    return list[item]


def _sentence(sources: Sequence[str]) -> Any:
    return Annotated[str, AfterValidator(lambda text: checked_sentence(text, sources))]


def _labels(labels: Sequence[str]) -> Any:
    """Return the type of a list of these labels; the schema allows no other."""

    def known(label: str) -> str:
        if label not in labels:
            raise ValueError(f"there is no passage {label}; there are {', '.join(labels)}")
        return label

    one = Annotated[str, AfterValidator(known), Field(json_schema_extra={"enum": list(labels)})]
    return Annotated[_list_of(one), Field(max_length=len(labels))]
