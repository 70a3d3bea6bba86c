import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan.filing import Learner, Lesson, Terms, terms_of

ROUTES, ENVIRONMENT, SCHOOLS = 11, 12, 13
Lessons = list[tuple[Terms, Lesson]]


def pulls_of(learner: Learner, text: str) -> dict[int, dict[str, float]]:
    terms = terms_of(None, text)
    return {category: learner.pulls(terms, category) for category in (ROUTES, ENVIRONMENT, SCHOOLS)}


def recalled(lessons: Lessons) -> Learner:
    learner = Learner()
    for terms, lesson in lessons:
        learner.recall(terms, lesson)
    return learner


@pytest.mark.parametrize(
    ("text", "category"),
    [("这条公交线路不到学校", ROUTES), ("河水有污染，发臭", ENVIRONMENT), ("学校老师收费", SCHOOLS)],
)
def test_a_text_like_the_learned_ones_is_proposed_their_category(
    learner: Learner, text: str, category: int
) -> None:
    proposal = learner.proposal(terms_of(None, text))
    assert proposal is not None
    assert proposal.category == category
    assert 1 / 3 < proposal.confidence < 1


def test_one_decision_changes_the_next_proposal(learner: Learner) -> None:
    text = terms_of(None, "路灯坏了，晚上走路很黑")
    learner.learn(text, SCHOOLS + 1)
    proposal = learner.proposal(terms_of(None, "门口路灯坏了"))
    assert proposal is not None
    assert proposal.category == SCHOOLS + 1


def test_nothing_is_proposed_before_there_is_a_choice() -> None:
    learner, text = Learner(), terms_of(None, "公交线路")
    assert learner.proposal(text) is None
    learner.learn(text, ROUTES)
    assert learner.proposal(text) is None
    learner.learn(terms_of(None, "污水"), ENVIRONMENT)
    assert learner.proposal(text) is not None


def test_nothing_is_proposed_for_a_text_in_which_nothing_is_known(learner: Learner) -> None:
    assert learner.proposal(terms_of(None, "鹅")) is None
    assert learner.proposal({}) is None


def test_only_categories_of_the_topic_are_proposed(learner: Learner) -> None:
    text = terms_of(None, "公交线路")
    proposal = learner.proposal(text, among={ENVIRONMENT, SCHOOLS, 99})
    assert proposal is not None
    assert proposal.category in {ENVIRONMENT, SCHOOLS}
    assert learner.proposal(text, among={ROUTES, 99}) is None


def test_a_text_without_terms_teaches_nothing(learner: Learner) -> None:
    assert learner.learn({}, ROUTES) is None
    assert learner.decisions == 9


def test_a_learned_text_scores_clearly_at_once() -> None:
    learner = Learner()
    learner.learn(terms_of(None, "公交线路"), ROUTES)
    for _ in range(2):
        text = terms_of(None, "污水横流")
        learner.learn(text, ENVIRONMENT)
    assert sum(learner.pulls(text, ENVIRONMENT).values()) > 0.8
    assert sum(learner.pulls(text, ROUTES).values()) < 0


def test_what_was_told_clearly_before_teaches_no_weights() -> None:
    learner, text = Learner(), terms_of(None, "公交线路")
    for _ in range(2):
        learner.recall(text, Lesson(ROUTES, {ROUTES: 1.2, ENVIRONMENT: -1.1}, 1.0))
    assert set(learner.pulls(text, ROUTES).values()) == {0.0}
    assert set(learner.pulls(text, ENVIRONMENT).values()) == {0.0}


def test_terms_of_a_single_decision_do_not_speak(learner: Learner) -> None:
    pulls = learner.pulls(terms_of(None, "公交线路改道"), ROUTES)
    assert pulls["公交"] > 0
    assert "改道" not in pulls
    assert learner.pulls(terms_of(None, "公交"), 99) == {}


def test_lessons_kept_as_rows_bring_the_learner_back(lessons: Lessons, learner: Learner) -> None:
    rows = [(terms, msgspec.json.encode(lesson)) for terms, lesson in lessons]
    back = recalled([(terms, msgspec.json.decode(row, type=Lesson)) for terms, row in rows])
    text = terms_of("公交", "请增加线路，污水也请管")
    assert back.proposal(text) == learner.proposal(text)
    assert back.decisions == learner.decisions == 9


@settings(deadline=None)
@given(st.permutations(range(9)))
def test_lessons_add_up_in_any_order(order: list[int]) -> None:
    lessons = some_lessons(9)
    shuffled = recalled([lessons[0], *(lessons[at] for at in order if at)])
    for category, pulls in pulls_of(recalled(lessons), TEXT).items():
        assert pulls_of(shuffled, TEXT)[category] == pytest.approx(pulls)


@settings(deadline=None)
@given(st.sets(st.integers(0, 29)), st.randoms(use_true_random=False))
def test_an_undone_decision_leaves_nothing_behind(undone: set[int], order: random.Random) -> None:
    lessons = some_lessons(30)
    learner = recalled(lessons)
    taken = sorted(undone)
    order.shuffle(taken)
    for at in taken:
        learner.unlearn(*lessons[at])
    never = recalled([lesson for at, lesson in enumerate(lessons) if at not in undone])
    assert learner.decisions == never.decisions == 30 - len(undone)
    assert len(learner) == len(never)
    for category, pulls in pulls_of(never, TEXT).items():
        assert pulls_of(learner, TEXT)[category] == pytest.approx(pulls)


def test_a_forgotten_decision_can_be_undone() -> None:
    learner = Learner(terms_most=10)
    text = terms_of(None, "公交线路")
    lesson = learner.learn(text, ROUTES)
    for other in ("污水横流发臭", "老师补课收费", "垃圾焚烧冒烟"):
        learner.learn(terms_of(None, other), ENVIRONMENT)
    assert lesson is not None
    learner.unlearn(text, lesson)
    assert learner.decisions == 3
    assert learner.proposal(text) is None


def test_no_more_terms_are_known_than_allowed() -> None:
    learner = Learner(terms_most=50)
    for letter in range(0x4E00, 0x4E00 + 300):
        learner.learn(terms_of(None, f"公交{chr(letter)}路"), ROUTES if letter % 2 else ENVIRONMENT)
        assert len(learner) <= 50
    pulls = learner.pulls(terms_of(None, "公交"), ROUTES)
    assert set(pulls) == {"公", "交", "公交"}


@pytest.mark.parametrize(("decided", "is_surer"), [(ROUTES, True), (ENVIRONMENT, False)])
def test_confidence_follows_whether_clear_scores_were_right(decided: int, is_surer: bool) -> None:
    learner, text = Learner(), terms_of(None, "公交线路")
    learner.learn(text, ROUTES)
    learner.learn(terms_of(None, "污水横流"), ENVIRONMENT)
    before = learner.proposal(text)
    clear = {ROUTES: 1.0, ENVIRONMENT: -1.0}
    learner.recall(terms_of(None, "天地玄黄"), Lesson(decided, clear, 1.0))
    after = learner.proposal(text)
    assert before is not None
    assert after is not None
    assert (after.confidence > before.confidence + 0.05) is is_surer
    assert (after.confidence < before.confidence - 0.05) is not is_surer


def test_confidence_becomes_that_of_its_hits() -> None:
    """Three categories with words of their own, and one text in five filed anywhere."""
    order = random.Random(7)
    learner, sure, hits = Learner(), [], []
    for number in range(1_500):
        category = order.randrange(3)
        letters = order.choices("甲乙丙丁戊己庚辛壬癸子丑"[4 * category : 4 * category + 4], k=5)
        terms = terms_of(None, "，".join([*letters, *order.choices("天地玄黄宇宙洪荒", k=5)]))
        filed = order.randrange(3) if order.random() < 0.2 else category
        proposal = learner.proposal(terms)
        if proposal and number > 500:
            sure.append(proposal.confidence)
            hits.append(proposal.category == filed)
        learner.learn(terms, filed)
    assert sum(sure) / len(sure) == pytest.approx(sum(hits) / len(hits), abs=0.06)


def test_relearning_at_random_mends_what_came_sorted_by_category() -> None:
    order = random.Random(3)
    texts = [(at % 3, terms_of(None, written(order, at % 3))) for at in range(150)]
    learner, sheet = Learner(), sorted(texts[:120], key=lambda one: one[0])
    lessons = [(terms, learner.learn(terms, category)) for category, terms in sheet]
    assert hits(learner, texts[120:]) < 0.8
    order.shuffle(lessons)
    anew = [(terms, learner.relearn(terms, lesson)) for terms, lesson in lessons if lesson]
    assert hits(learner, texts[120:]) > 0.9
    assert learner.decisions == len(anew) == 120
    back = recalled([(terms, lesson) for terms, lesson in anew if lesson])
    assert back.pulls(texts[0][1], 0) == pytest.approx(learner.pulls(texts[0][1], 0))


def written(order: random.Random, category: int) -> str:
    """Give a text of two words of a category and eight of all."""
    own = order.choices("甲乙丙丁戊己庚辛壬癸子丑"[4 * category : 4 * category + 4], k=2)
    return "，".join([*own, *order.choices("天地玄黄宇宙洪荒日月盈昃", k=8)])


def hits(learner: Learner, texts: list[tuple[int, Terms]]) -> float:
    proposals = [(category, learner.proposal(terms)) for category, terms in texts]
    return sum(one is not None and one.category == category for category, one in proposals) / len(texts)


TEXT = "公交线路臭水老师收费"


def some_lessons(count: int) -> Lessons:
    order = random.Random(count)
    learner = Learner()
    lessons: Lessons = []
    for number in range(count):
        terms = terms_of(None, "".join(order.choices(TEXT, k=8)))
        lesson = learner.learn(terms, (ROUTES, ENVIRONMENT, SCHOOLS)[number % 3])
        assert lesson is not None
        lessons.append((terms, lesson))
    return lessons
