"""What a model is shown of the facts that sources tell differently."""

from collections.abc import Mapping

from groundwood.agents.summarizer.model_passages import letters
from groundwood.nouns import Account, ParagraphPlan, Passage

NOTHING = "Nothing."


def with_sides(plan: ParagraphPlan) -> ParagraphPlan:
    """Return the plan with the passages of all sides among its own, behind them."""
    sides = [
        Passage(article_id=account.citation.article_id, start=span.start, end=span.end)
        for disagreement in plan.disagreements
        for account in disagreement.accounts
        for span in account.citation.spans
    ]
    new = [side for side in sides if not any(_holds(p, side) for p in plan.passages)]
    return plan.model_copy(update={"passages": (*plan.passages, *dict.fromkeys(new))})


def differing(plan: ParagraphPlan, shown: Mapping[str, str]) -> str | dict[str, str]:
    """Return who tells what, by the letters of the passages that are shown.

    A disagreement of which a side is not shown is left out; so is one that a passage itself tells,
    since there is nothing to add to it.
    """
    labels = dict(zip(plan.passages, letters(len(plan.passages)), strict=True))
    visible = {key.split()[0] for key in shown}
    told: dict[str, list[str]] = {}
    for disagreement in plan.disagreements:
        named = [(_label(account, labels), account) for account in disagreement.accounts]
        if disagreement.kind != "account" and all(label in visible for label, _ in named):
            for label, account in named:
                told.setdefault(label, []).append(f"{account.teller}: {account.told}")
    return {label: "\n".join(dict.fromkeys(lines)) for label, lines in told.items()} or NOTHING


def _label(account: Account, labels: Mapping[Passage, str]) -> str:
    span = account.citation.spans[0]
    side = Passage(article_id=account.citation.article_id, start=span.start, end=span.end)
    return next((label for passage, label in labels.items() if _holds(passage, side)), "")


def _holds(passage: Passage, side: Passage) -> bool:
    same = passage.article_id == side.article_id
    return same and passage.start <= side.start and side.end <= passage.end
