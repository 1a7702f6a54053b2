"""The pytest plugin, in test suites of other projects."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = "groundwood.eval.plugin"
OPTIONS = ("-p", PLUGIN, "-W", "error", "-p", "no:cacheprovider")

SUITE = """
from groundwood.eval.plugin import assert_faithful

SOURCES = [{"id": "dam", "text": "The dam of Harrow held all night. Nobody was hurt there."}]


def test_right(faithful):
    faithful("The dam of Harrow held all night [dam].", SOURCES)


def test_wrong(faithful):
    faithful("Seven large ships sank off the coast [1]. Nobody was hurt there [2].", SOURCES)


def test_allowed(faithful):
    faithful("The dam of Harrow held [1]. It had been built in 1901.", SOURCES, allow=["uncited"])


def test_function():
    assert_faithful("Nobody was hurt there [1].", SOURCES, judge="lexical")


def test_unknown_finding(faithful):
    faithful("Nobody was hurt there [1].", SOURCES, allow=["sloppy"])
"""


@pytest.fixture(autouse=True)
def no_other_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the suites load this plugin by its module, and no other, however it is installed."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def test_a_text_that_is_not_faithful_fails_its_test_with_each_sentence(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(SUITE)
    told = pytester.runpytest_subprocess(*OPTIONS, "--groundwood-judge", "lexical")
    told.assert_outcomes(passed=3, failed=2)
    told.stdout.fnmatch_lines(
        [
            "E*AssertionError: 2 of 2 sentences are not faithful to their sources *judge lexical *",
            "E*1.1 unsupported: Seven large ships sank off the coast. ?1?",
            "E*1.2 unknown source (there is no ?2?): Nobody was hurt there. ?2?",
            "E*nearest, in dam: Nobody was hurt there.",
            "E*SettingsError: allow: there is no finding 'sloppy'; there are: partly supported, *",
        ]
    )
    assert "assert_faithful(text" not in told.stdout.str()


def test_a_judge_of_ones_own_takes_the_place_of_the_named_one(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import pytest
        from groundwood.agents.checker.judges.judge import Score


        class Believes:
            name, version, threshold = "believes", "1", 0.5

            def score(self, pairs):
                return [Score(supported=1, contradicted=0, neutral=0) for _ in pairs]


        @pytest.fixture(scope="session")
        def groundwood_judge():
            return Believes()
        """
    )
    pytester.makepyfile(
        """
        def test_all(faithful):
            faithful("Pigs can fly over the moon [1].", ["Rain."])
        """
    )
    pytester.runpytest_subprocess(*OPTIONS).assert_outcomes(passed=1)


def test_an_unknown_judge_is_an_error_that_tells_those_that_there_are(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile("def test_it(faithful): pass")
    told = pytester.runpytest_subprocess(*OPTIONS, "--groundwood-judge", "jury")
    told.assert_outcomes(errors=1)
    told.stdout.fnmatch_lines(["E*SettingsError: --judge: there is no judge 'jury'; *"])


def test_a_suite_that_does_not_use_it_loads_nothing_for_it_and_sees_no_warning(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_modules():
            ours = sorted(name for name in sys.modules if name.startswith("groundwood"))
            assert ours == [
                "groundwood", "groundwood._version", "groundwood.eval", "groundwood.eval.plugin"
            ]
            assert not {"numpy", "onnxruntime", "pydantic"} & set(sys.modules)
        """
    )
    told = pytester.runpytest_subprocess(*OPTIONS)
    told.assert_outcomes(passed=1, warnings=0)
    assert told.stderr.str() == ""


def test_the_import_of_the_plugin_loads_only_what_pytest_has_loaded() -> None:
    code = (
        "import pytest, sys; before = set(sys.modules)\n"
        f"import {PLUGIN}; print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["groundwood", "groundwood._version", "groundwood.eval", PLUGIN]


def test_pytest_finds_the_plugin_by_its_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"groundwood": PLUGIN}
