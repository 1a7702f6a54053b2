"""Logs for Inspect: one a system, which `inspect_ai.log.read_eval_log` and Inspect's viewer read.

The form is that of Inspect's log version 2, https://inspect.aisi.org.uk/eval-logs.html, checked
with inspect_ai 0.3.285. Each value of a metric is a score of its name. One without a number is
Inspect's "unscored": NaN, which strict JSON lacks, with the reason as its explanation.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from groundwood.eval.exporting.stories import ScoredSentence, ScoredText, scored_texts
from groundwood.eval.exporting.tables import Shown
from groundwood.eval.runs import About, Run
from groundwood.eval.samples import Sample
from groundwood.eval.summaries import Summary, Table
from groundwood.eval.values import Value
from groundwood.nouns.verdict import Usage

VERSION = 2
TASK = "citation-faithfulness"
UNNAMED = "unnamed"
"""The model of a log whose system has no name."""

Fields = dict[str, Any]


def write(run: Run, folder: Path, shown: Shown) -> None:
    """Write a log for each system into a new folder; one text at a time is held in memory."""
    about, table = run.about(), Table(run.rows())
    folder.mkdir(parents=True)
    for system in table.systems:
        samples = (_sample(told, shown) for told in scored_texts(run) if told.row.system == system)
        with (folder / _name(about, system)).open("w", encoding="utf-8", errors="replace") as out:
            out.writelines(_lines(_header(about, table, system), samples))


def _name(about: About, system: str) -> str:
    """Return a name in Inspect's form, TIME_TASK_MODEL_ID.json: of other names it lists no JSON."""
    model = re.sub(r"[^A-Za-z0-9.-]+", "-", system).strip("-")[:40] or UNNAMED
    time = f"{about.scored_at:%Y-%m-%dT%H-%M-%S}+00-00"
    return f"{time}_{TASK}_{model}_{_id(about, 'task', system)}.json"


def _id(about: About, *parts: str) -> str:
    """Return an id of 22 letters and digits, the same whenever the scoring is exported."""
    parts = (about.digest, about.scored_at.isoformat(), *parts)
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:22]


def _lines(header: Fields, samples: Iterable[Fields]) -> Iterator[str]:
    yield json.dumps(header, ensure_ascii=False).removesuffix("}") + ', "samples": ['
    mark = "\n"
    for sample in samples:
        yield mark + json.dumps(sample, ensure_ascii=False)
        mark = ",\n"
    yield "\n]}\n"


def _header(about: About, table: Table, system: str) -> Fields:
    time = about.scored_at.isoformat()
    summaries = [table.summary(system, metric) for metric in table.metrics]
    samples = max((each.samples for each in summaries), default=0)
    return {
        "version": VERSION,
        "status": "success",
        "eval": {
            "eval_id": _id(about, "eval", system),
            "run_id": _id(about, "run"),
            "created": time,
            "task": TASK,
            "task_id": _id(about, "task", system),
            "dataset": {"name": about.digest[:12], "samples": samples, "shuffled": False},
            "model": system or UNNAMED,
            "config": {},
            "packages": {"groundwood": about.groundwood},
            "metadata": about.model_dump(mode="json"),
            "scorers": [{"name": each.metric} for each in summaries],
        },
        "plan": {"name": "plan", "steps": []},
        "results": {
            "total_samples": samples,
            "completed_samples": samples,
            "scores": [_score(each) for each in summaries],
        },
        "stats": {"started_at": time, "completed_at": time},
    }


def _score(summary: Summary) -> Fields:
    """Return a metric of the system: its mean and the ends of its interval, where it has them."""
    interval = summary.interval
    numbers = {"mean": summary.number, "low": interval.low, "high": interval.high}
    return {
        "name": summary.metric,
        "scorer": summary.metric,
        "scored_samples": summary.measured,
        "unscored_samples": summary.samples - summary.measured,
        "metrics": {
            name: {"name": name, "value": number}
            for name, number in numbers.items()
            if number is not None
        },
        "metadata": {
            "missing": summary.missing,
            "level": interval.level,
            "interval": interval.method,
        },
    }


def _sample(told: ScoredText, shown: Shown) -> Fields:
    sample, text = told.sample, shown(told.marking.text)
    usage = sum(sample.usage.values(), Usage())
    return {
        "id": sample.id,
        "epoch": 1,
        "input": sample.question,
        "target": [shown(reference) for reference in sample.references],
        "messages": [
            {"role": "user", "content": sample.question},
            {"role": "assistant", "content": text},
        ],
        "output": {
            "model": sample.system or UNNAMED,
            "choices": [{"message": {"role": "assistant", "content": text}, "stop_reason": "stop"}],
        },
        "scores": {metric: _unit(value) for metric, value in told.row.values.items()},
        "metadata": {
            "group": sample.group,
            "tags": list(sample.tags),
            "title": shown(told.marking.title),
            "problem": told.marking.problem,
            "cost": usage.cost,
            "sources": list(_sources(sample, shown)),
            "sentences": [_sentence(one, shown) for one in told.sentences],
        },
        "model_usage": _usage(sample.system or UNNAMED, usage),
        "total_time": sample.seconds,
    }


def _unit(value: Value) -> Fields:
    bounds = {"low": value.low, "high": value.high}
    return {
        "value": float("nan") if value.number is None else value.number,
        "explanation": value.reason or None,
        "metadata": None if value.low is None else bounds,
    }


def _sources(sample: Sample, shown: Shown) -> Iterator[Fields]:
    for source in sample.sources:
        texts = {"title": shown(source.title), "text": shown(source.text)}
        yield source.model_dump(mode="json") | texts


def _sentence(one: ScoredSentence, shown: Shown) -> Fields:
    return {
        "text": shown(one.marked.text),
        "citations": [cited.model_dump(mode="json") for cited in one.marked.citations],
        "status": one.status,
        "recalled": one.recalled,
        "fate": one.fate,
    }


def _usage(model: str, usage: Usage) -> Mapping[str, Fields]:
    if not usage.calls:
        return {}
    total = usage.tokens_in + usage.tokens_out
    tokens = {"input_tokens": usage.tokens_in, "output_tokens": usage.tokens_out}
    return {model: tokens | {"total_tokens": total}}
