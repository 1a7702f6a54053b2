"""The model behind any server that speaks the OpenAI protocol."""

import asyncio
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from groundwood.errors import BudgetSpent, SettingsError
from groundwood.gateway.admission import Admits
from groundwood.gateway.base import Answer, Prompt
from groundwood.gateway.budget import Budget
from groundwood.gateway.cache import AnswerCache, open_cache
from groundwood.gateway.clients import Line, Lines, endpoint_secrets
from groundwood.gateway.dialect import Dialects
from groundwood.gateway.endpoint import Endpoint
from groundwood.gateway.flight import Flight
from groundwood.gateway.limits import Limits
from groundwood.gateway.question import Question
from groundwood.gateway.retry import Deadline, RetryPolicy
from groundwood.gateway.setback import Discretion
from groundwood.gateway.structured import Form, strict_schema
from groundwood.gateway.talk import Talk, Terms, unfit_in
from groundwood.gateway.usage import Meter
from groundwood.nouns import Usage
from groundwood.settings import Settings
from groundwood.text.tokens import count_tokens

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class OpenAIModel:
    """Asks an endpoint, within its limits, and keeps the answers.

    Made by `groundwood.gateway.open_model`. It may be used from several event loops; each closes
    its own connections with `aclose`, or by ``async with``. Copies made by `metered` share
    everything but the meter and their own budgets.
    """

    endpoint: Endpoint
    terms: Terms = field(repr=False)
    lines: Lines = field(repr=False)
    cache: AnswerCache | None = field(repr=False)
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    meter: Meter = field(default_factory=Meter, repr=False)
    budgets: tuple[Budget, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        prices = (self.terms.price_in, self.terms.price_out)
        if prices == (None, None) and any(budget.needs_prices for budget in self.budgets):
            raise SettingsError(
                "a budget of cost needs prices: set GROUNDWOOD_PRICE_IN and GROUNDWOOD_PRICE_OUT"
            )

    @property
    def name(self) -> str:
        """How the model was asked for."""
        return self.endpoint.name

    @property
    def small(self) -> bool:
        """Whether it must write within a grammar."""
        return self.endpoint.small

    @property
    def context_tokens(self) -> int:
        """The window, in tokens: prompt and answer together."""
        return self.endpoint.context_tokens

    @property
    def usage(self) -> dict[str, Usage]:
        """What the calls took so far, by agent."""
        return self.meter.usage

    @property
    def load(self) -> tuple[int, int]:
        """How many requests are under way, and how many wait; none where others keep the limits."""
        limits = self.terms.limits
        return limits.load if isinstance(limits, Limits) else (0, 0)

    def metered(self, meter: Meter, *budgets: Budget) -> Self:
        """Return a copy that counts into the meter, and keeps these budgets besides its own.

        Raises:
            SettingsError: a budget limits the cost, and no prices are configured.
        """
        return replace(self, meter=meter, budgets=(*self.budgets, *budgets))

    def count(self, text: str) -> int:
        """Return how many tokens the text takes; see `count_tokens`."""
        return self.terms.count(text)

    async def complete(self, prompt: Prompt, *, max_tokens: int, grammar: str | None = None) -> str:
        """Return the answer as text, without white space around it.

        Raises:
            ModelError: there is none, for good.
            BudgetSpent: a budget has not enough left for it.
        """
        question = self._question(prompt, max_tokens, grammar=grammar)
        return await self._settle(question, None, str)

    async def answer(
        self,
        prompt: Prompt,
        shape: type[Answer],
        *,
        max_tokens: int,
        context: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Return the answer as an instance of the pydantic model ``shape``; see `Model.answer`.

        Raises:
            ModelError: there is none, for good.
            BudgetSpent: a budget has not enough left for it.
        """
        question = self._question(prompt, max_tokens, shape=shape)
        form = Form(shape, context)
        return await self._settle(question, form, lambda text: form.find(text)[1])

    def _question(
        self,
        prompt: Prompt,
        max_tokens: int,
        shape: type[Answer] | None = None,
        grammar: str | None = None,
    ) -> Question:
        return Question(
            identity=self.endpoint.identity,
            model=self.endpoint.model,
            prompt=prompt,
            max_tokens=max_tokens,
            schema_name=shape.__name__ if shape else None,
            schema=strict_schema(shape) if shape else None,
            grammar=grammar,
        )

    async def _settle(
        self, question: Question, form: Form[Any] | None, read: Callable[[str], T]
    ) -> T:
        """Return what is kept from an earlier run, or a new answer."""
        kept = await self._kept(question)
        if kept is not None:
            try:
                answer = read(kept)
            except ValueError:  # it is to be repaired, or the shape's checks are newer than it
                pass
            else:
                self.meter.add(question.prompt.agent, Usage(cached_calls=1))
                return answer
        return read(await self._ask(question, form, unfit_in(kept)))

    async def _kept(self, question: Question) -> str | None:
        return await asyncio.to_thread(self.cache.get, question.key) if self.cache else None

    async def _keep(self, question: Question, text: str) -> None:
        if self.cache is not None:
            prompt = f"{question.prompt.name} {question.prompt.version}"
            await asyncio.to_thread(self.cache.put, question.key, text, self.name, prompt)

    async def _ask(self, question: Question, form: Form[Any] | None, unfit: str) -> str:
        """Ask, or wait for the answer where the same question is under way (if answers are kept:
        without a cache every question is asked)."""
        line = await self.lines.line()
        while True:
            talk = self._talk(question, unfit)
            work = self._ask_and_keep(talk, line, form)
            key = (question.key, form and form.shape) if self.cache else talk
            flight = line.flights.board(key, talk, work)
            try:
                return await self._ride(line, key, flight, question.prompt.agent)
            except BudgetSpent:
                if flight.cargo is talk:
                    raise  # else it was another's budget, and this one asks for itself
            finally:
                talk.count = None  # who still waits for the answer counts what is to come

    async def _ride(self, line: Line, key: Hashable, flight: Flight[Talk], agent: str) -> str:
        """Return what the flight returns; who is first to see it counts what it took."""
        answered = False
        try:
            text = await line.flights.ride(key, flight)
            answered = True
        finally:
            usage = flight.cargo.take_usage()
            if answered and not usage.calls:
                usage = Usage(cached_calls=1)
            self.meter.add(agent, usage)
        return text

    async def _ask_and_keep(self, talk: Talk, line: Line, form: Form[Any] | None) -> str:
        text = await talk.ask(line, form)
        await talk.keep(text)
        return text

    async def _count(self, agent: str, usage: Usage) -> None:
        self.meter.add(agent, usage)
        await self.meter.keep()

    def _talk(self, question: Question, unfit: str) -> Talk:
        texts = (question.prompt.system, question.prompt.user)
        return Talk(
            question=question,
            terms=self.terms,
            retries=self.retries,
            deadline=Deadline(self.terms.deadline),
            discretion=Discretion(endpoint_secrets(self.endpoint), texts),
            keep=partial(self._keep, question),
            unfit=unfit,
            budgets=self.budgets,
            count=partial(self._count, question.prompt.agent),
        )

    async def aclose(self) -> None:
        """Close the running event loop's connections, the cache file, and a server of our own.

        The next call opens them again.
        """
        await self.lines.aclose()
        if self.cache is not None:
            await asyncio.to_thread(self.cache.close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()


def connect(
    endpoint: Endpoint,
    settings: Settings,
    meter: Meter | None = None,
    *,
    limits: Admits | None = None,
    cache: AnswerCache | None = None,
    budget: Budget | None = None,
) -> OpenAIModel:
    """Return the model at the endpoint, under the limits of the settings; see `open_model`."""
    terms = _terms(endpoint, settings, limits)
    return OpenAIModel(
        endpoint=endpoint,
        terms=terms,
        lines=Lines(endpoint, terms.timeout),
        cache=cache if cache is not None else open_cache(settings),
        meter=meter or Meter(),
        budgets=(budget,) if budget is not None else (),
    )


def _terms(endpoint: Endpoint, settings: Settings, limits: Admits | None) -> Terms:
    """A server on this machine that works on a few answers at once may take its time for one."""
    ours = endpoint.slots is not None
    return Terms(
        name=endpoint.name,
        context_tokens=endpoint.context_tokens,
        timeout=settings.deadline if ours else settings.timeout,
        deadline=settings.deadline,
        patience=settings.patience,
        limits=limits or _limits(endpoint, settings),
        dialects=Dialects(),
        count=partial(count_tokens, model=endpoint.model),
        price_in=settings.price_in,
        price_out=settings.price_out,
    )


def _limits(endpoint: Endpoint, settings: Settings) -> Limits:
    """Requests under way: no more than are named, nor than the endpoint works on at once."""
    most = [number for number in (settings.concurrency, endpoint.slots) if number is not None]
    return Limits(
        settings.requests_per_minute,
        settings.tokens_per_minute,
        concurrency=min(most, default=None),
        patience=settings.patience,
    )
