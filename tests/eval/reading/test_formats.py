"""Which format a file or folder is taken for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.reading import FORMATS, Samples, read_samples

Put = Callable[[str, Any], Path]
RECORD = {"question": "What?", "docs": ["A dam broke."], "output": "A dam broke [1]."}
LOG = {"question": "What?", "contexts": ["A dam broke."], "answer": "A dam broke [1]."}
ARTICLE = {"text": "A dam broke near the town on Monday morning."}


def test_each_format_is_under_its_name() -> None:
    assert list(FORMATS) == ["story", "summhay", "longcite", "alce", "rag", "outputs", "text"]


def test_samples_are_an_iterator_that_says_what_the_file_was_taken_for(put: Put) -> None:
    samples = read_samples(put("a.jsonl", [RECORD]))
    assert isinstance(samples, Samples)
    assert samples.format.what == "records of question, docs and output"
    assert next(samples).id == "1"
    assert next(samples, None) is None


def test_samples_are_read_one_at_a_time(put: Put) -> None:
    samples = read_samples(put("a.jsonl", '{"docs": [], "output": "x"}\n{"docs": oh'))
    assert next(samples).text == "x"
    with pytest.raises(InputError, match=r"a\.jsonl:2: "):
        next(samples)


def test_a_file_of_no_format_is_named_with_its_fields(put: Put) -> None:
    with pytest.raises(InputError, match=r"a\.jsonl: the fields text are those of none of: story"):
        read_samples(put("a.jsonl", [ARTICLE]))


@pytest.mark.parametrize("path", ["none", "-"])
def test_what_is_no_file_is_refused(path: str) -> None:
    with pytest.raises(InputError):
        read_samples(path)


def test_an_unknown_kind_is_refused(put: Put) -> None:
    with pytest.raises(InputError, match="there is no kind 'xml'; there are: auto, story, "):
        read_samples(put("a.jsonl", [RECORD]), "xml")


def test_a_named_kind_is_not_questioned(put: Put) -> None:
    articles = put("sources/a.jsonl", [ARTICLE])
    (sample,) = read_samples(put("a.txt", '{"docs": ['), "text", sources=articles)
    assert sample.text == '{"docs": ['


def test_a_folder_is_read_in_the_order_of_its_names(put: Put) -> None:
    put("run/b.jsonl.gz", [RECORD | {"id": "b"}])
    put("run/a.jsonl", [RECORD | {"id": "a1"}, RECORD | {"id": "a2"}])
    folder = put("run/sub/c.json", [RECORD | {"id": "c"}]).parent.parent
    assert [sample.id for sample in read_samples(folder)] == ["a1", "a2", "b", "c"]


def test_of_several_forms_of_one_story_the_json_is_read(put: Put) -> None:
    for name in ("dam.txt", "dam.md", "dam.html", "dam.json", "dam.v2.json"):
        put(f"run/{name}", [RECORD | {"id": name}])
    samples = read_samples(put("run/dam.json", [RECORD | {"id": "dam.json"}]).parent)
    assert [sample.id for sample in samples] == ["dam.json", "dam.v2.json"]


def test_a_folder_of_several_kinds_needs_a_name_and_gives_those_alone(put: Put) -> None:
    put("run/a.jsonl", [RECORD | {"id": "a"}])
    folder = put("run/b.jsonl", [LOG | {"id": "b"}]).parent
    with pytest.raises(InputError, match=r"several kinds, .*: outputs \(a\.jsonl\), rag \(b"):
        read_samples(folder)
    assert [sample.id for sample in read_samples(folder, "rag")] == ["b"]
    with pytest.raises(InputError, match="no file of the kind alce"):
        read_samples(folder, "alce")


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file to read \(\.json, "):
        read_samples(tmp_path)


def test_sources_that_have_no_use_are_refused(put: Put) -> None:
    articles = put("sources/a.jsonl", [ARTICLE])
    with pytest.raises(InputError, match="the documents stand in the file itself"):
        read_samples(put("a.jsonl", [RECORD]), sources=articles)
