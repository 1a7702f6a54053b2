"""The model gateway: the one room that talks to language models."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundwood.gateway.open import open_model
    from groundwood.gateway.scripted import ScriptedModel

__all__ = ["ScriptedModel", "open_model"]


def __getattr__(name: str) -> Any:
    """Load what this room offers when it is first asked for."""
    if name == "open_model":
        from groundwood.gateway.open import open_model

        return open_model
    if name == "ScriptedModel":
        from groundwood.gateway.scripted import ScriptedModel

        return ScriptedModel
    raise AttributeError(f"module 'groundwood.gateway' has no attribute {name!r}")
