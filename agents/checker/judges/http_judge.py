"""A judge that is served elsewhere: pairs are posted, scores come back. See docs/judges.md."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from groundwood.agents.checker.judges.judge import Given, Pair, Score, as_pairs, run_to_end
from groundwood.gateway.admission import Admits
from groundwood.gateway.score_endpoint import ScoreEndpoint, open_score_endpoint
from groundwood.gateway.usage import Meter
from groundwood.settings import Settings

BATCH = 32
"""Pairs in one request."""
ROUNDING = 0.02
"""How far from 1 the three probabilities of a pair may sum."""
LONGEST_NAME = 80
"""Characters of a name or version, which stand in every verdict."""
_PARTS = ("supported", "contradicted", "neutral")
_SINGLE = ("scores", "support_prob")


@dataclass(frozen=True)
class About:
    """What a server says of itself; what it leaves out has these values."""

    name: str = ""
    version: str = "unstated"
    threshold: float = 0.5


@dataclass(frozen=True)
class HttpJudge:
    """Asks a server for the scores.

    ``name``, ``version`` and ``threshold`` are what the server says with its first answer; it may
    not say otherwise later, since all verdicts of a run bear one name.
    """

    endpoint: ScoreEndpoint
    batch: int = BATCH
    _said: list[About] = field(default_factory=list, repr=False, compare=False)

    @property
    def about(self) -> About:
        """What the server said of itself, or the values that stand where it says nothing."""
        return self._said[0] if self._said else About()

    @property
    def name(self) -> str:
        """``http``, followed by the name that the server gives itself."""
        return f"http:{self.about.name}" if self.about.name else "http"

    @property
    def version(self) -> str:
        """The version that the server gives itself."""
        return self.about.version

    @property
    def threshold(self) -> float:
        """The server's threshold; 0.5 where it states none."""
        return self.about.threshold

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        """Return the scores, asked for in batches.

        Raises:
            InputError: a pair is none, or empty.
            ModelError: the server cannot be reached, refuses, or answers with something else.
        """
        asked = as_pairs(pairs)
        batches = [asked[at : at + self.batch] for at in range(0, len(asked), self.batch)]
        if not batches:
            return []
        endpoint = replace(self.endpoint, fits=self._fits)
        answers = await endpoint.post([_request(batch) for batch in batches])
        return [
            score
            for answer, batch in zip(answers, batches, strict=True)
            for score in read_scores(answer, len(batch))
        ]

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        """Do what `ascore` does, without waiting for it."""
        return run_to_end(self.ascore(pairs))

    def _fits(self, request: dict[str, Any], answer: object) -> None:
        """Raise ValueError where the answer is none to the request, while its call is watched."""
        self._note(read_about(answer))
        read_scores(answer, len(request["pairs"]))

    def _note(self, about: About) -> None:
        if not self._said:
            self._said.append(about)
        elif about != self.about:
            raise ValueError(f"the server said {self.about} at first and says {about} now")


def _request(pairs: Sequence[Pair]) -> dict[str, Any]:
    return {"pairs": [{"evidence": [*pair.evidence], "claim": pair.claim} for pair in pairs]}


def read_about(answer: object) -> About:
    """Return what the answer says of the server.

    Raises:
        ValueError: a field is of the wrong type.
    """
    said = answer if isinstance(answer, dict) else {}
    readers: dict[str, Callable[[object, str], Any]] = {
        "name": _text,
        "version": _text,
        "threshold": _probability,
    }
    given = {
        key: read(said[key], key) for key, read in readers.items() if said.get(key) is not None
    }
    return About(**given)


def read_scores(answer: object, count: int) -> list[Score]:
    """Return the scores of so many pairs from an answer of either form.

    Raises:
        ValueError: they are fewer or more, or not probabilities; the text says where.
    """
    fields = answer if isinstance(answer, dict) else {}
    key = next((name for name in _SINGLE if isinstance(fields.get(name), list)), None)
    if key is None:
        raise ValueError("the answer has no list of scores")
    if len(fields[key]) != count:
        raise ValueError(f"{len(fields[key])} scores for {count} pairs")
    return [_score(item, f"{key}[{index}]") for index, item in enumerate(fields[key])]


def _score(item: object, place: str) -> Score:
    if not isinstance(item, dict):
        supported = _probability(item, place)
        return Score(supported=supported, contradicted=0, neutral=1 - supported)
    supported, contradicted, neutral = (
        _probability(item.get(part), f"{place}.{part}") for part in _PARTS
    )
    total = supported + contradicted + neutral
    if abs(total - 1) > ROUNDING:
        raise ValueError(f"the probabilities of {place} sum to {total:.3g}, not to 1")
    return Score(
        supported=supported / total, contradicted=contradicted / total, neutral=neutral / total
    )


def _text(value: object, place: str) -> str:
    if isinstance(value, str) and value.isprintable() and len(value) <= LONGEST_NAME:
        return value
    raise ValueError(f"{place} is {_short(value)}, not a short text")


def _probability(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{place} is {_short(value)}, not a probability")
    return float(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def load_http(settings: Settings, meter: Meter, limits: Admits | None = None) -> HttpJudge:
    """Return the judge behind ``judge_url``; nothing is sent before it is asked.

    ``limits`` admit its requests; left out, limits of its own.

    Raises:
        SettingsError: the URL is missing or malformed.
    """
    return HttpJudge(open_score_endpoint(settings, meter, limits))
