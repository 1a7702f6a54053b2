"""A batch on Ray: nothing is lost with a worker or a machine, nothing is done or paid twice."""

import importlib.util
import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent / "on_ray.py"
LONELY = (["unshare", "-n"], ["unshare", "-rn"])
"""What gives a command a network of its own, with nothing but loopback."""
LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
UP = "ip link set lo up && exec "
SECONDS = 400


def _lonely() -> list[str]:
    """Return what works here."""
    if importlib.util.find_spec("ray") is None:
        pytest.skip("Ray is not installed")
    for prefix in LONELY:
        try:
            command = [*prefix, "sh", "-c", f"{UP}true"]
            if subprocess.run(command, capture_output=True, check=False).returncode == 0:
                return prefix
        except FileNotFoundError:
            break
    pytest.skip("no network namespace can be made here, and Ray opens ports")


def _told(*arguments: object) -> dict[str, Any]:
    """Return what became of the batches of the script."""
    python = shlex.join(map(str, (sys.executable, "-W", "error", SCRIPT, *arguments)))
    command = [
        *_lonely(),
        "--pid",
        "--fork",
        "--mount-proc",
        "--kill-child",
        "sh",
        "-c",
        UP + python,
    ]
    run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert run.returncode == 0, run.stderr[-4000:]
    told: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return told


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What became of the batches in SQLite."""
    return _told(tmp_path_factory.mktemp("ray"))


@pytest.fixture(scope="module")
def in_postgres(postgres_server: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What became of the batch in PostgreSQL that lost a worker and a machine."""
    url = postgres_server.new_database("template_store")
    told: dict[str, Any] = _told(tmp_path_factory.mktemp("ray"), url)["losses"]
    return told


@pytest.fixture(params=["sqlite", "postgres"])
def losses(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What became of a batch that lost a worker and a machine, in either store."""
    if request.param == "postgres":
        told: dict[str, Any] = request.getfixturevalue("in_postgres")
    else:
        told = request.getfixturevalue("found")["losses"]
    return told


def test_a_killed_worker_and_a_lost_machine_lose_no_topic_and_double_none(
    losses: dict[str, Any],
) -> None:
    assert (losses["code"], losses["counts"]) == (0, {"published": 10})
    assert (losses["lost"], losses["doubled"]) == ([], [])
    killed, machine = losses["found"]
    assert machine == "node"
    assert killed not in losses["workers"] or losses["workers"][killed] < 10
    assert max(losses["attempts"].values()) > 1, "nothing was under way when it was lost"


def test_only_calls_that_were_under_way_in_a_lost_worker_are_made_again(
    losses: dict[str, Any],
) -> None:
    lost, most_under_way = 2, 4
    assert losses["prompts"] >= 10 * 3
    assert losses["requests"] - losses["prompts"] <= lost * most_under_way


def test_in_postgres_answers_and_checkpoints_are_no_machines_own(
    in_postgres: dict[str, Any], found: dict[str, Any]
) -> None:
    """So that whichever machine takes a topic up asks nothing that was answered."""
    assert in_postgres["in the folder"] == []
    assert "responses.sqlite3" in found["losses"]["in the folder"]


def test_workers_that_share_a_budget_of_ten_calls_make_ten(found: dict[str, Any]) -> None:
    told = found["budget"]
    assert (told["code"], told["requests"]) == (6, 10)
    assert told["reason"].startswith("the budget of the run is spent: 10 calls")
    assert len(told["claimers"]) == 2


def test_workers_together_keep_to_the_number_of_requests_at_once(found: dict[str, Any]) -> None:
    assert 1 <= found["budget"]["most at once"] <= 3


def test_sigterm_stops_the_workers_and_another_engine_goes_on_with_the_run(
    found: dict[str, Any],
) -> None:
    told = found["signal"]
    assert (told["code"], told["reason"]) == (143, "ended by SIGTERM")
    assert told["counts"] == {"pending": 4}
    assert told["gone on with"] == {"published": 4}


def test_a_cluster_of_our_own_listens_on_loopback_only(found: dict[str, Any]) -> None:
    addresses = set(found["budget"]["found"][0].split())
    assert addresses
    assert addresses <= LOOPBACK


def test_a_key_is_in_no_log_no_ledger_and_no_output(
    found: dict[str, Any], losses: dict[str, Any]
) -> None:
    assert [told["key in"] for told in (found["budget"], losses)] == [[], []]
