"""What a server answers, read without trust: servers send all sorts of things with status 200."""

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from groundwood.errors import AnswerCut, ModelRefused, ModelUnavailable
from groundwood.gateway.setback import Discretion, Setback

_THOUGHTS = re.compile(r"\s*<think>.*?</think>", re.DOTALL)


class _Message(BaseModel):
    content: str | list[dict[str, Any]] | None = None
    refusal: str | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "".join(str(part.get("text", "")) for part in self.content)
        return self.content or ""


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Tokens(BaseModel):
    prompt_tokens: int = Field(ge=0)
    completion_tokens: int = Field(ge=0)


class Completion(BaseModel):
    """The parts of a chat completion that are used; ``usage`` is none where a server has none.

    ``model`` is whatever the server says that answered.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    choices: list[_Choice] = Field(min_length=1)
    usage: _Tokens | None = None
    model: Any = None

    @property
    def finish_reason(self) -> str | None:
        """Why the model stopped, as the server says."""
        return self.choices[0].finish_reason

    @property
    def said(self) -> str:
        """What the model wrote, whether it is of use or not."""
        return self.choices[0].message.text

    def text(self, discretion: Discretion) -> str:
        """Return what the model says, without white space around it or thoughts before it.

        Raises:
            Setback: the answer was cut or refused.
        """
        choice = self.choices[0]
        if choice.finish_reason == "length":
            raise Setback(AnswerCut, "the answer was cut by its length limit")
        if choice.finish_reason == "content_filter":
            raise Setback(ModelRefused, "the server's content filter withheld the answer")
        if choice.message.refusal:
            said = discretion.show(choice.message.refusal)
            raise Setback(ModelRefused, f"the model refuses: {said}")
        return _THOUGHTS.sub("", choice.message.text).strip()


def read_completion(content: bytes) -> Completion:
    """Return the completion in a response's body.

    Raises:
        Setback: it holds none; asking again may help, as with a proxy's error page.
    """
    try:
        return Completion.model_validate_json(content)
    except ValidationError as exc:
        cause = "the response holds no chat completion"
        raise Setback(ModelUnavailable, cause, again=True) from exc
