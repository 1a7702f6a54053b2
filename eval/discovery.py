"""``python -m groundwood.eval.discovery FOLDER``: how well new articles are grouped into events.

``FOLDER`` holds the collections that `groundwood.eval.event_sets` reads. Its events are parted into
two halves; what has a threshold is tuned on the first, with all of its mixes, and both are shown.
The baselines are average linkage of TF-IDF cosines by scikit-learn. ``--fit`` fits the weights of
the likeness anew on the tuning half and prints them. Then every second article is
known beforehand, and the precision and recall of attaching the others to their stories is told.
Last, the articles of two events are merged and parted again, see `groundwood.eval.halving`.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import fmean
from types import ModuleType
from typing import Any

import numpy as np

from groundwood.agents.discovery.finder import THRESHOLD, EventFinder
from groundwood.agents.discovery.fitting import cosines
from groundwood.agents.discovery.likeness import Likeness
from groundwood.errors import SettingsError
from groundwood.eval.attachment import attachment
from groundwood.eval.event_sets import HALVES, Labelled, half_of, mixes, read_events
from groundwood.eval.halving import lines as split_lines
from groundwood.eval.metrics.clusters import Clustering, clustering
from groundwood.eval.values import Value
from groundwood.nouns import Article

Grouper = Callable[[float], Sequence[int]]
"""Gives a label to each article of a mix, by a threshold."""
Mix = tuple[str, list[Labelled]]

THRESHOLDS = (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5)
COSINES = tuple(round(0.02 * step, 2) for step in range(2, 36))


@dataclass(frozen=True)
class Method:
    """A way to group articles, with the thresholds that are tried."""

    name: str
    grouper: Callable[[Sequence[Article]], Grouper]
    thresholds: tuple[float, ...]


def found_groups(articles: Sequence[Article], likeness: Likeness) -> Grouper:
    """Return the grouper of the event finder: copies have the label of their report."""

    def group(threshold: float) -> list[int]:
        found = EventFinder(likeness=likeness, threshold=threshold).find(articles)
        number = {
            key: place
            for place, event in enumerate(found.events)
            for report in event.article_ids
            for key in (report, *event.copies.get(report, ()))
        }
        return [number[article.id] for article in articles]

    return group


def tfidf_groups(articles: Sequence[Article], **options: Any) -> Grouper:
    """Return the baseline's grouper: average linkage of TF-IDF cosines down to the threshold."""
    texts = [f"{article.title}\n{article.text}" for article in articles]
    rows = _sklearn("feature_extraction.text").TfidfVectorizer(**options).fit_transform(texts)
    apart = np.clip(1 - (rows @ rows.T).toarray(), 0, None)

    def group(threshold: float) -> list[int]:
        linked = _sklearn("cluster").AgglomerativeClustering(
            n_clusters=None,
            distance_threshold=1 - threshold,
            metric="precomputed",
            linkage="average",
        )
        return [int(label) for label in linked.fit_predict(apart)]

    return group


def methods(likeness: Likeness) -> list[Method]:
    """Return the baselines and ours."""
    words = partial(tfidf_groups, stop_words="english")
    pairs = partial(words, sublinear_tf=True, ngram_range=(1, 2), min_df=2)
    return [
        Method("TF-IDF of words", words, COSINES),
        Method("TF-IDF of words and pairs", pairs, COSINES),
        Method("event finder", partial(found_groups, likeness=likeness), THRESHOLDS),
    ]


def tuned(groupers: Sequence[Grouper], mixed: Sequence[Mix], thresholds: Sequence[float]) -> float:
    """Return the threshold with the best mean of adjusted Rand index and B-cubed F1 over the kinds of mix."""

    def goodness(threshold: float) -> float:
        scores = [
            _score(grouper(threshold), mix)
            for grouper, (_, mix) in zip(groupers, mixed, strict=True)
        ]
        goods = [(one.rand.number or 0) + (one.f1.number or 0) for one in scores]
        return _by_kind(mixed, goods)

    return max(thresholds, key=goodness)


def _by_kind(mixed: Sequence[Mix], numbers: Sequence[float]) -> float:
    """Return the mean over the kinds of mix of the mean in each."""
    kinds: dict[str, list[float]] = {}
    for (kind, _), number in zip(mixed, numbers, strict=True):
        kinds.setdefault(kind, []).append(number)
    return fmean(map(fmean, kinds.values()))


def _score(labels: Sequence[int], mix: Sequence[Labelled]) -> Clustering:
    return clustering([one.event for one in mix], labels)


def fitted(mixed: Sequence[Mix]) -> Likeness:
    """Return the likeness whose weights fit the pairs of the mixes best (logistic regression).

    A pair weighs by one over the root of its two events' sizes, and a mix by one over its size.
    """
    rows, same, weights = zip(*(_pairs([*mix]) for _, mix in mixed), strict=True)
    weight = np.concatenate(weights)
    model = _sklearn("linear_model").LogisticRegression(C=10, max_iter=1000)
    model.fit(np.concatenate(rows), np.concatenate(same), sample_weight=weight / weight.mean())
    keys, every, lead = (round(float(number), 2) for number in model.coef_[0])
    return replace(
        Likeness(), keys=keys, every=every, lead=lead, bias=round(float(model.intercept_[0]), 2)
    )


def _pairs(mix: Sequence[Labelled]) -> tuple[Any, Any, Any]:
    events = np.array([one.event for one in mix])
    _, number, sizes = np.unique(events, return_inverse=True, return_counts=True)
    one, other = np.triu_indices(len(mix), 1)
    weight = 1 / np.sqrt(sizes[number[one]] * sizes[number[other]]) / len(mix)
    table = cosines([labelled.article for labelled in mix])
    return table[one, other], number[one] == number[other], weight


def _sklearn(part: str) -> ModuleType:
    try:
        return import_module(f"sklearn.{part}")
    except ImportError as exc:
        raise SettingsError("the baselines need scikit-learn: pip install scikit-learn") from exc


def lines(method: Method, halves: dict[str, list[Mix]]) -> Iterator[str]:
    """Yield a line of the table for each half and kind of mix; quarters are averaged."""
    groupers = {
        half: [method.grouper([one.article for one in mix]) for _, mix in mixed]
        for half, mixed in halves.items()
    }
    threshold = tuned(groupers[HALVES[0]], halves[HALVES[0]], method.thresholds)
    for half, mixed in halves.items():
        scores = [
            (kind, _score(grouper(threshold), mix))
            for grouper, (kind, mix) in zip(groupers[half], mixed, strict=True)
        ]
        for kind in dict.fromkeys(kind for kind, _ in mixed):
            figures = _figures([one for name, one in scores if name == kind])
            yield f"{method.name:<26}{threshold:>6.3f}  {half:<10} {kind:<8}{figures}"


def _figures(scores: Sequence[Clustering]) -> str:
    parts = ([one.rand, one.precision, one.recall, one.f1] for one in scores)
    columns = zip(*parts, strict=True)
    return "".join(f"{_mean(column):>8}" for column in columns)


def attached(halves: dict[str, list[Mix]], likeness: Likeness) -> Iterator[str]:
    """Yield a line for each half and kind of mix: how well new articles find their story."""
    for half, mixed in halves.items():
        for kind in dict.fromkeys(kind for kind, _ in mixed):
            scores = [attachment(mix, likeness, THRESHOLD) for name, mix in mixed if name == kind]
            columns = zip(*((one.precision, one.recall) for one in scores), strict=True)
            figures = "".join(f"{_mean(column):>8}" for column in columns)
            yield f"{'attaching':<26}{THRESHOLD:>6.3f}  {half:<10} {kind:<8}{'':>8}{figures}"


def _mean(values: Sequence[Value]) -> str:
    """Return the mean of those that there are."""
    numbers = [value.number for value in values if value.number is not None]
    return f"{fmean(numbers):.3f}" if numbers else "none"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="groundwood.eval.discovery", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fit", action="store_true", help="fit the weights on the tuning half")
    given = parser.parse_args(arguments)
    events = read_events(given.folder)
    halves = {
        half: list(mixes(one for one in events if half_of(one.event) == half)) for half in HALVES
    }
    likeness = fitted(halves[HALVES[0]]) if given.fit else Likeness()
    if given.fit:
        print(likeness)
    for half, mixed in halves.items():
        sizes = [len(mix) for _, mix in mixed]
        print(
            f"{half}: {len({one.event for _, mix in mixed for one in mix})} events, {sizes} articles"
        )
    print(
        f"{'method':<26}{'at':>6}  {'half':<10} {'outlet':<8}{'ARI':>8}{'B3 P':>8}{'B3 R':>8}{'B3 F1':>8}"
    )
    for method in methods(likeness):
        for line in lines(method, halves):
            print(line, flush=True)
    for line in (*attached(halves, likeness), *split_lines(events)):
        print(line)


if __name__ == "__main__":
    main()
