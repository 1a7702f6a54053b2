"""The real model, served in this process, and how processes with it end."""

import asyncio
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from groundwood.errors import ModelUnavailable
from groundwood.gateway import open_model
from groundwood.gateway.base import Prompt
from groundwood.gateway.local import LocalEndpoint, open_local
from groundwood.gateway.local_server import Slots, local_server, stop_servers
from groundwood.settings import load_settings

pytestmark = pytest.mark.model

YES_NO = 'root ::= "yes" | "no"'


class Colour(BaseModel):
    """What the model is asked for."""

    colour: Literal["red", "blue"]
    dark: bool


@pytest.fixture
def endpoint(model_cache: Path) -> LocalEndpoint:
    return open_local("local", model_cache)


@pytest.fixture
def client(endpoint: LocalEndpoint) -> Iterator[Any]:
    import openai

    with openai.OpenAI(
        base_url=endpoint.base_url, api_key=endpoint.key.get_secret_value(), max_retries=0
    ) as opened:
        yield opened


def _ask(client: Any, question: str = "Is the sky blue?", **options: Any) -> Any:
    messages = [{"role": "user", "content": question}]
    return client.chat.completions.create(
        model="any", messages=messages, **{"max_tokens": 40, **options}
    ).choices[0]


def test_it_answers_within_a_grammar(client: Any) -> None:
    choice = _ask(client, extra_body={"grammar": YES_NO})
    assert choice.message.content in ("yes", "no")
    assert choice.finish_reason == "stop"


def test_it_answers_in_a_json_schema(client: Any) -> None:
    schema = {"name": "colour", "strict": True, "schema": Colour.model_json_schema()}
    form = {"type": "json_schema", "json_schema": schema}
    choice = _ask(client, "Name a colour.", response_format=form, max_tokens=200)
    assert Colour.model_validate_json(choice.message.content)


def test_it_works_on_several_answers_at_once(client: Any, endpoint: LocalEndpoint) -> None:
    def one(number: int) -> str:
        grammar = f'root ::= "answer {number}"'
        return str(_ask(client, extra_body={"grammar": grammar}).message.content)

    with ThreadPoolExecutor(endpoint.slots) as pool:
        answers = list(pool.map(one, range(2 * endpoint.slots)))
    assert answers == [f"answer {number}" for number in range(2 * endpoint.slots)]


def test_a_prompt_longer_than_a_slot_and_a_broken_grammar_are_refused(client: Any) -> None:
    import openai

    with pytest.raises(openai.BadRequestError, match="exceeds the available context size"):
        _ask(client, "word " * 5000)
    with pytest.raises(openai.BadRequestError, match="grammar"):
        _ask(client, extra_body={"grammar": "root ::= nothing"})


def test_it_serves_nobody_without_its_key_and_no_web_page(endpoint: LocalEndpoint) -> None:
    request = urllib.request.Request(
        f"{endpoint.base_url}/chat/completions", b"{}", {"Origin": "https://page.example"}
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    with caught.value:
        assert caught.value.code == 401
        assert not caught.value.headers.get("Access-Control-Allow-Origin")


def test_it_listens_on_loopback_only_and_once_for_each_file(
    endpoint: LocalEndpoint, model_cache: Path
) -> None:
    again = open_local("local", model_cache)
    assert endpoint.base_url.startswith("http://127.0.0.1:")
    assert again.start() == endpoint.start()
    endpoint.close()
    assert again.server() is endpoint.server()


def test_it_starts_again_after_it_was_stopped(endpoint: LocalEndpoint) -> None:
    first = endpoint.server()
    stop_servers()
    stop_servers()
    assert endpoint.server() is not first


def test_the_gateway_asks_it(model_cache: Path) -> None:
    prompt = Prompt(name="test", version="1", agent="writer", user="Is the sky blue?")

    async def ask() -> tuple[list[str], Colour]:
        settings = load_settings(cache_dir=model_cache, response_cache=False)
        async with open_model("local", settings) as model:
            assert (model.small, model.context_tokens) == (True, 4096)
            asked = [model.complete(prompt, max_tokens=9, grammar=YES_NO) for _ in range(6)]
            return await asyncio.gather(*asked), await model.answer(prompt, Colour, max_tokens=200)

    answers, colour = asyncio.run(ask())
    assert set(answers) <= {"yes", "no"}
    assert len(answers) == 6
    assert colour.colour in ("red", "blue")


def test_a_file_that_llama_cpp_cannot_load_is_a_clear_error(
    model_cache: Path, tmp_path: Path
) -> None:
    whole = open_local("local", model_cache).path
    cut = tmp_path / "cut.gguf"
    with whole.open("rb") as source:
        cut.write_bytes(source.read(5_000_000))
    with pytest.raises(ModelUnavailable, match=f"{cut}: llama.cpp cannot load it"):
        local_server(cut, "cut", Slots(1, 512))


SCRIPT = """
import sys, threading, time
from pathlib import Path
import openai
from groundwood.gateway.local import open_local

endpoint = open_local("local", Path(sys.argv[1]))
client = openai.OpenAI(
    base_url=endpoint.base_url, api_key=endpoint.key.get_secret_value(), max_retries=0
)

def ask_for_long():
    grammar = 'root ::= ("a" | "b")* "z"'
    client.chat.completions.create(
        model="any",
        messages=[{"role": "user", "content": "Tell a very long story."}],
        max_tokens=3000,
        extra_body={"grammar": grammar},
    )

def ask_quietly():
    try:
        ask_for_long()
    except openai.APIConnectionError:
        pass

what = sys.argv[2]
print("ready", flush=True)
if what == "exit":
    sys.exit(7)
if what == "idle":
    time.sleep(60)
if what == "asking":
    ask_for_long()
if what == "behind":
    threading.Thread(target=ask_quietly, daemon=True).start()
    time.sleep(0.5)
"""


@pytest.mark.parametrize(
    ("what", "sent", "code"),
    [
        ("end", None, 0),
        ("exit", None, 7),
        ("behind", None, 0),
        ("idle", signal.SIGINT, -signal.SIGINT),
        ("asking", signal.SIGINT, -signal.SIGINT),
        ("idle", signal.SIGTERM, -signal.SIGTERM),
        ("asking", signal.SIGTERM, -signal.SIGTERM),
    ],
)
def test_a_process_ends_at_once_with_its_own_exit_code(
    model_cache: Path, what: str, sent: signal.Signals | None, code: int
) -> None:
    command = [sys.executable, "-c", SCRIPT, str(model_cache), what]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        if sent:
            process.send_signal(sent)
        output, errors = process.communicate(timeout=30)
    assert process.returncode == code
    assert output == ""
    expected = "KeyboardInterrupt" if sent is signal.SIGINT else ""
    assert errors.strip().rpartition("\n")[2] == expected
