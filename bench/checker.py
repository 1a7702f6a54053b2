"""How fast the citation checker is, without a network.

    python bench/checker.py [--rounds 20] [--json]

- *repeated*: sentences of the example articles, each cited to its own article, as the extractive
  writer prints them: comparison settles them;
- *altered*: the same with a figure changed or a word added at the end, so that comparison finds the
  fault or the judge is asked;
- *layer 1*: both kinds put to comparison alone, which settles all but those with a word more;
- *refused*: altered sentences in which comparison finds the fault, with the search for another
  article that supports them;
- *judge*: pairs of an example article's whole text and one of its sentences, put to the lexical
  judge alone.

Every round checks a fresh story, and the caches of the text tools are emptied before each.
"""

import argparse
import asyncio
import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from groundwood.agents import load_judge
from groundwood.agents.checker import windows
from groundwood.agents.checker.case import cases, compared
from groundwood.agents.checker.checker import LayeredChecker
from groundwood.agents.checker.comparing import (
    comparison,
    dates,
    figures,
    names,
    numbers,
    quotes,
    skeleton,
)
from groundwood.agents.checker.disputes import tellers
from groundwood.agents.checker.facts import clauses, verbs
from groundwood.agents.checker.judges.judge import Pair
from groundwood.ingest import read_articles
from groundwood.nouns import Article, Citation, Evidence, Finding, Paragraph, Sentence, Story, Topic
from groundwood.store import open_store
from groundwood.text.sentences import sentences

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
NOW = datetime(2024, 9, 1, tzinfo=UTC)
MODULES = (
    clauses,
    comparison,
    dates,
    figures,
    names,
    numbers,
    quotes,
    skeleton,
    tellers,
    verbs,
    windows,
)


def altered(text: str) -> str:
    """Return the sentence with its last figure changed, or with a word more."""
    changed = re.sub(r"\d(?=\D*$)", lambda match: str((int(match.group()) + 1) % 10), text)
    return changed if changed != text else f"{text.rstrip('.')} again."


def told(articles: list[Article], change: Callable[[str], str]) -> Story:
    """Return a story of all sentences of the articles, each cited to its own."""
    paragraphs = tuple(
        Paragraph(
            sentences=tuple(
                Sentence(text=change(text), citations=(Citation(article_id=article.id),))
                for text in sentences(article.text)
            )
        )
        for article in articles
    )
    return Story(title="Bench", updated_at=NOW, paragraphs=paragraphs)


def only(story: Story, texts: set[str]) -> Story:
    """Return the story with the sentences of these texts alone."""
    kept = [tuple(s for s in block.sentences if s.text in texts) for block in story.paragraphs]
    paragraphs = tuple(Paragraph(sentences=sentences) for sentences in kept if sentences)
    return story.model_copy(update={"paragraphs": paragraphs})


def empty_caches() -> None:
    """Forget what the last round learnt about the texts."""
    for module in MODULES:
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def rate(count: int, work: Callable[[], object], rounds: int) -> float:
    """Return how many of ``count`` things a round get done in a second of CPU."""
    work()
    seconds = 0.0
    for _ in range(rounds):
        empty_caches()
        start = time.process_time()
        work()
        seconds += time.process_time() - start
    return count * rounds / seconds


def main() -> None:
    """Print one line a kind of work."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    articles = [
        a for file in sorted(EXAMPLES.glob("*.jsonl")) for a in read_articles(file).articles
    ]
    store = open_store("sqlite://")
    store.put(articles)
    judge = load_judge("lexical")
    checker = LayeredChecker(store=store, judge=judge)
    evidence = Evidence(topic=Topic())

    def checking(story: Story) -> Callable[[], object]:
        return lambda: asyncio.run(checker.check(story, evidence))

    known = {article.id: article for article in articles}

    def comparing(*stories: Story) -> Callable[[], object]:
        return lambda: [compared(case) for story in stories for case in cases(story, known)]

    plain, changed = told(articles, str), told(articles, altered)
    verdicts = asyncio.run(checker.check(changed, evidence))
    settled = (Finding.WRONG_NUMBER, Finding.MISATTRIBUTED)
    refused = only(changed, {v.text for v in verdicts if v.finding in settled})
    pairs = [
        Pair(evidence=(article.text,), claim=text)
        for article in articles
        for text in sentences(article.text)
    ]
    count = len(plain.sentences)
    found = {
        "repeated sentences/s": rate(count, checking(plain), options.rounds),
        "altered sentences/s": rate(count, checking(changed), options.rounds),
        "layer 1 sentences/s": rate(2 * count, comparing(plain, changed), options.rounds),
        "refused sentences/s": rate(len(refused.sentences), checking(refused), options.rounds),
        "judge pairs/s": rate(len(pairs), lambda: judge.score(pairs), options.rounds),
    }
    if options.json:
        print(json.dumps({name: round(value) for name, value in found.items()}))
    else:
        for name, value in found.items():
            print(f"{name:<22} {value:8,.0f}")


if __name__ == "__main__":
    main()
