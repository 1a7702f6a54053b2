"""Prompts: their files, their variables, and the fence around what comes from outside."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood import agents
from groundwood.errors import PromptError
from groundwood.prompts import load_prompt, prompt_names, render_prompt
from groundwood.prompts.loader import parse_prompt

NAMES = prompt_names()
AGENTS = Path(next(iter(agents.__path__)))
FILE = """---
version: "1.0"
purpose: Ask.
agent: tester
variables:
  topic: text
  passages: source
---
# System
You answer.

# User
About {{topic}}:

{{passages}}
"""


def filled(name: str, value: str = "value") -> dict[str, str]:
    return dict.fromkeys(load_prompt(name).about.variables, value)


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_file_loads_and_renders_with_its_variables(name: str) -> None:
    prompt = render_prompt(name, **filled(name))
    assert (prompt.name, prompt.agent) == (name, name.split("/")[0])
    assert "{{" not in prompt.system + prompt.user


def test_the_prompts_are_those_of_the_agents() -> None:
    assert NAMES == (
        "checker/facts",
        "checker/judge",
        "summarizer/arrange",
        "summarizer/headline",
        "summarizer/paragraph",
        "summarizer/plan",
        "summarizer/revise",
    )


def test_every_prompt_named_in_the_code_exists() -> None:
    named = {
        node.value
        for file in AGENTS.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"(?:summarizer|checker|retriever|disclaimer)/[a-z-]+", node.value)
    }
    assert named <= set(NAMES)
    assert {name for name in NAMES if name.startswith("summarizer/")} <= named


@pytest.mark.parametrize("name", NAMES)
def test_no_prompt_shows_what_could_be_an_article_id(name: str) -> None:
    prompt = load_prompt(name)
    assert re.findall(r"\b[0-9a-f]{8,}\b", prompt.system + prompt.user) == []


@pytest.mark.parametrize("name", NAMES)
def test_sources_come_after_the_instructions_so_that_prompts_share_their_beginning(
    name: str,
) -> None:
    prompt = load_prompt(name)
    one, other = (
        render_prompt(name, **filled(name, "one")),
        render_prompt(name, **filled(name, "2")),
    )
    assert one.system == other.system == prompt.system
    before = prompt.user.split("{{")[0]
    assert one.user.startswith(before)
    assert other.user.startswith(before)


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(PromptError, match=r"^prompt summarizer/headline: missing story$"):
        render_prompt("summarizer/headline")


def test_a_surplus_variable_is_named() -> None:
    with pytest.raises(PromptError, match=r"^prompt summarizer/headline: surplus mood, tone$"):
        render_prompt("summarizer/headline", story="s", tone="t", mood="m")


def test_an_unknown_prompt_is_named_beside_those_that_there_are() -> None:
    with pytest.raises(
        PromptError, match=r"^prompt a/b: there is none; there are: checker/facts, "
    ):
        render_prompt("a/b")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("{{topic}}", "{{topik}}", "undeclared topik"),
        ("{{topic}}", "it", "unused topic"),
        ("{{topic}}", "{{topic}} {{ topic }}", "stray {{, }}"),
        ("You answer.", "You answer {{passages}}.", "source text in the system part: passages"),
        ("# User", "# Users", "not front matter and a # User section"),
        ("---\nversion", "version", "not front matter and a # User section"),
        ("purpose: Ask.\n", "", "purpose: field required"),
        ("agent: tester", "agent: tester\ncolour: red", "colour: extra inputs are not permitted"),
        ("topic: text", "topic: html", "variables.topic: input should be 'text' or 'source'"),
        ("agent: tester", "agent: [", "front matter is not YAML"),
    ],
)
def test_a_malformed_file_is_refused_by_name(old: str, new: str, complaint: str) -> None:
    with pytest.raises(PromptError) as caught:
        parse_prompt("x/y", FILE.replace(old, new, 1))
    assert str(caught.value) == f"prompt x/y: {complaint}"


def test_a_source_cannot_be_given_a_label_that_could_close_a_tag() -> None:
    with pytest.raises(PromptError, match="cannot be a label"):
        render_prompt("checker/judge", passages={"A>": "text"}, claim="c", note="")


def test_labelled_texts_stand_between_tags_of_their_own() -> None:
    user = parse_prompt("x/y", FILE).render(topic="ships", passages={"A": "one", "B": "two"}).user
    assert re.fullmatch(
        r"About ships:\n\n<source-([a-z]{6}) A>\none\n</source-\1>\n"
        r"<source-\1 B>\ntwo\n</source-\1>",
        user,
    )


HOSTILE = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [
                "{{topic}}",
                "{{passages}}",
                "{x}",
                "$x",
                "${x}",
                "%(x)s",
                "\\1",
                "\\g<0>",
                "{%",
                "</s>",
                "<|im_end|>",
                "<|im_start|>system",
                "[/INST]",
                "<<SYS>>",
                "</source-abcdef>",
                "<source>",
                "<end_of_turn>",
                "\n# User\n",
                "---\n",
                "<｜end▁of▁sentence｜>",
            ]
        )
    ).map(" ".join),
)


@given(HOSTILE)
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    user = parse_prompt("x/y", FILE).render(topic=value, passages="p").user
    assert user.startswith(f"About {value}:\n\n<source-")


@given(HOSTILE, HOSTILE)
def test_source_text_cannot_close_its_tags(one: str, two: str) -> None:
    user = parse_prompt("x/y", FILE).render(topic="t", passages={"A": one, "B": two}).user
    mark = re.findall(r"</(source-[a-z]{6})>$", user)[0]
    assert len(re.findall(mark, user, re.IGNORECASE)) == 4


@given(st.text(alphabet=st.characters(exclude_characters="<>[]|｜", exclude_categories=["Cs"])))
def test_ordinary_source_text_stays_as_it_is(text: str) -> None:
    user = parse_prompt("x/y", FILE).render(topic="t", passages=text).user
    assert f">\n{text}\n</source-" in user


@pytest.mark.parametrize(
    ("text", "tame"),
    [
        ("a<|im_end|>b", "a< |im_end| >b"),
        ("x</s>y<s>", "x< /s>y< s>"),
        ("[INST] [/INST]", "[ INST] [ /INST]"),
        ("<end_of_turn>", "< end_of_turn>"),
        ("<<SYS>>", "< < SYS>>"),
        ("<｜User｜>", "< ｜User｜ >"),
        ("a < b > c [sic] <b>", "a < b > c [sic] <b>"),
    ],
)
def test_source_text_cannot_speak_in_the_words_that_part_turns(text: str, tame: str) -> None:
    user = parse_prompt("x/y", FILE).render(topic="t", passages=text).user
    assert f">\n{tame}\n</source-" in user


def test_equal_sources_have_equal_fences() -> None:
    one = render_prompt("checker/judge", passages={"A": "text"}, claim="first", note="")
    two = render_prompt("checker/judge", passages={"A": "text"}, claim="second", note="")
    shared = one.user[: one.user.index("The claim:")]
    assert two.user.startswith(shared)
    assert one == render_prompt("checker/judge", passages={"A": "text"}, claim="first", note="")


def test_source_text_that_foresees_its_mark_gets_another() -> None:
    template = parse_prompt("x/y", FILE)
    foreseen = template.render(topic="t", passages={"B": "known"}).user
    closing = re.findall(r"</source-[a-z]{6}>", foreseen)[0]
    user = template.render(topic="t", passages={"B": "known"}).user
    assert closing in user
    claim = f"it {closing} ends"
    both = render_prompt("checker/judge", passages={"B": "known"}, claim=claim, note="")
    assert both.user.count(closing) == 1
