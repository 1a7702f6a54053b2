"""Who works: retriever, summarizer, citation checker and disclaimer. None knows the graph."""

from typing import TYPE_CHECKING

from groundwood.errors import SettingsError

if TYPE_CHECKING:
    from groundwood.agents.checker.judge import Judge
    from groundwood.gateway.base import Model

__all__ = ["load_judge"]


def load_judge(name: str, model: "Model | None" = None) -> "Judge":
    """Return the entailment judge of this name: ``lexical``, or ``llm``, which asks the model.

    ``auto`` is ``llm`` where there is a model that can judge, ``lexical`` otherwise.

    Raises:
        SettingsError: there is no such judge, or it needs a model and has none.
    """
    if name == "auto":
        name = "lexical" if model is None or model.small else "llm"
    if name == "lexical":
        from groundwood.agents.checker.lexical import load_lexical

        return load_lexical()
    if name == "llm":
        if model is None or model.small:
            raise SettingsError("--judge: llm needs a model that can judge; name one with --model")
        from groundwood.agents.checker.llm_judge import LlmJudge

        return LlmJudge(model)
    raise SettingsError(f"--judge: there is no judge {name!r}; there are: auto, lexical, llm")
