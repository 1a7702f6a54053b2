"""A model server that dies, slows down, talks nonsense: it costs tries and time, not stories."""

import threading
from types import ModuleType
from typing import Any


def states(scene: Any) -> dict[str, Any]:
    from groundwood.store import open_store

    store = open_store(f"sqlite:///{scene.folder / 'news.db'}")
    try:
        run = store.runs.runs()[0]
        return {"run": run, "counts": store.runs.counts(run.id), "rows": store.runs.topics(run.id)}
    finally:
        store.close()


def test_faults_of_every_kind_cost_tries_and_no_story(scene: Any, mock: Any) -> None:
    mock.config.retry_after_ms = "5"
    mock.config.plan = ["429"] * 5 + [
        "500",
        "drop",
        "badjson",
        "html",
        "nonsense",
        "503",
        "empty",
    ] * 2
    assert scene.start(None) == 0
    assert scene.lost_and_doubled() == ([], [])
    assert mock.stats["requests"] > 8 * 4


def test_a_server_that_answers_nobody_stops_the_run_and_the_next_start_goes_on(
    starter: Any, mock: Any, tmp_path: Any, faults: ModuleType
) -> None:
    scene = faults.Scene(tmp_path / "scene", starter, mock, topics=3)
    scene.prepare("patience = 0.1\n")
    mock.config.p500 = 1.0
    assert scene.start(None) == 6
    found = states(scene)
    assert found["run"].status == "stopped"
    assert found["run"].reason.startswith("the model does not answer: ")
    assert found["counts"] == {"pending": 3}
    mock.config.p500 = 0.0
    assert scene.start(None) == 0
    assert scene.lost_and_doubled()[1] == []
    assert states(scene)["counts"] == {"published": 3}


def test_a_server_that_comes_back_in_time_costs_no_story(
    starter: Any, mock: Any, tmp_path: Any, faults: ModuleType
) -> None:
    scene = faults.Scene(tmp_path / "scene", starter, mock, topics=3)
    scene.prepare("patience = 60\n")
    mock.config.p500 = 1.0

    def come_back() -> None:
        mock.wait_for(5)
        mock.config.p500 = 0.0

    helper = threading.Thread(target=come_back)
    helper.start()
    assert scene.start(None) == 0
    helper.join()
    assert states(scene)["counts"] == {"published": 3}


def test_an_answer_that_never_fits_fails_its_topic_alone(scene: Any, mock: Any) -> None:
    bad = [{"match": match, "text": "no JSON"} for match in ("library", "answer cannot be used")]
    mock.config.replies = [*bad, *mock.config.replies]
    assert scene.start(None) == 3
    found = states(scene)
    (failed,) = [row for row in found["rows"] if row.status == "failed"]
    assert (failed.slug, failed.error_class) == ("t0", "AnswerInvalid")
    assert found["counts"] == {"failed": 1, "published": 7}
