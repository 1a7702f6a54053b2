"""Every benchmark, one after the other: ``python bench/all.py``."""

import subprocess
import sys
from pathlib import Path

SCRIPTS = (
    "startup.py",
    "graph.py",
    "checker.py",
    "judge.py",
    "store.py",
    "evaluation.py",
    "telemetry.py",
    "runs_metrics.py",
    "saturation.py",
    "batch.py",
    "discovery.py",
)


def main() -> None:
    """Run each script and print its table under its name."""
    for name in SCRIPTS:
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, str(Path(__file__).parent / name)], check=True)


if __name__ == "__main__":
    main()
