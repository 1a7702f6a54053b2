"""One question under way: the form, the limits, the tries, the repair, and what it took."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpx2
import openai
from pydantic import BaseModel

from groundwood.errors import AnswerInvalid, ModelError, ModelRefused
from groundwood.gateway.clients import Line
from groundwood.gateway.completion import Completion, read_completion
from groundwood.gateway.dialect import Dialects
from groundwood.gateway.limits import Admission, Limits
from groundwood.gateway.question import Message, Question, message
from groundwood.gateway.retry import Deadline, RetryPolicy
from groundwood.gateway.setback import Discretion, Setback, setback_of
from groundwood.gateway.structured import find_answer, repair_request
from groundwood.nouns import Usage

_PER_MESSAGE = 4
_PER_REQUEST = 3


@dataclass(frozen=True)
class Terms:
    """On what terms an endpoint is asked, the same for all questions. Times in seconds."""

    name: str
    context_tokens: int
    timeout: float
    deadline: float
    limits: Limits
    dialects: Dialects
    count: Callable[[str], int]
    price_in: float | None
    price_out: float | None

    def usage(self, tokens_in: int, tokens_out: int, seconds: float) -> Usage:
        """Return the usage of one answered request."""
        prices = (self.price_in, self.price_out)
        cost = ((self.price_in or 0) * tokens_in + (self.price_out or 0) * tokens_out) / 1e6
        return Usage(
            calls=1,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            seconds=seconds,
            cost=None if prices == (None, None) else cost,
        )


@dataclass(eq=False)
class Talk:
    """A question under way. ``usage`` and ``tries`` grow, also where it comes to nothing."""

    question: Question
    terms: Terms
    retries: RetryPolicy
    deadline: Deadline
    discretion: Discretion
    usage: Usage = field(default_factory=Usage)
    tries: int = 0

    def take_usage(self) -> Usage:
        """Return what it took since this was last asked, so that it is counted once."""
        usage, self.usage = self.usage, Usage()
        return usage

    async def ask(self, line: Line, shape: type[BaseModel] | None) -> str:
        """Return the answer's text; with a shape, the JSON that fits it.

        Raises:
            ModelError: for good; it names the model, the prompt with version, the tries, the cause.
        """
        try:
            async with line.slots:
                return await (self._text(line) if shape is None else self._json(line, shape))
        except Setback as exc:
            raise self._failure(exc) from exc.__cause__

    async def _text(self, line: Line) -> str:
        text = await self._say(line)
        if not text:
            raise Setback(AnswerInvalid, "the answer is empty")
        return text

    async def _json(self, line: Line, shape: type[BaseModel]) -> str:
        turns: list[Message] = []
        complaint = ""
        for _ in ("question", "repair"):
            text = await self._say(line, turns)
            try:
                return find_answer(text, shape)[0]
            except ValueError as exc:
                complaint = str(exc)
            said = [message("assistant", text)] if text else []
            turns = [*said, message("user", repair_request(complaint))]
        shown = self.discretion.show(complaint)
        raise Setback(AnswerInvalid, f"no fitting answer, also when asked to repair it: {shown}")

    async def _say(self, line: Line, turns: Sequence[Message] = ()) -> str:
        async def once() -> str:
            return await self._in_its_dialect(line, turns)

        return await self.retries.run(once, self.deadline)

    async def _in_its_dialect(self, line: Line, turns: Sequence[Message]) -> str:
        """Ask in the poorer dialect as long as the server complains of the richer one."""
        structured = self.question.schema is not None
        while True:
            dialect = self.terms.dialects.current
            try:
                completion = await self._send(line, dialect.body(self.question, turns))
                return completion.text(self.discretion)
            except Setback as exc:
                if not self.terms.dialects.learn(dialect, exc.complaint, structured):
                    raise

    async def _send(self, line: Line, body: dict[str, object]) -> Completion:
        tokens = self._tokens(body["messages"])
        self.tries += 1
        left = self.deadline.left() if self.deadline.running else None
        try:
            async with (
                asyncio.timeout(left),
                self.terms.limits.admit(tokens + self.question.max_tokens) as admission,
            ):
                return await self._post(line, body, tokens, admission)
        except (openai.OpenAIError, TimeoutError, ValueError) as exc:
            raise setback_of(exc, self.discretion) from exc

    async def _post(
        self, line: Line, body: dict[str, object], tokens: int, admission: Admission
    ) -> Completion:
        self.deadline.start()
        began = time.monotonic()
        try:
            async with asyncio.timeout(min(self.terms.timeout, self.deadline.left())):
                response = await line.client.post(
                    "/chat/completions", cast_to=httpx2.Response, body=body
                )
        except openai.APIStatusError:
            admission.tokens = 0
            raise
        completion = read_completion(response.content)
        took = completion.usage
        tokens_in = took.prompt_tokens if took else tokens
        tokens_out = took.completion_tokens if took else self.terms.count(completion.said)
        self.usage += self.terms.usage(tokens_in, tokens_out, time.monotonic() - began)
        admission.tokens = tokens_in + tokens_out
        return completion

    def _tokens(self, messages: object) -> int:
        """Count what is sent; a prompt that leaves no room for the answer is not sent."""
        assert isinstance(messages, list)
        counts = (self.terms.count(said["content"]) + _PER_MESSAGE for said in messages)
        tokens = sum(counts) + _PER_REQUEST
        if tokens + self.question.max_tokens > self.terms.context_tokens:
            raise Setback(
                ModelRefused,
                f"not sent: about {tokens} tokens and {self.question.max_tokens} for the answer "
                f"do not fit into the window of {self.terms.context_tokens}",
            )
        return tokens

    def _failure(self, setback: Setback) -> ModelError:
        prompt = self.question.prompt
        tries = (
            f"after {self.tries} {'try' if self.tries == 1 else 'tries'}: " if self.tries else ""
        )
        asked = f"{self.terms.name}: prompt {prompt.name} {prompt.version}"
        return setback.kind(f"{asked}: {tries}{setback.cause}")
