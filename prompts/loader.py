"""Prompts from their files: front matter, declared variables, source text fenced in.

A prompt file is Markdown: YAML front matter, then a ``# System`` and a ``# User`` section. It says
``{{name}}`` where a declared variable goes. Values are put in once and never read as templates.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from groundwood.errors import PromptError
from groundwood.gateway.base import Prompt
from groundwood.prompts.fence import fenced

Value = str | Mapping[str, str]
"""A text, or texts by their labels."""

Kind = Literal["text", "source"]
"""``text`` is written by our own code; ``source`` comes from outside and is fenced in."""

_FILE = re.compile(
    r"---\n(?P<head>.*?\n)---\n+(?:# System\n(?P<system>.*?)\n)?# User\n(?P<user>.+)", re.DOTALL
)
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .:-]{0,39}")
_PLACE = re.compile(r"\{\{([a-z_]+)\}\}")


class FrontMatter(BaseModel):
    """What a prompt file says of itself. ``max_tokens`` is what an answer needs at most."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Annotated[str, Field(pattern=r"^\d+\.\d+$")]
    purpose: str = Field(min_length=1)
    agent: str = Field(min_length=1)
    variables: dict[str, Kind] = Field(default_factory=dict)
    max_tokens: int = Field(default=512, ge=1)


@dataclass(frozen=True)
class PromptTemplate:
    """A prompt before its variables are put in."""

    name: str
    about: FrontMatter
    system: str
    user: str

    @property
    def max_tokens(self) -> int:
        """How many tokens an answer may take."""
        return self.about.max_tokens

    def render(self, **variables: Value) -> Prompt:
        """Return the prompt with its variables put in.

        A ``source`` variable, or each labelled text of one, stands between tags that it cannot
        close, and cannot speak in the words by which chat models part their turns.

        Raises:
            PromptError: a variable is missing, surplus, or of the wrong type.
        """
        self._demand(variables)
        texts = self._texts(variables)
        return Prompt(
            name=self.name,
            version=self.about.version,
            agent=self.about.agent,
            system=_put_in(self.system, texts),
            user=_put_in(self.user, texts),
        )

    def _demand(self, variables: Mapping[str, Value]) -> None:
        declared = self.about.variables.keys()
        for complaint, names in (
            ("missing", declared - variables.keys()),
            ("surplus", variables.keys() - declared),
        ):
            if names:
                raise PromptError(f"prompt {self.name}: {complaint} {', '.join(sorted(names))}")
        for label in (n for v in variables.values() if not isinstance(v, str) for n in v):
            if _LABEL.fullmatch(label) is None:
                raise PromptError(f"prompt {self.name}: {label!r} cannot be a label")

    def _texts(self, variables: Mapping[str, Value]) -> dict[str, str]:
        kinds = self.about.variables
        sources = {name: value for name, value in variables.items() if kinds[name] == "source"}
        texts = fenced(sources)
        for name, value in variables.items():
            if kinds[name] == "text":
                if not isinstance(value, str):
                    raise PromptError(f"prompt {self.name}: {name} is not text")
                texts[name] = value
        return texts


def render_prompt(name: str, **variables: Value) -> Prompt:
    """Return the prompt of this name (``summarizer/paragraph``) with its variables put in.

    Raises:
        PromptError: there is no such prompt, its file is malformed, or the variables do not match.
    """
    return load_prompt(name).render(**variables)


@cache
def load_prompt(name: str) -> PromptTemplate:
    """Return the prompt of this name, checked.

    Raises:
        PromptError: there is no such prompt, or its file is malformed.
    """
    if name not in prompt_names():
        raise PromptError(f"prompt {name}: there is none; there are: {', '.join(prompt_names())}")
    file = files("groundwood.prompts").joinpath(f"{name.replace('/', '-')}.md")
    return parse_prompt(name, file.read_text(encoding="utf-8"))


@cache
def prompt_names() -> tuple[str, ...]:
    """Return the names of all prompts; ``agent-task.md`` holds ``agent/task``."""
    found = (f.name for f in files("groundwood.prompts").iterdir() if f.name.endswith(".md"))
    return tuple(sorted(name.removesuffix(".md").replace("-", "/", 1) for name in found))


def parse_prompt(name: str, text: str) -> PromptTemplate:
    """Return the prompt that a file's text holds.

    Raises:
        PromptError: it is malformed; the message names the prompt and what is wrong.
    """
    parts = _FILE.fullmatch(text.strip() + "\n")
    if parts is None:
        raise PromptError(f"prompt {name}: not front matter and a # User section")
    template = PromptTemplate(
        name=name,
        about=_front_matter(name, parts["head"]),
        system=(parts["system"] or "").strip(),
        user=parts["user"].strip(),
    )
    _check_places(template)
    return template


def _front_matter(name: str, head: str) -> FrontMatter:
    try:
        return FrontMatter.model_validate(yaml.safe_load(head))
    except yaml.YAMLError as exc:
        raise PromptError(f"prompt {name}: front matter is not YAML") from exc
    except ValidationError as exc:
        error = exc.errors()[0]
        field = ".".join(map(str, error["loc"])) or "front matter"
        raise PromptError(f"prompt {name}: {field}: {error['msg'].lower()}") from exc


def _check_places(template: PromptTemplate) -> None:
    kinds = template.about.variables
    in_system = set(_PLACE.findall(template.system))
    used = in_system | set(_PLACE.findall(template.user))
    rest = _PLACE.sub("", template.system + template.user)
    complaints = {
        "undeclared": used - kinds.keys(),
        "unused": kinds.keys() - used,
        "source text in the system part:": {n for n in in_system if kinds.get(n) == "source"},
        "stray": {braces for braces in ("{{", "}}") if braces in rest},
    }
    for complaint, names in complaints.items():
        if names:
            raise PromptError(f"prompt {template.name}: {complaint} {', '.join(sorted(names))}")


def _put_in(template: str, texts: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: texts[place[1]], template)
