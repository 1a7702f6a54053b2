"""Passages as a model sees them: whole, within its window, under labels that mean nothing else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice, product
from string import ascii_uppercase

from groundwood.gateway.base import Model, Prompt
from groundwood.nouns import Article, Citation, Passage

TAG_TOKENS = 40
"""What a passage's pair of tags takes at most."""


@dataclass(frozen=True)
class Labelled:
    """Passages by their labels, and how each is shown to the model."""

    passages: dict[str, Passage]
    shown: dict[str, str]

    @property
    def texts(self) -> tuple[str, ...]:
        """The passages' texts."""
        return tuple(self.shown.values())

    def cite(self, labels: Iterable[str]) -> tuple[Citation, ...]:
        """Return the labelled passages as citations: each article once, with its spans."""
        picked: dict[str, list[Passage]] = {}
        for label in dict.fromkeys(labels):
            passage = self.passages[label]
            picked.setdefault(passage.article_id, []).append(passage)
        return tuple(
            Citation(article_id=key, spans=tuple(passage.span for passage in passages))
            for key, passages in picked.items()
        )


def labelled(
    passages: Sequence[Passage], articles: Mapping[str, Article], labels: Iterable[str]
) -> Labelled:
    """Return the passages under the labels; the day of publication stands beside the label."""
    named = dict(zip(labels, passages, strict=False))
    shown = {
        f"{label}{_day(articles[p.article_id])}": articles[p.article_id].quote(p.span)
        for label, p in named.items()
    }
    return Labelled(passages=named, shown=shown)


def letters(number: int) -> list[str]:
    """Return labels: A to Z, then AA, AB and so on."""
    names = ("".join(name) for size in count(1) for name in product(ascii_uppercase, repeat=size))
    return list(islice(names, number))


def numbers(number: int) -> list[str]:
    """Return labels: 1, 2, 3 and so on."""
    return [str(n) for n in range(1, number + 1)]


def packed(
    model: Model,
    passages: Sequence[Passage],
    articles: Mapping[str, Article],
    frame: Callable[[Mapping[str, str]], Prompt],
    max_tokens: int,
) -> tuple[Passage, ...]:
    """Return the first passages that fit the model's window whole, beside prompt and answer.

    The first one is always among them: the gateway says what is wrong when even that is too long.
    """
    bare = frame({})
    left = model.context_tokens - max_tokens - model.count(bare.system) - model.count(bare.user)
    kept: list[Passage] = []
    for passage in passages:
        left -= TAG_TOKENS + model.count(articles[passage.article_id].quote(passage.span))
        if kept and left < 0:
            break
        kept.append(passage)
    return tuple(kept)


def _day(article: Article) -> str:
    return f" published {article.published_at:%Y-%m-%d}" if article.published_at else ""
