"""The shapes of a model's answers: only the labels that it was given are possible.

A shape is made once for its labels. The sources (or the story) that its texts are held to come with
each call, as pydantic's validation context.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, create_model

from groundwood.agents.summarizer.model_prose import (
    checked_headline,
    checked_sentence,
    one_line,
)

MOST_SENTENCES = 8
"""Of one paragraph."""
_SOURCES = "sources"


def held_to(sources: Sequence[str]) -> Mapping[str, Any]:
    """Return the context of an answer whose texts are held to the sources."""
    return {_SOURCES: sources}


def _sources(info: ValidationInfo) -> Sequence[str]:
    assert info.context is not None  # who asks for such a shape says what it is held to
    sources: Sequence[str] = info.context[_SOURCES]
    return sources


def _checked_sentence(text: str, info: ValidationInfo) -> str:
    return checked_sentence(text, _sources(info))


def _checked_if_any(text: str, info: ValidationInfo) -> str:
    return _checked_sentence(text, info) if text.strip() else ""


def _checked_headline(text: str, info: ValidationInfo) -> str:
    return checked_headline(text, "\n".join(_sources(info)))


class ParagraphIdea(BaseModel):
    """One paragraph as a model plans it."""

    aim: Annotated[str, AfterValidator(one_line)]
    passages: list[str]


class PlanAnswer(BaseModel):
    """The paragraphs that a model plans."""

    paragraphs: list[ParagraphIdea]


class WrittenSentence(BaseModel):
    """A sentence as a model writes it; ``citations`` are labels of passages."""

    text: Annotated[str, AfterValidator(_checked_sentence)]
    citations: list[str]


class ParagraphAnswer(BaseModel):
    """The sentences that a model writes."""

    sentences: list[WrittenSentence]


class RevisedSentence(WrittenSentence):
    """A sentence as a model mends it, or none: an empty text."""

    text: Annotated[str, AfterValidator(_checked_if_any)]


class HeadlineAnswer(BaseModel):
    """The headline that a model writes of the story that is its one source."""

    headline: Annotated[str, AfterValidator(_checked_headline)]


HEADLINE_SHAPE = create_model("Headline", __base__=HeadlineAnswer)


@lru_cache(maxsize=128)
def plan_shape(labels: tuple[str, ...], most: int) -> type[PlanAnswer]:
    """Return the shape of a plan of at most ``most`` paragraphs from the labelled passages."""
    idea = create_model("Paragraph", __base__=ParagraphIdea, passages=(_labels(labels), ...))
    ideas: Any = Annotated[_list_of(idea), Field(max_length=most)]
    return create_model("StoryPlan", __base__=PlanAnswer, paragraphs=(ideas, ...))


@lru_cache(maxsize=128)
def paragraph_shape(labels: tuple[str, ...]) -> type[ParagraphAnswer]:
    """Return the shape of a paragraph that cites the labelled passages."""
    cited: Any = Annotated[_labels(labels), Field(min_length=1)]
    sentence = create_model("Sentence", __base__=WrittenSentence, citations=(cited, ...))
    written: Any = Annotated[_list_of(sentence), Field(max_length=MOST_SENTENCES)]
    return create_model("WrittenParagraph", __base__=ParagraphAnswer, sentences=(written, ...))


@lru_cache(maxsize=128)
def revision_shape(labels: tuple[str, ...]) -> type[RevisedSentence]:
    """Return the shape of one sentence that cites the labelled passages, or of none."""
    return create_model(
        "RevisedSentence", __base__=RevisedSentence, citations=(_labels(labels), ...)
    )


def _list_of(item: Any) -> Any:
    return list[item]


def _labels(labels: Sequence[str]) -> Any:
    """Return the type of a list of these labels; the schema allows no other."""

    def known(label: str) -> str:
        if label not in labels:
            raise ValueError(f"there is no passage {label}; there are {', '.join(labels)}")
        return label

    one = Annotated[str, AfterValidator(known), Field(json_schema_extra={"enum": list(labels)})]
    return Annotated[_list_of(one), Field(max_length=len(labels))]
