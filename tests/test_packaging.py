"""The wheel holds every package, and the links in groundwood/ lead to the root folders."""

import tomllib
from pathlib import Path

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
