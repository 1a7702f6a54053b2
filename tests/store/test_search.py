"""What searches and filters find."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.nouns import Article, Topic
from groundwood.store import ArticleStore, Store

Make = Callable[..., Article]
AUGUST = datetime(2024, 8, 1, tzinfo=UTC)
SEPTEMBER = datetime(2024, 9, 1, tzinfo=UTC)


def found(store: ArticleStore, query: str, topic: Topic | None = None) -> list[str]:
    matches = store.search(query, topic or Topic())
    assert all(match.score >= 0 for match in matches)
    assert matches == sorted(matches, key=lambda match: -match.score)
    ids = [match.article_id for match in matches]
    return [article.title for article in store.get(ids).values()]


def test_the_article_with_more_and_rarer_words_comes_first(
    store: ArticleStore, article: Make
) -> None:
    store.put(article(number, text="harbour and sea") for number in range(3, 9))
    store.put([article(1, text="the pilot saw the harbour"), article(2, text="a quiet street")])
    assert found(store, "harbour pilot")[0] == "Title 1"
    assert "Title 2" not in found(store, "harbour pilot")


def test_a_word_in_the_title_counts_more(store: ArticleStore, article: Make) -> None:
    store.put(
        [article(1, title="Storm", text="Rain fell."), article(2, title="Rain", text="A storm.")]
    )
    store.put(article(number, title="Other", text="Nothing else.") for number in range(3, 9))
    assert found(store, "storm") == ["Storm", "Rain"]


def test_a_word_finds_its_other_forms_whatever_case_and_accents(
    store: ArticleStore, article: Make
) -> None:
    store.put([article(1, title="Zürich negotiates", text="Signed agreements.")])
    for query in ("ZURICH", "negotiating", "agreement", "Zu\u0308rich"):
        assert found(store, query) == ["Zürich negotiates"]


@pytest.mark.parametrize("word", ["Straße", "STRASSE", "ﬁn", "ΛΌΓΟΣ", "λόγος", "ŉ", "İzmir"])
def test_a_word_finds_itself_whatever_folding_does_to_it(
    store: ArticleStore, article: Make, word: str
) -> None:
    store.put([article(1, text=f"Before {word} after."), article(2)])
    assert found(store, word) == ["Title 1"]


def test_tags_and_times_filter_before_the_ranking(store: ArticleStore, article: Make) -> None:
    better = [article(number, text="storm storm storm") for number in range(30)]
    wanted = article(99, text="one storm among many other words", tags=("Sea Ports", "coast"))
    store.put([*better, wanted.model_copy(update={"published_at": AUGUST})])
    topic = Topic(tags=("sea_ports", "coast"), since=AUGUST, until=SEPTEMBER)
    assert [match.article_id for match in store.search("storm", topic, limit=1)] == [wanted.id]


def test_since_is_included_and_until_is_not(store: ArticleStore, article: Make) -> None:
    store.put([article(1, published_at=AUGUST), article(2, published_at=SEPTEMBER), article(3)])
    assert store.select(Topic(since=AUGUST, until=SEPTEMBER)) == [article(1).id]
    assert found(store, "text", Topic(since=AUGUST, until=SEPTEMBER)) == ["Title 1"]
    assert found(store, "text", Topic(until=AUGUST)) == []


def test_an_article_must_bear_every_tag(store: ArticleStore, article: Make) -> None:
    store.put([article(1, tags=("a", "b")), article(2, tags=("a",)), article(3, tags=("a b",))])
    assert store.select(Topic(tags=("a", "b"))) == [article(1).id]
    assert set(store.select(Topic(tags=("a",)))) == {article(1).id, article(2).id}
    assert store.select(Topic(tags=("a b",))) == [article(3).id]


def test_a_tag_is_not_found_as_a_word_nor_a_word_as_a_tag(
    store: ArticleStore, article: Make
) -> None:
    store.put([article(1, tags=("harbour",)), article(2, text="harbour")])
    assert found(store, "harbour") == ["Title 2"]
    assert store.select(Topic(tags=("harbour",))) == [article(1).id]


def test_selection_is_newest_first_and_undated_last(store: ArticleStore, article: Make) -> None:
    dated = [article(1, published_at=AUGUST), article(2, published_at=SEPTEMBER), article(3)]
    store.put(dated)
    assert store.select(Topic()) == [article(2).id, article(1).id, article(3).id]
    assert store.select(Topic(), limit=1) == [article(2).id]


def test_a_limit_bounds_the_matches(store: ArticleStore, article: Make) -> None:
    store.put(article(number) for number in range(30))
    assert len(store.search("text", Topic())) == 20
    assert len(store.search("text", Topic(), limit=3)) == 3


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("日本政府は防衛協定に署名した。", "防衛協定"),
        ("日本政府は防衛協定に署名した。", "日本"),
        ("日本政府は防衛協定に署名した。", "した"),
        ("中国外交部发言人在北京表示", "外交部"),
        ("中国外交部发言人在北京表示", "示"),
        ("ผู้ว่าการกรุงเทพมหานคร", "กรุงเทพ"),
        ("भारत ने समझौते पर हस्ताक्षर किए", "समझौते"),
        ("Переговоры прошли в Москве", "ПЕРЕГОВОРЫ"),
        ("وقعت الحكومة اتفاقية", "اتفاقية"),
        ("한국 정부는 협정에 서명했다", "협정에"),
    ],
)
def test_languages_without_spaces_and_with_marks_are_found(
    store: ArticleStore, article: Make, text: str, query: str
) -> None:
    store.put([article(1, text=text), article(2)])
    assert found(store, query) == ["Title 1"]
    store.put([article(1, text="gone")])
    assert found(store, query) == []


def test_words_of_another_unspaced_text_are_not_found(store: ArticleStore, article: Make) -> None:
    store.put([article(1, text="東京都の天気")])
    assert found(store, "京都市長") == ["Title 1"]  # shares the pair 京都
    assert found(store, "大阪") == []


@pytest.mark.parametrize(
    "query",
    [
        '") OR *',
        "text NEAR/2 article",
        "text AND NOT article",
        "tags : x",
        "{title} : text",
        "^text",
        "text*",
        '"unclosed text',
        "text\x00article",
        "text 🌳",
        "text; DROP TABLE articles; --",
        "text ' OR 1=1",
        "(text",
        "text" + " or" * 50_000,
    ],
)
def test_a_hostile_query_is_only_words(store: ArticleStore, article: Make, query: str) -> None:
    store.put([article(1), article(2, title="Else", text="Nothing.")])
    expected = ["Title 1"] if "text" in query or "article" in query else []
    assert found(store, query) == expected
    assert store.count() == 2


@pytest.mark.parametrize("query", ["", "   ", "🌳", '"*()', "\x00", "…", "_", "\u0301"])
def test_a_query_without_words_finds_nothing(
    store: ArticleStore, article: Make, query: str
) -> None:
    store.put([article(1)])
    assert store.search(query, Topic()) == []


def test_a_query_of_stop_words_alone_is_searched(store: ArticleStore, article: Make) -> None:
    store.put([article(1, title="The Who", text="A band."), article(2, text="Rain.")])
    assert found(store, "the who") == ["The Who"]


def test_a_huge_query_is_cut_to_its_first_words(store: ArticleStore, article: Make) -> None:
    store.put([article(1, text="needle"), article(2, text="w1")])
    words = " ".join(f"w{number}" for number in range(30_000))
    assert set(found(store, f"needle {words}")) == {"Title 1", "Title 2"}
    assert found(store, f"{words} needle") == ["Title 2"]


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)


def test_no_query_and_no_tag_raises(store: Store) -> None:
    store.put([Article(title="Any", text="Any text in 日本 and à la carte", tags=("any",))])

    @settings(max_examples=200, deadline=None)
    @given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=8), max_size=3))
    def check(query: str, tags: list[str]) -> None:
        topic = Topic(tags=tuple(tags))
        assert len(store.search(query, topic)) <= 1
        assert len(store.select(topic)) <= 1

    check()


def test_every_text_can_be_put_found_and_forgotten(store: Store) -> None:
    @settings(max_examples=150, deadline=None)
    @given(texts)
    def check(text: str) -> None:
        first = Article(id="00000001", digest="1" * 64, text=text)
        store.put([first])
        assert store.get([first.id]) == {first.id: first}
        store.put([first.model_copy(update={"text": "other"})])
        assert [match.article_id for match in store.search("other", Topic())] == [first.id]

    check()
