"""From a model's name to the model."""

import asyncio
from typing import TYPE_CHECKING

from groundwood.gateway.endpoint import Endpoint, parse_endpoint
from groundwood.gateway.usage import Meter
from groundwood.settings import Settings

if TYPE_CHECKING:
    from groundwood.gateway.admission import Admits
    from groundwood.gateway.budget import Budget
    from groundwood.gateway.cache import AnswerCache
    from groundwood.gateway.openai_model import OpenAIModel


def open_model(
    spec: str,
    settings: Settings,
    *,
    meter: Meter | None = None,
    limits: "Admits | None" = None,
    cache: "AnswerCache | None" = None,
    budget: "Budget | None" = None,
) -> "OpenAIModel":
    """Return the model that ``spec`` names; nothing is started or sent before its first call.

    Use it as an async context manager, or call its ``aclose`` in the event loop that used it.

    Args:
        spec: ``local``, ``local:/path/model.gguf``, ``openai:NAME`` or ``http://host:port/v1#NAME``.
        settings: the key, the limits, the deadline, the cache folder, the prices.
        meter: what to count usage into; left out, a new one.
        limits: what admits requests; left out, the limits of the settings, kept in this process.
        cache: where answers are kept, also where the settings ask for none; left out, what the
            settings ask for.
        budget: what all calls together may take; `OpenAIModel.metered` adds one to a copy.

    Raises:
        SettingsError: the name is malformed, or a key or a price is missing; the text says which.
        ModelUnavailable: the model file or what runs it is missing; the text says how to get it.
    """
    from groundwood.gateway.openai_model import connect

    endpoint = _endpoint(spec, settings)
    return connect(endpoint, settings, meter, limits=limits, cache=cache, budget=budget)


def _endpoint(spec: str, settings: Settings) -> Endpoint:
    if spec == "local" or spec.startswith("local:"):
        from groundwood.gateway.local import open_local

        return open_local(spec, settings.cache_dir)
    return parse_endpoint(spec, settings)


def examine_model(spec: str, settings: Settings) -> str:
    """Return in one line what the model is and whether it answers; nothing is asked of it.

    Raises:
        SettingsError: the name is malformed, or a key is missing.
        ModelError: the model file is missing, the server cannot be reached, or refuses the key.
    """
    if spec == "none":
        return "none: sentences are taken from the sources"
    endpoint = _endpoint(spec, settings)
    about = f"{endpoint.name}, window {endpoint.context_tokens} tokens"
    if endpoint.slots is not None:
        return about
    from groundwood.gateway.clients import knock

    return f"{about}, {asyncio.run(knock(endpoint, min(settings.timeout, 10.0)))}"
