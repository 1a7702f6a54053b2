"""The mock server itself, as benchmarks use it: over the wire and from the command line."""

import http.client
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

BENCH = Path(__file__).resolve().parents[2] / "bench"
QUESTION = {"model": "m", "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 3}


def call(base_url: str, method: str, path: str, body: object = None) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=10)
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def test_its_behaviour_can_be_changed_and_watched_over_the_wire(mock: Any) -> None:
    url = mock.base_url
    assert call(url, "POST", "/config", {"plan": ["503"], "p500": 1.0})[0] == 200
    statuses = [call(url, "POST", "/v1/chat/completions", QUESTION)[0] for _ in range(2)]
    assert statuses == [503, 500]
    stats = call(url, "GET", "/stats")[1]
    assert (stats["requests"], stats["503"], stats["500"]) == (2, 1, 1)
    assert call(url, "GET", "/requests")[1]["requests"][0]["body"] == QUESTION
    assert call(url, "POST", "/config", {"color": 1})[0] == 400


def test_its_faults_are_drawn_from_a_seed(mock: Any) -> None:
    mock.config.update({"p500": 0.3, "p429": 0.3})
    drawn = [call(mock.base_url, "POST", "/v1/chat/completions", QUESTION)[0] for _ in range(12)]
    assert drawn == [429, 200, 200, 429, 500, 500, 200, 200, 429, 429, 200, 500]


def test_it_runs_from_the_command_line() -> None:
    command = [sys.executable, str(BENCH / "mock_server.py"), "--port", "0", "--out-tokens", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            url = process.stdout.readline().strip()
            status, answer = call(url, "POST", "/v1/chat/completions", QUESTION)
            assert status == 200
            assert answer["choices"][0]["message"]["content"] == "lorem ipsum"
        finally:
            process.terminate()
