"""What a server takes. It is found out by asking, once, and remembered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from groundwood.gateway.question import Message, Question
from groundwood.gateway.structured import schema_request

_OF_FORM = re.compile(
    r"response_format|json_schema|json_object|schema|structured|guided", re.IGNORECASE
)


class Form(IntEnum):
    """How a structured answer is asked for, from the strictest form to none at all."""

    SCHEMA = 0
    JSON = 1
    TEXT = 2


@dataclass(frozen=True)
class Dialect:
    """The parameters that one model at one server takes. It only ever gets poorer."""

    form: Form = Form.SCHEMA
    limit: str = "max_tokens"
    temperature: bool = True
    seed: bool = True

    def body(self, question: Question, turns: Sequence[Message] = ()) -> dict[str, Any]:
        """Return the request's body; ``turns`` are what was said since the question."""
        body: dict[str, Any] = {
            "model": question.model,
            "messages": [*self._messages(question), *turns],
            self.limit: question.max_tokens,
        }
        if self.temperature:
            body["temperature"] = question.temperature
        if self.seed:
            body["seed"] = question.seed
        if question.grammar is not None:
            body["grammar"] = question.grammar
        if question.schema is not None and self.form is not Form.TEXT:
            body["response_format"] = self._response_format(question)
        return body

    def _messages(self, question: Question) -> list[Message]:
        """Return the messages; where the form says nothing of the schema, the last one does."""
        messages = question.messages
        if question.schema is not None and self.form is not Form.SCHEMA:
            messages[-1]["content"] += schema_request(question.schema)
        return messages

    def _response_format(self, question: Question) -> dict[str, Any]:
        if self.form is Form.JSON:
            return {"type": "json_object"}
        schema = {"name": question.schema_name, "schema": question.schema, "strict": True}
        return {"type": "json_schema", "json_schema": schema}

    def without(self, complaint: str, structured: bool) -> "Dialect | None":
        """Return the dialect without what a server's refusal complains of; none where it is nothing
        that can be left out."""
        if self.limit == "max_tokens" and "max_completion_tokens" in complaint:
            return replace(self, limit="max_completion_tokens")
        if self.temperature and "temperature" in complaint:
            return replace(self, temperature=False)
        if self.seed and re.search(r"\bseed\b", complaint):
            return replace(self, seed=False)
        if structured and self.form is not Form.TEXT and _OF_FORM.search(complaint):
            return replace(self, form=Form(self.form + 1))
        return None


class Dialects:
    """The dialect of one model, shared by all that ask it."""

    def __init__(self) -> None:
        self.current = Dialect()

    def learn(self, used: Dialect, complaint: str, structured: bool) -> bool:
        """Learn from the refusal of a request in the dialect used; whether to ask again."""
        poorer = used.without(complaint, structured)
        if poorer is not None and self.current == used:
            self.current = poorer
        return poorer is not None
