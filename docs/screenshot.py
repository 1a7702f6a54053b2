"""Take a picture of a story's page: ``python docs/screenshot.py PAGE.html OUT.png [options]``.

Drives headless Chromium through its debugging pipe, so nothing but Chromium is needed.
"""

import argparse
import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
]


def chromium() -> str | None:
    """Return the path of an installed Chromium, none where there is none."""
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None)


class Page:
    """One tab of a headless Chromium; ``log`` holds what its console said."""

    def __init__(self, answers: BinaryIO, questions: BinaryIO) -> None:
        self._answers = answers
        self._questions = questions
        self._session: str | None = None
        self._number = 0
        self._events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Log", "Runtime", "DOM"):
            self.ask(f"{domain}.enable")

    @property
    def log(self) -> list[str]:
        """Console messages, page errors and refused loads so far."""
        told = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
        return [json.dumps(event["params"]) for event in self._events if event["method"] in told]

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the answer to one command of the DevTools protocol."""
        self._number += 1
        question: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            question["sessionId"] = self._session
        self._questions.write(json.dumps(question).encode() + b"\0")
        self._questions.flush()
        while (message := self._read()).get("id") != self._number:
            self._events.append(message)
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']['message']}")
        result: dict[str, Any] = message["result"]
        return result

    def open(self, file: Path, width: int, height: int, *, dark: bool = False) -> None:
        """Show the file in a window of this size (CSS pixels)."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1 if width > 500 else 2,
            mobile=width <= 500,
        )
        self._events.clear()
        self.ask("Page.navigate", url=file.resolve().as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._events.append(self._read())

    def value(self, expression: str) -> Any:
        """Return what the expression comes to in the page."""
        answer = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press and release a key, such as ``Tab``."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27}
        for kind in ("rawKeyDown", "keyUp"):
            self.ask(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=codes[key],
            )

    def point(self, selector: str, *, click: bool = False) -> None:
        """Move the mouse on the element, and click if asked to."""
        where = self.value(
            f"(r => [r.x + r.width / 2, r.y + r.height / 2])"
            f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())"
        )
        kinds = ("mouseMoved", "mousePressed", "mouseReleased") if click else ("mouseMoved",)
        for kind in kinds:
            button = "none" if kind == "mouseMoved" else "left"
            self.ask(
                "Input.dispatchMouseEvent",
                type=kind,
                x=where[0],
                y=where[1],
                button=button,
                clickCount=int(click),
            )

    def picture(self, *, whole: bool = False) -> bytes:
        """Return a PNG of the window, or of the whole page."""
        answer = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(answer["data"])

    def close(self) -> None:
        """End the browser."""
        self._session = None
        self.ask("Browser.close")

    def _read(self) -> dict[str, Any]:
        message = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("Chromium ended")
            message += byte
        read: dict[str, Any] = json.loads(message)
        return read


@contextmanager
def browser() -> Iterator[Page]:
    """Start a headless Chromium with an empty profile, and end it."""
    path = chromium()
    if path is None:
        raise SystemExit("Chromium is not installed")
    ours, theirs = os.pipe(), os.pipe()
    redirect = f'exec "$0" "$@" 3<&{ours[0]} 4>&{theirs[1]}'  # where Chromium expects its pipes
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        subprocess.Popen(
            ["bash", "-c", redirect, path, *FLAGS, f"--user-data-dir={profile}"],
            pass_fds=(ours[0], theirs[1]),
            stderr=subprocess.DEVNULL,
        ) as process,
        os.fdopen(theirs[0], "rb") as answers,
        os.fdopen(ours[1], "wb") as questions,
    ):
        os.close(ours[0])
        os.close(theirs[1])
        try:
            page = Page(answers, questions)
            yield page
            page.close()
            process.wait(10)
        finally:
            process.kill()


def main() -> None:
    """Read the options and write the picture."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("page", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--size", default="1100x1000", help="window, as 390x844")
    options.add_argument("--dark", action="store_true")
    options.add_argument("--card", type=int, help="open the card of this citation, from 1")
    options.add_argument("--whole", action="store_true", help="the page down to its end")
    given = options.parse_args()
    width, height = map(int, given.size.split("x"))
    if not given.page.is_file():
        options.error(f"no such page: {given.page}")
    with browser() as page:
        page.open(given.page, width, height, dark=given.dark)
        if given.card:
            page.value(f"document.getElementById('card-{given.card}').showPopover()")
        page.value("new Promise(done => setTimeout(done, 300))")  # fading has ended
        given.out.write_bytes(page.picture(whole=given.whole))


if __name__ == "__main__":
    main()
