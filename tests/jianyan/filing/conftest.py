"""A few texts that were filed, and a learner that learned them."""

import pytest

from jianyan.filing import Learner, Lesson, Terms, terms_of

ROUTES, ENVIRONMENT, SCHOOLS = 11, 12, 13
FILED = (
    ("公交线路太绕，请优化公交线路", ROUTES),
    ("工厂夜里排污水，河水发臭", ENVIRONMENT),
    ("小学老师乱收费，请教育局查处", SCHOOLS),
    ("请增加一条公交线路到火车站", ROUTES),
    ("垃圾焚烧厂有臭气，污染空气", ENVIRONMENT),
    ("学校食堂的饭菜太贵，学生吃不饱", SCHOOLS),
    ("公交线路改道以后没有站了", ROUTES),
    ("污水直接排进河里，严重污染", ENVIRONMENT),
    ("老师要求学生校外补课", SCHOOLS),
)


@pytest.fixture
def filed() -> list[tuple[Terms, int]]:
    """Give the terms and the category of each."""
    return [(terms_of(None, text), category) for text, category in FILED]


@pytest.fixture
def lessons() -> list[tuple[Terms, Lesson]]:
    """Give what each of them taught."""
    learner = Learner()
    pairs = [(terms_of(None, text), category) for text, category in FILED]
    return [(terms, lesson) for terms, category in pairs if (lesson := learner.learn(terms, category))]


@pytest.fixture
def learner(filed: list[tuple[Terms, int]]) -> Learner:
    """Give a learner that learned them all."""
    learner = Learner()
    for terms, category in filed:
        learner.learn(terms, category)
    return learner
