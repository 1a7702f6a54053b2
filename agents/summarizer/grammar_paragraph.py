"""A paragraph as a grammar: every order, form and connective that is right, and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from groundwood.agents.summarizer.grammar_clauses import Clause
from groundwood.agents.summarizer.grammar_connectives import connectives
from groundwood.agents.summarizer.grammar_gbnf import literal
from groundwood.nouns import Sentence


@dataclass(frozen=True)
class State:
    """A point in the paragraph: what was printed, what last, whether a connective was used."""

    printed: frozenset[int] = frozenset()
    last: int | None = None
    joined: bool = False

    @property
    def rule(self) -> str:
        """The name of its rule in the grammar."""
        if self.last is None:
            return "root"
        places = "-".join(map(str, sorted(self.printed)))
        return f"after-{places}-last-{self.last}{'-joined' if self.joined else ''}"


@dataclass(frozen=True)
class Step:
    """One way to go on: the text that it prints, and the point that it leads to."""

    text: str
    place: int
    state: State


@dataclass(frozen=True)
class ParagraphGrammar:
    """All paragraphs that can be made of the clauses, each printed exactly once."""

    clauses: tuple[Clause, ...]

    @cached_property
    def steps(self) -> dict[State, tuple[Step, ...]]:
        """The ways to go on from every point that can be reached; none from the end."""
        found: dict[State, tuple[Step, ...]] = {}
        open_ = [State()]
        while open_:
            state = open_.pop()
            if state not in found:
                found[state] = tuple(self._steps(state))
                open_.extend(step.state for step in found[state])
        return found

    @property
    def leaves_a_choice(self) -> bool:
        """Whether there is more than one paragraph to choose from."""
        return any(len(steps) > 1 for steps in self.steps.values())

    @property
    def longest(self) -> str:
        """The clauses in their longest forms, with room for a connective each."""
        return " ".join(f"Meanwhile, {max(c.forms, key=len)}" for c in self.clauses)

    def gbnf(self) -> str:
        """Return the grammar in llama.cpp's notation."""
        rules = [
            f"{state.rule} ::= " + " | ".join(map(self._alternative, steps))
            for state, steps in self.steps.items()
            if steps
        ]
        return "\n".join(rules) + "\n"

    def read(self, text: str) -> tuple[Sentence, ...] | None:
        """Return the sentences of a paragraph that the grammar made; none when it did not."""
        steps = self._read(State(), text)
        if steps is None:
            return None
        return tuple(
            self.clauses[step.place].sentence.model_copy(
                update={"text": step.text.removeprefix(" ")}
            )
            for step in steps
        )

    def _read(self, state: State, text: str) -> list[Step] | None:
        steps = self.steps[state]
        if not steps:
            return [] if not text else None
        for step in steps:
            if text.startswith(step.text):
                rest = self._read(step.state, text[len(step.text) :])
                if rest is not None:
                    return [step, *rest]
        return None

    def _alternative(self, step: Step) -> str:
        rest = f" {step.state.rule}" if self.steps[step.state] else ""
        return literal(step.text) + rest

    def _steps(self, state: State) -> Iterator[Step]:
        for place in self._next(state):
            clause = self.clauses[place]
            space = "" if state.last is None else " "
            for connective in self._connectives(state, clause):
                after = State(state.printed | {place}, place, state.joined or bool(connective))
                for form in clause.forms:
                    yield Step(space + clause.joined(form, connective), place, after)

    def _connectives(self, state: State, clause: Clause) -> Sequence[str]:
        if state.last is None or state.joined:
            return ("",)
        return connectives(self.clauses[state.last], clause)

    def _next(self, state: State) -> list[int]:
        missing = [p for p in range(len(self.clauses)) if p not in state.printed]
        bound = [p for p in missing if self._follows(p, state.last)]
        if bound:
            return bound
        return [
            p
            for p in missing
            if self.clauses[p].behind <= state.printed and self.clauses[p].right_behind is None
        ]

    def _follows(self, place: int, last: int | None) -> bool:
        return last is not None and self.clauses[place].right_behind == last
