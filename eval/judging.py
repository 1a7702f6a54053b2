"""The judge that settings name, ready to score."""

from groundwood.agents import load_judge
from groundwood.agents.checker.judges.cascade import CascadeJudge
from groundwood.agents.checker.judges.judge import Judge
from groundwood.agents.checker.judges.llm_judge import LlmJudge
from groundwood.gateway.open import open_model
from groundwood.gateway.usage import Meter
from groundwood.settings import Settings


def open_judge(settings: Settings, meter: Meter | None = None) -> Judge:
    """Return the judge of the settings; the small model in this process is never asked to judge.

    What its model takes is counted into the meter.
    """
    needs_model = settings.model not in ("none", "local")
    model = open_model(settings.model, settings, meter=meter) if needs_model else None
    return load_judge(settings.judge, model, settings, meter)


def asked_model(judge: Judge, settings: Settings) -> str:
    """Return the model that the judge asks, as ``--model`` names it; empty where it asks none."""
    return settings.model if isinstance(judge, CascadeJudge | LlmJudge) else ""
