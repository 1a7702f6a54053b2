"""The command that is called when a batch has ended."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

SECONDS = 600.0
"""How long it may take."""

_STANDARD_ERROR = 2


async def call(command: Sequence[str], run_id: str, summary: Path) -> str:
    """Call the command, without a shell, and return what came of it in words.

    It finds ``GROUNDWOOD_RUN`` and ``GROUNDWOOD_SUMMARY`` (the path of the JSON) in its environment;
    what it prints goes to standard error.
    """
    told = {"GROUNDWOOD_RUN": run_id, "GROUNDWOOD_SUMMARY": str(summary)}
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=_STANDARD_ERROR,
            env={**os.environ, **told},
        )
    except OSError as exc:
        return f"{command[0]}: cannot be called: {exc.strerror}"
    try:
        async with asyncio.timeout(SECONDS):
            code = await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
        return f"{command[0]}: ended after {SECONDS:g} s, which was too long"
    return f"{command[0]}: exit code {code}"
