"""What a cache of answers promises, whichever it is."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from groundwood.gateway import open_model
from groundwood.gateway.base import Prompt
from groundwood.gateway.cache import AnswerCache, ResponseCache
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.settings import load_settings

Ask = Callable[..., Any]


def test_an_answer_that_was_kept_outlives_the_death_of_its_process(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from groundwood.gateway.cache import ResponseCache\n"
        "cache = ResponseCache(Path(sys.argv[1]))\n"
        "for n in range(300):\n"
        "    cache.put(f'key {n}', 'x' * 3000, 'm', 'p')\n"
        "    print(n, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "responses.sqlite3"
    command = [sys.executable, "-c", code, str(path)]
    killed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    cache = ResponseCache(path)
    acknowledged = [int(line) for line in killed.stdout.split()]
    assert acknowledged == list(range(300))
    assert all(cache.get(f"key {number}") == "x" * 3000 for number in acknowledged)
    cache.close()


def test_another_cache_may_be_given_and_holds_the_answer_before_it_is_used(
    mock: Any, ask: Ask, prompt: Prompt
) -> None:
    class Shelf:
        def __init__(self) -> None:
            self.answers: dict[str, str] = {}
            self.closed = 0

        def get(self, key: str) -> str | None:
            return self.answers.get(key)

        def put(self, key: str, answer: str, model: str, prompt: str) -> None:
            self.answers[key] = answer

        def close(self) -> None:
            self.closed += 1

    shelf: AnswerCache = Shelf()
    assert isinstance(shelf, Shelf)
    settings = load_settings(response_cache=False)

    async def twice(model: OpenAIModel) -> list[str]:
        first = await model.complete(prompt, max_tokens=2)
        assert list(shelf.answers.values()) == [first]
        return [first, await model.complete(prompt, max_tokens=2)]

    model = open_model(f"{mock.base_url}#m", settings, cache=shelf)
    assert ask(model, twice) == ["lorem ipsum"] * 2
    assert (mock.stats["requests"], shelf.closed) == (1, 1)
