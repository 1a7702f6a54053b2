"""One question under way: the form, the limits, the tries, the repair, and what it took."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2
import openai

from groundwood.errors import AnswerInvalid, ModelError, ModelRefused
from groundwood.gateway.admission import Admission, Admits, Reply, Sign
from groundwood.gateway.allowance import read_allowance
from groundwood.gateway.budget import Budget, Hold, holding, spend_of
from groundwood.gateway.clients import Line
from groundwood.gateway.completion import Completion, read_completion
from groundwood.gateway.dialect import Dialects
from groundwood.gateway.question import Message, Question, message
from groundwood.gateway.retry import Deadline, Patience, RetryPolicy
from groundwood.gateway.setback import Discretion, Setback, setback_of
from groundwood.gateway.structured import Form, repair_request
from groundwood.nouns import Usage
from groundwood.telemetry.calls import Call, Told, model_call

_PER_MESSAGE = 4
_PER_REQUEST = 3
_ROUNDS = 3
"""Times that a question is asked anew where no answer fits, if there is patience."""
_UNFIT = "unfit: "
"""What is kept begins so where it is no answer, but one that does not fit and is being repaired."""


def unfit_in(kept: str | None) -> str:
    """Return the answer to be repaired in what is kept under a question's key, if it is one."""
    return kept.removeprefix(_UNFIT) if kept and kept.startswith(_UNFIT) else ""


@dataclass(frozen=True)
class Terms:
    """On what terms an endpoint is asked, the same for all questions. Times in seconds."""

    name: str
    context_tokens: int
    timeout: float
    deadline: float
    patience: float
    limits: Admits
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
    """A question under way. ``usage`` and ``tries`` grow, also where it comes to nothing.

    ``keep`` keeps a text under the question's key. ``unfit`` is an answer that came before the
    process was killed, and was to be repaired. ``count`` is told what answers took that did not do,
    before the next one is asked for; none where nobody is there to count it.
    """

    question: Question
    terms: Terms
    retries: RetryPolicy
    deadline: Deadline
    discretion: Discretion
    keep: Callable[[str], Awaitable[None]]
    unfit: str = ""
    budgets: tuple[Budget, ...] = ()
    count: Callable[[Usage], Awaitable[None]] | None = None
    usage: Usage = field(default_factory=Usage)
    tries: int = 0
    told: Told = field(default_factory=Told)
    patience: Patience = field(init=False)

    def __post_init__(self) -> None:
        self.patience = Patience(self.terms.patience)

    def take_usage(self) -> Usage:
        """Return what it took since this was last asked, so that it is counted once."""
        usage, self.usage = self.usage, Usage()
        return usage

    async def ask(self, line: Line, form: Form[Any] | None) -> str:
        """Return the answer's text; with a form, the JSON that fits it.

        Raises:
            ModelError: for good; it names the model, the prompt with version, the tries, the cause.
            BudgetSpent: a budget has not enough left for it.
        """
        with model_call(self._call(), self.told):
            try:
                return await self._answer(line, form)
            except Setback as exc:
                raise self._failure(exc) from exc.__cause__

    async def _answer(self, line: Line, form: Form[Any] | None) -> str:
        """Ask anew, from the question on, where no answer fits and there is patience."""
        rounds = _ROUNDS if self.terms.patience else 1
        while True:
            rounds -= 1
            try:
                return await (self._text(line) if form is None else self._json(line, form))
            except Setback as exc:
                if exc.kind is not AnswerInvalid or not rounds:
                    raise

    def _call(self) -> Call:
        question, prompt = self.question, self.question.prompt
        return Call(
            name=self.terms.name,
            model=question.model,
            identity=question.identity,
            agent=prompt.agent,
            prompt=prompt.name,
            version=prompt.version,
            max_tokens=question.max_tokens,
            structured=question.schema is not None,
        )

    async def _text(self, line: Line) -> str:
        text = await self._say(line)
        if not text:
            raise Setback(AnswerInvalid, "the answer is empty")
        return text

    async def _json(self, line: Line, form: Form[Any]) -> str:
        turns: list[Message] = []
        complaint = ""
        for turn in (self._first, self._say):
            text = await turn(line, turns)
            try:
                return form.find(text)[0]
            except ValueError as exc:
                complaint = str(exc)
            if not turns:
                await self.keep(f"{_UNFIT}{text}")
            said = [message("assistant", text)] if text else []
            turns = [*said, message("user", repair_request(complaint))]
        await self.keep(_UNFIT)
        shown = self.discretion.show(complaint)
        raise Setback(AnswerInvalid, f"no fitting answer, also when asked to repair it: {shown}")

    async def _first(self, line: Line, turns: Sequence[Message]) -> str:
        """Return what was kept to be repaired, once, or a new answer."""
        unfit, self.unfit = self.unfit, ""
        return unfit or await self._say(line, turns)

    async def _say(self, line: Line, turns: Sequence[Message] = ()) -> str:
        async def once() -> str:
            return await self._in_its_dialect(line, turns)

        return await self.retries.run(once, self.deadline, self.patience)

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
        if self.count is not None and self.usage.calls:
            await self.count(self.take_usage())
        tokens = self._tokens(body["messages"])
        most = self.terms.usage(tokens, self.question.max_tokens, 0.0)
        self.deadline.stop()
        if not self.budgets:
            return await self._admitted(line, body, tokens, Hold())
        async with holding(self.budgets, spend_of(most)) as hold:
            return await self._admitted(line, body, tokens, hold)

    async def _admitted(
        self, line: Line, body: dict[str, object], tokens: int, hold: Hold
    ) -> Completion:
        async with self.terms.limits.admit(tokens + self.question.max_tokens) as admission:
            self.tries = self.told.tries = self.tries + 1
            self.deadline.start()
            try:
                return await self._post(line, body, tokens, admission, hold)
            except Setback as exc:
                failed, cause = exc, exc.__cause__
            except (openai.OpenAIError, TimeoutError, ValueError) as exc:
                failed, cause = setback_of(exc, self.discretion), exc
            admission.reply = failed.reply
        failed.outage = admission.outage
        raise failed from cause

    async def _post(
        self,
        line: Line,
        body: dict[str, object],
        tokens: int,
        admission: Admission,
        hold: Hold,
    ) -> Completion:
        began = time.monotonic()
        try:
            limit = min(self.terms.timeout, self.deadline.left())
            with line.client() as client:
                async with asyncio.timeout(limit):
                    response = await client.post(
                        "/chat/completions", cast_to=httpx2.Response, body=body
                    )
        except openai.APIStatusError:
            admission.tokens = 0
            raise
        completion = read_completion(response.content)
        admission.reply = Reply(Sign.WELL, allowance=read_allowance(response.headers))
        took = completion.usage
        tokens_in = took.prompt_tokens if took else tokens
        tokens_out = took.completion_tokens if took else self.terms.count(completion.said)
        usage = self.terms.usage(tokens_in, tokens_out, time.monotonic() - began)
        self.usage += usage
        hold.taken = spend_of(usage)
        admission.tokens = tokens_in + tokens_out
        self.told.answered(tokens_in, tokens_out, completion.model, completion.finish_reason)
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
