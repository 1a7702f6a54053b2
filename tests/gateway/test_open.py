"""Names of models, keys, and what is sent to whom."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import ModelRefused, ModelUnavailable, SettingsError
from groundwood.gateway import open_model
from groundwood.gateway.base import Prompt
from groundwood.gateway.open import examine_model
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.settings import Settings, load_settings

Opener = Callable[..., OpenAIModel]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(cache_dir=tmp_path)


@pytest.mark.parametrize(
    "spec",
    ["", "none", "gpt-4o", "ollama:llama3", "openai:", "http://", "http://host/v1", "http://#m",
     "http://host:99999/v1#m", "http://host:x/v1#m", "http://[::1/v1#m", "https://ho st/v1#m",
     "ftp://host/v1#m"],
)  # fmt: skip
def test_a_malformed_name_is_an_error_that_names_the_option(spec: str, settings: Settings) -> None:
    with pytest.raises(SettingsError, match=r"^--model: "):
        open_model(spec, settings)


@pytest.mark.parametrize(
    "spec", ["http://me:hunter2@host/v1#m", "http://hunter2@host/v1#m", "http://h/v1?k=hunter2#m"]
)
def test_a_secret_within_a_url_is_refused_and_not_repeated(spec: str, settings: Settings) -> None:
    with pytest.raises(SettingsError, match="GROUNDWOOD_API_KEY") as caught:
        open_model(spec, settings)
    assert "hunter2" not in str(caught.value)


def test_openai_without_a_key_is_an_error_that_names_the_variables(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY or GROUNDWOOD_API_KEY"):
        open_model("openai:gpt-4o", settings)


@pytest.mark.parametrize(
    ("spec", "window"),
    [("openai:gpt-4o-mini", 128_000), ("openai:gpt-4", 8_192), ("openai:gpt-3.5-turbo", 16_385),
     ("openai:gpt-9", 128_000), ("http://host/v1#m", 8_192)],
)  # fmt: skip
def test_the_window_is_that_of_the_model(
    spec: str, window: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k-1234567")
    assert open_model(spec, settings).context_tokens == window


def test_a_configured_window_wins(tmp_path: Path) -> None:
    settings = load_settings(cache_dir=tmp_path, context_tokens=4096)
    model = open_model("http://host/v1#m", settings)
    assert (model.name, model.small, model.context_tokens) == ("http://host/v1#m", False, 4096)


def test_the_key_of_openai_is_sent_to_openai_only(
    mock: Any,
    open_at: Opener,
    ask: Callable[..., Any],
    prompt: Prompt,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai-key")
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "sk-admin-key")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-private")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-private")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer sk-more\nX-Mine: private")
    ask(open_at(), lambda model: model.complete(prompt, max_tokens=5))
    headers = mock.requests[-1]["headers"]
    assert headers["authorization"] == "Bearer none"
    assert not [text for text in headers.values() if "private" in text or "sk-" in text]
    assert not [name for name in headers if name.startswith(("x-", "openai"))]

    monkeypatch.delenv("OPENAI_CUSTOM_HEADERS")
    monkeypatch.setenv("OPENAI_BASE_URL", mock.base_url)
    ask(open_at("openai:gpt-4o"), lambda model: model.complete(prompt, max_tokens=5))
    headers = mock.requests[-1]["headers"]
    assert headers["authorization"] == "Bearer sk-openai-key"
    assert headers["openai-organization"] == "org-private"


def test_groundwoods_own_key_is_sent_and_wins(
    mock: Any,
    open_at: Opener,
    ask: Callable[..., Any],
    prompt: Prompt,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mock.config.key = "gw-secret-key"
    monkeypatch.setenv("GROUNDWOOD_API_KEY", "gw-secret-key")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai-key")
    monkeypatch.setenv("OPENAI_BASE_URL", mock.base_url)
    for spec in ("", "openai:gpt-4o"):
        text = ask(open_at(spec), lambda model: model.complete(prompt, max_tokens=2))
        assert text == "lorem ipsum"


def test_the_key_is_in_no_repr_error_cache_file_or_log(
    mock: Any,
    open_at: Opener,
    ask: Callable[..., Any],
    prompt: Prompt,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(0)
    secret = "gw-0123456789abcdef"
    monkeypatch.setenv("GROUNDWOOD_API_KEY", secret)
    model = open_at(response_cache=True)
    ask(model, lambda model: model.complete(prompt, max_tokens=5))
    mock.config.plan = ["echo"]
    with pytest.raises(ModelRefused) as caught:
        ask(model, lambda model: model.complete(prompt, max_tokens=6))
    cause = caught.value.__cause__
    shown = [repr(model), repr(model.endpoint), str(caught.value), repr(cause), caplog.text]
    assert cause is not None
    assert not [text for text in shown if secret in text]
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [content for content in files if secret.encode() in content]


def test_a_redirection_is_refused_and_not_followed(
    mock: Any, open_at: Opener, ask: Callable[..., Any], prompt: Prompt
) -> None:
    mock.config.plan = ["redirect"]
    with pytest.raises(ModelRefused, match="HTTP 307"):
        ask(open_at(), lambda model: model.complete(prompt, max_tokens=5))
    assert mock.stats["requests"] == 1


def test_a_server_on_this_machine_is_asked_without_a_proxy(
    open_at: Opener, ask: Callable[..., Any], prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert ask(open_at(), lambda model: model.complete(prompt, max_tokens=1)) == "lorem"


def test_one_model_works_in_several_event_loops(
    mock: Any, open_at: Opener, ask: Callable[..., Any], prompt: Prompt
) -> None:
    model = open_at()
    for _ in range(2):
        assert ask(model, lambda model: model.complete(prompt, max_tokens=1)) == "lorem"
    assert mock.stats["connections"] == 2


def test_one_event_loop_keeps_its_connection(
    mock: Any, open_at: Opener, ask: Callable[..., Any], prompt: Prompt
) -> None:
    async def thrice(model: OpenAIModel) -> None:
        for _ in range(3):
            await model.complete(prompt, max_tokens=1)

    ask(open_at(), thrice)
    assert (mock.stats["requests"], mock.stats["connections"]) == (3, 1)


def test_a_closed_model_opens_again_when_it_is_asked(open_at: Opener, prompt: Prompt) -> None:
    async def twice() -> str:
        model = open_at(response_cache=True)
        await model.complete(prompt, max_tokens=1)
        await model.aclose()
        text = await model.complete(prompt, max_tokens=2)
        await model.aclose()
        await model.aclose()
        return text

    assert asyncio.run(twice()) == "lorem ipsum"


def test_examining_a_model_says_whether_it_answers(mock: Any, settings: Settings) -> None:
    spec = f"{mock.base_url}#mock"
    assert examine_model(spec, settings) == f"{spec}, window 8192 tokens, answers"
    assert examine_model("none", settings) == "none: sentences are taken from the sources"
    mock.config.key = "some-key"
    with pytest.raises(ModelRefused, match="HTTP 401"):
        examine_model(spec, settings)


def test_examining_an_unreachable_model_is_an_error(settings: Settings) -> None:
    with pytest.raises(ModelUnavailable, match=r"^http://127.0.0.1:9/v1#m: no connection: "):
        examine_model("http://127.0.0.1:9/v1#m", settings)


@pytest.mark.parametrize(
    "code",
    ["import groundwood", "import groundwood.gateway", "import groundwood.gateway.open",
     "from groundwood import ScriptedModel", "from groundwood.gateway import open_model"],
)  # fmt: skip
def test_the_client_library_is_not_loaded_before_a_model_is_opened(code: str) -> None:
    check = (
        f"import sys; {code}; print(sorted({{'openai', 'httpx2', 'tenacity'}} & {{*sys.modules}}))"
    )
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
