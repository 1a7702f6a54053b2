"""A server that scores: how its requests are sent."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from groundwood.gateway.admission import Admission
from groundwood.gateway.score_endpoint import ScoreEndpoint

MANY = 110
"""More than a client's pool of connections holds by itself."""


class AdmitsAll:
    """Lets every request be sent at once."""

    @asynccontextmanager
    async def admit(self, tokens: int) -> AsyncIterator[Admission]:
        yield Admission(tokens)


class Listening(ThreadingHTTPServer):
    request_queue_size = 2 * MANY

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that went away."""


@pytest.fixture
def url() -> Iterator[str]:
    """A server that answers nobody before so many requests are there."""
    all_there = threading.Barrier(MANY)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            all_there.wait(60)
            self.send_response(200)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with Listening(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_address[1]}/score"
        all_there.abort()
        listening.shutdown()
        thread.join()


def test_as_many_requests_are_under_way_as_are_admitted(url: str) -> None:
    endpoint = ScoreEndpoint(url, timeout=20.0, deadline=20.0, limits=AdmitsAll())
    assert asyncio.run(endpoint.post([{}] * MANY)) == [{}] * MANY
