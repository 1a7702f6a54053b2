"""What the check found, in words for a terminal."""

from collections import Counter
from collections.abc import Iterable

from groundwood.cli.progress import spent
from groundwood.nouns import CheckedStory, Citation, LedgerEntry, Usage, Verdict
from groundwood.nouns.cited import CheckedText
from groundwood.pipelines.events import count
from groundwood.render.probed import kinds_line, probe_line
from groundwood.render.told import fact_lines, outlets_line

WIDTH = 100


def explanation(checked: CheckedStory) -> str:
    """Return each sentence with its finding and source spans, then what was changed and why."""
    quotes = {
        (source.article_id, mark.start, mark.end): quoted.text[
            mark.start - quoted.passage.start : mark.end - quoted.passage.start
        ]
        for source in checked.sources
        for quoted in source.passages
        for mark in quoted.marked
    }
    lines = [line for verdict in checked.verdicts for line in _verdict(verdict, quotes)]
    lines += ["", summary(checked)]
    lines += [line for entry in checked.ledger for line in _entry(entry)]
    lines += _missed(checked)
    return "\n".join(lines)


def summary(checked: CheckedStory) -> str:
    """Return in a line each what was checked, what a second judge was asked, and what was changed."""
    lines = (
        checked_line(checked),
        escalated_line(checked),
        probed_line(checked),
        ledger_line(checked),
    )
    return "\n".join(filter(None, lines))


def probed_line(checked: CheckedStory) -> str:
    """Return one line on the probe of the checker; nothing where it was not asked for."""
    return probe_line(checked.probe) if checked.probe else ""


def _missed(checked: CheckedStory) -> Iterable[str]:
    if checked.probe is None or checked.probe.rate is None:
        return
    yield f"Detected by kind: {kinds_line(checked.probe)}."
    for miss in checked.probe.misses:
        score = "" if miss.score is None else f" {miss.score:.2f}"
        place = f"{miss.paragraph + 1}.{miss.sentence + 1}"
        change = f"{miss.new.strip()!r} for {miss.old.strip()!r} in: " if miss.old else ""
        yield f"  missed ({miss.kind}) {place} {miss.finding}{score}: {change}{shorten(miss.text)}"


def escalated_line(checked: CheckedStory | CheckedText) -> str:
    """Return one line on what a cascade left to its second judge; nothing where there is none."""
    return "\n".join(
        f"Judged {count(usage.judged, 'pair')} of passages and claim; {usage.escalated} "
        f"({usage.escalated / usage.judged:.0%}) went to the {agent}{_cost(usage)}."
        for agent, usage in checked.usage.items()
        if usage.judged
    )


def _cost(usage: Usage) -> str:
    told = spent(usage)
    return f" {told}" if told else ""


def checked_line(checked: CheckedStory) -> str:
    """Return one line on what was checked: sentences, findings, sources, judge."""
    findings = Counter(str(verdict.finding) for verdict in checked.verdicts)
    found = ", ".join(f"{number} {finding}" for finding, number in findings.most_common())
    outlets = {source.source or source.article_id for source in checked.sources}
    checkers = {f"{verdict.checker} {verdict.version}" for verdict in checked.verdicts}
    return (
        f"Checked {count(len(checked.verdicts), 'sentence')}: {found}; "
        f"{count(len(checked.sources), 'article')} of {count(len(outlets), 'outlet')} cited "
        f"({', '.join(sorted(checkers))})."
    )


def ledger_line(checked: CheckedStory) -> str:
    """Return one line on what was changed on the way."""
    actions = Counter(entry.action for entry in checked.ledger)
    if not actions:
        return "Removed nothing: every sentence passed as it was written."
    told = ", ".join(f"{number} {action}" for action, number in actions.most_common())
    return f"Changed before printing: {told}."


def _verdict(verdict: Verdict, quotes: dict[tuple[str, int, int], str]) -> Iterable[str]:
    score = "" if verdict.score is None else f" {verdict.score:.2f}"
    yield f"{verdict.paragraph + 1}.{verdict.sentence + 1} {verdict.finding}{score}: {verdict.text}"
    if verdict.reason:
        yield f"      {verdict.reason}"
    told = outlets_line(verdict)
    if told:
        uncited = ", ".join(citation.article_id for citation in verdict.corroboration)
        yield f"      {told}{f' (uncited: {uncited})' if uncited else ''}"
    for fact in fact_lines(verdict):
        yield f"      fact {fact}"
    for citation in verdict.evidence:
        yield from _spans(citation, quotes)


def _spans(citation: Citation, quotes: dict[tuple[str, int, int], str]) -> Iterable[str]:
    for span in citation.spans:
        quote = quotes.get((citation.article_id, span.start, span.end), "")
        yield f"      [{citation.article_id}] {span.start}-{span.end}: {shorten(quote)}"


def _entry(entry: LedgerEntry) -> Iterable[str]:
    yield f"  {entry.action} ({entry.finding}): {shorten(entry.before.text)}"
    if entry.after is not None and entry.after.text != entry.before.text:
        yield f"      now: {shorten(entry.after.text)}"
    if entry.reason:
        yield f"      why: {entry.reason}"


def shorten(text: str) -> str:
    """Return the text on one line of at most `WIDTH` characters."""
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
