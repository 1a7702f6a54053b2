"""The examples of schedules are what their schedulers take, and call the one command."""

import ast
import re
import shlex
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from groundwood.cli.main import app

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "schedule"
CALL = re.compile(r"groundwood (batch nightly\.toml[^\n>\"]*)")


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    ["crontab", "groundwood-batch.service", "github-workflow.yml", "airflow_dag.py"],
)
def test_what_is_called_are_options_that_the_command_has(name: str) -> None:
    calls = [shlex.split(call) for call in CALL.findall(text(name))]
    assert calls
    known = CliRunner().invoke(app, ["batch", "--help"]).stdout
    for option in (word for call in calls for word in call if word.startswith("--")):
        assert option in known


def test_the_lines_of_cron_are_times_and_commands() -> None:
    croniter = pytest.importorskip("croniter", reason="croniter reads times of cron")
    lines = [line for line in text("crontab").splitlines() if line and line[0] not in "#M"]
    after = datetime(2024, 6, 1, 12)
    due = [
        croniter.croniter(" ".join(line.split()[:5]), after).get_next(datetime) for line in lines
    ]
    assert due == [datetime(2024, 6, 2, 2, 15), datetime(2024, 6, 2, 2, 45)]


def test_systemd_takes_the_timer_and_the_service(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    for name in ("groundwood-batch.service", "groundwood-batch.timer"):
        unit = text(name).replace("/srv/groundwood/.venv/bin/groundwood", "/bin/true")
        (tmp_path / name).write_text(unit.replace("User=groundwood\n", ""))
    command = ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.iterdir())]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in ended.stderr.splitlines() if "groundwood-batch" in line]
    assert (ended.returncode, ours) == (0, [])


def test_the_workflow_fits_its_schema() -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema holds the schema of workflows")
    file = str(FOLDER / "github-workflow.yml")
    tool = [sys.executable, "-m", "check_jsonschema"]
    command = [*tool, "--builtin-schema", "vendor.github-workflows", file]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


def test_kubernetes_takes_the_cron_job() -> None:
    validate = pytest.importorskip(
        "kubernetes_validate", reason="kubernetes-validate holds the schemas of Kubernetes"
    )
    job = yaml.safe_load(text("kubernetes-cronjob.yaml"))
    validate.validate(job, "1.31", strict=True)
    container = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    assert container["args"][:2] == ["groundwood", "batch"]


def test_the_dag_is_python_that_calls_the_command_with_a_moment_of_its_own() -> None:
    tree = ast.parse(text("airflow_dag.py"))
    words: dict[str | None, Any] = {
        node.arg: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant)
    }
    assert words["bash_command"].startswith("groundwood batch nightly.toml")
    assert "--now '{{ data_interval_end }}'" in words["bash_command"]
    assert (words["catchup"], words["skip_on_exit_code"]) == (False, 5)
