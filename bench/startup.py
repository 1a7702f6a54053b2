"""CPU time of start-up: ``python bench/startup.py [--json]``.

Each command runs in a process of its own, five times after one warm-up; the first run, without
byte code, is the cold one. Figures are user + system seconds as the operating system counts them.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence

COMMANDS: dict[str, list[str]] = {
    "python -c pass": ["-c", "pass"],
    "import groundwood": ["-c", "import groundwood"],
    "groundwood.Article": ["-c", "import groundwood; groundwood.Article"],
    "groundwood --help": ["-m", "groundwood", "--help"],
    "groundwood write --help": ["-m", "groundwood", "write", "--help"],
}
RUNS = 5


def cpu_seconds(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the CPU seconds of one run."""
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, env=dict(environment)
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def measure(arguments: Sequence[str]) -> tuple[float, float]:
    """Return the seconds of a cold run and the median of the warm ones."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        cold = cpu_seconds(arguments, environment)
        warm = [cpu_seconds(arguments, environment) for _ in range(RUNS)]
    return cold, statistics.median(warm)


def main() -> None:
    """Measure every command and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    figures = {name: measure(arguments) for name, arguments in COMMANDS.items()}
    if parser.parse_args().json:
        print(json.dumps({name: {"cold": c, "warm": w} for name, (c, w) in figures.items()}))
        return
    print(f"{'CPU seconds':<26}{'cold':>8}{'warm':>8}")
    for name, (cold, warm) in figures.items():
        print(f"{name:<26}{cold:>8.3f}{warm:>8.3f}")


if __name__ == "__main__":
    main()
