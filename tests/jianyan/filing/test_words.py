from jianyan.filing import Word, words_of


def test_pairs_that_overlap_are_one_word() -> None:
    pulls = {"公交": 0.5, "交车": 0.3, "车": 0.9, "站": 0.1}
    assert words_of(["", "等公交车的人"], pulls) == [Word("公交车", 0.8)]


def test_the_loudest_word_stands_first_and_no_more_than_asked() -> None:
    pulls = {"公交": 0.3, "站台": 0.5, "线路": 0.4, "路灯": 0.2}
    texts = ["公交站台", "线路，路灯"]
    assert [word.word for word in words_of(texts, pulls)] == ["站台", "线路", "公交", "路灯"]
    assert [word.word for word in words_of(texts, pulls, most=2)] == ["站台", "线路"]


def test_weak_letters_at_the_edge_belong_to_no_word() -> None:
    pulls = {"的旅": 0.1, "旅游": 0.5, "游局": 0.2}
    assert words_of(["市里的旅游局"], pulls) == [Word("旅游", 0.5)]


def test_words_that_share_a_pair_are_said_once() -> None:
    pulls = {"出租": 0.5, "租车": 0.5, "车主": 0.4, "车经": 0.3}
    assert [word.word for word in words_of(["出租车主", "出租车经"], pulls)] == ["出租车主"]


def test_what_speaks_against_or_hardly_is_no_reason() -> None:
    pulls = {"公交": 0.5, "污水": -0.5, "也要": 0.04, "站台": 0.06}
    assert [word.word for word in words_of(["公交，污水，也要，站台"], pulls)] == ["公交", "站台"]


def test_a_word_has_six_letters_at_most() -> None:
    text = "甲乙丙丁戊己庚辛"
    pulls = {text[at : at + 2]: 0.1 for at in range(len(text) - 1)}
    assert [word.word for word in words_of([text], pulls)] == ["甲乙丙丁戊己", "庚辛"]


def test_a_latin_word_is_a_word() -> None:
    assert words_of(["ＥＴＣ通道"], {"etc": 0.4, "通道": 0.1}) == [Word("etc", 0.4), Word("通道", 0.1)]


def test_without_pulls_there_are_no_words() -> None:
    assert words_of(["公交"], {}) == []
