"""Who works: retriever, summarizer, citation checker and disclaimer. None knows the graph."""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from groundwood.errors import SettingsError

if TYPE_CHECKING:
    from groundwood.agents.checker.judges.judge import Judge
    from groundwood.gateway.admission import Admits
    from groundwood.gateway.base import Model
    from groundwood.gateway.usage import Meter
    from groundwood.settings import Settings

__all__ = ["load_judge"]


class Loader(NamedTuple):
    """Where a judge comes from: a function that takes the named ones of model, settings, meter."""

    module: str
    function: str
    needs: tuple[str, ...] = ()


JUDGES = {
    "builtin": Loader("groundwood.agents.checker.judges.builtin", "load_builtin"),
    "cascade": Loader(
        "groundwood.agents.checker.judges.cascade", "load_cascade", ("model", "settings", "meter")
    ),
    "http": Loader(
        "groundwood.agents.checker.judges.http_judge", "load_http", ("settings", "meter", "limits")
    ),
    "lexical": Loader("groundwood.agents.checker.judges.lexical", "load_lexical"),
    "llm": Loader("groundwood.agents.checker.judges.llm_judge", "load_llm", ("model", "settings")),
}
"""The judges by name. A new one is a file, a line here, and a test."""

AIDED, UNAIDED = "llm", "builtin"
"""The judges of ``auto`` with a model that can judge, and without one."""


def load_judge(
    judge: "str | Judge" = "auto",
    model: "Model | None" = None,
    settings: "Settings | None" = None,
    meter: "Meter | None" = None,
    limits: "Admits | None" = None,
) -> "Judge":
    """Return the entailment judge of this name; a judge of your own is returned as it is.

    ``builtin`` and ``lexical`` need nothing, ``llm`` asks the model, ``http`` the server that
    the settings name, ``cascade`` asks the model where ``builtin`` is unsure. ``auto`` is
    `AIDED` with a model that can judge, and `UNAIDED` without one.

    Args:
        judge: the name, or any object that is a `Judge`.
        model: what ``llm`` and ``cascade`` ask.
        settings: URL, votes and bounds; default from ``GROUNDWOOD_*`` variables.
        meter: what ``http`` counts its requests into and ``cascade`` its pairs and escalations;
            left out, one of its own.
        limits: what admits the requests of ``http``; left out, limits of its own.

    Raises:
        SettingsError: there is no such judge, or it lacks what it needs; the text says what.
    """
    if not isinstance(judge, str):
        return judge
    from groundwood.gateway.usage import Meter
    from groundwood.settings import load_settings

    name = _automatic(model) if judge == "auto" else judge
    if name not in JUDGES:
        known = ", ".join(sorted([*JUDGES, "auto"]))
        raise SettingsError(f"--judge: there is no judge {name!r}; there are: {known}")
    parts: dict[str, Callable[[], object]] = {
        "model": lambda: model,
        "settings": lambda: settings or load_settings(),
        "meter": lambda: meter or Meter(),
        "limits": lambda: limits,
    }
    return _load(name, parts)


def _automatic(model: "Model | None") -> str:
    return UNAIDED if model is None or model.small else AIDED


def _load(name: str, parts: "dict[str, Callable[[], object]]") -> "Judge":
    module, function, needs = JUDGES[name]
    try:
        load: Callable[..., Judge] = getattr(importlib.import_module(module), function)
    except ImportError as exc:
        raise SettingsError(f"--judge: {name} cannot be loaded here: {exc}") from exc
    return load(**{need: parts[need]() for need in needs})
