"""The wheel holds every package, and the links in groundwood/ lead to the root folders."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
LINKED = {"agents", "pipelines", "prompts", "eval"}


def packages_on_disk() -> set[str]:
    found = set()
    for name, folder in SETUPTOOLS["package-dir"].items():
        base = ROOT / folder
        for init in base.rglob("__init__.py"):
            parts = init.parent.relative_to(base).parts
            if not (name == "groundwood" and parts and parts[0] in LINKED):
                found.add(".".join([name, *parts]))
    return found


def test_every_package_is_listed() -> None:
    assert packages_on_disk() == set(SETUPTOOLS["packages"])


def test_the_links_lead_to_the_root_folders() -> None:
    assert {name: (ROOT / "groundwood" / name).resolve() for name in LINKED} == {
        name: ROOT / name for name in LINKED
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    left_out = shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__", "tests", "out")
    shutil.copytree(ROOT, source, symlinks=True, ignore=left_out)
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_installs_one_top_level_name(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"groundwood"}


def test_the_wheel_holds_the_data_that_the_code_reads(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    data = [
        path
        for folder in ("groundwood", "agents", "prompts", "eval")
        for pattern in ("*.md", "*.html", "*.css", "*.json", "py.typed")
        for path in (ROOT / folder).rglob(pattern)
        if not any(parent.is_symlink() for parent in path.parents)
    ]
    inside = {str(path.relative_to(ROOT)).removeprefix("groundwood/") for path in data}
    assert {f"groundwood/{name}" for name in inside} <= names


def test_the_lock_names_no_package_index() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert "--hash=sha256:" in lock
