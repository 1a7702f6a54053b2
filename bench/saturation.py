"""How well a batch uses what a model server allows: ``python bench/saturation.py [--json]``.

A mock server in a process of its own answers after a fixed time, up to a limit of requests a
minute that the gateway is not told (``--headers``: the server tells what is left, as OpenAI's
does). A thousand topics make four calls each, one after the other. The share is of what the limit
allows from the first request on: its rate times the time, and the burst.
"""

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from groundwood.gateway import open_model
from groundwood.gateway.base import Prompt
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.settings import load_settings

WORDS = "The harbour bridge of Exampletown opened on Monday after three years of work. " * 40
"""The sources of a prompt: some 600 words."""

TICK = 0.05


@dataclass
class Batch:
    """Topics written at once, and the peak of memory when half of them were done."""

    model: OpenAIModel
    options: argparse.Namespace
    done: int = 0
    half: float = 0.0
    late: float = 0.0

    async def topic(self, number: int, gate: asyncio.Semaphore) -> None:
        """Make the calls of one topic."""
        async with gate:
            for call in range(self.options.calls):
                prompt = Prompt(
                    name="bench",
                    version="1",
                    agent=("summarizer", "checker")[call % 2],
                    system="You write news.",
                    user=f"Topic {number}, part {call}. {WORDS}",
                )
                await self.model.complete(prompt, max_tokens=100)
        self.done += 1
        if self.done == self.options.topics // 2:
            self.half = peak_memory()

    async def watch(self) -> None:
        """Add up by how much this machine lets the event loop fall behind."""
        while True:
            due = time.monotonic() + TICK
            await asyncio.sleep(TICK)
            self.late += time.monotonic() - due

    async def run(self) -> dict[str, float]:
        """Return what the batch took."""
        self.model.count("the vocabulary is loaded before anything is timed")
        gate = asyncio.Semaphore(self.options.stories)
        began, cpu = time.monotonic(), time.process_time()
        watch = asyncio.create_task(self.watch())
        async with self.model:
            topics = range(self.options.topics)
            await asyncio.gather(*(self.topic(number, gate) for number in topics))
        watch.cancel()
        took, cpu = time.monotonic() - began, time.process_time() - cpu
        return {
            "seconds": took,
            "of these the machine was late": self.late,
            "CPU ms a call": cpu / (self.options.topics * self.options.calls) * 1000,
            "peak memory MB": peak_memory(),
            "of that in the second half MB": peak_memory() - self.half,
        }


def peak_memory() -> float:
    """Return the most memory that this process has used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(options: argparse.Namespace, folder: str) -> dict[str, float]:
    """Run the server and the batch."""
    command = [sys.executable, str(Path(__file__).parent / "mock_server.py"), "--port", "0"]
    behaviour = {
        "latency": options.latency,
        "requests-per-minute": options.per_minute,
        "burst": options.burst,
        "rate-headers": int(options.headers),
    }
    flags = [f"--{name}={value}" for name, value in behaviour.items()]
    with subprocess.Popen([*command, *flags], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        base_url = server.stdout.readline().strip()
        try:
            settings = load_settings(
                cache_dir=folder,
                response_cache=options.cache,
                patience=options.patience,
                requests_per_minute=options.named,
            )
            model = open_model(f"{base_url}#mock", settings)
            figures = asyncio.run(Batch(model, options).run())
            with urlopen(f"{base_url.removesuffix('/v1')}/stats") as page:
                stats = json.load(page)
        finally:
            server.terminate()
    calls = options.topics * options.calls
    allowed = options.burst + figures["seconds"] * options.per_minute / 60
    return {
        "calls": calls,
        **figures,
        "share of the limit": calls / allowed,
        "429": stats.get("over the limit", 0),
        "most under way": stats["max_inflight"],
    }


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topics", type=int, default=1000)
    parser.add_argument("--calls", type=int, default=4)
    parser.add_argument("--stories", type=int, default=200, help="topics under way at once")
    parser.add_argument("--latency", type=float, default=0.5)
    parser.add_argument("--per-minute", type=int, default=2700)
    parser.add_argument("--burst", type=int, default=45)
    parser.add_argument("--named", type=int, help="tell the gateway this limit")
    parser.add_argument("--patience", type=float, default=600)
    parser.add_argument("--headers", action="store_true")
    parser.add_argument("--cache", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(options, folder)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<32}{value:>10.2f}")


if __name__ == "__main__":
    main()
