from jianyan.groups import Index, amounts_of
from jianyan.groups.telling import telling_words

LAMPS = (
    "丽水新城东门路灯不亮",
    "在丽水新城散步，路灯坏了",
    "丽水新城的路灯什么时候修",
    "我们丽水新城北边没有路灯",
    "请到丽水新城看看",
)
OTHERS = ("图书馆周末闭馆太早", "什么时候修桥洞", "我们学校门口没有斑马线", "请到菜市场看看", "东门有斑马线")


def words(*texts: str, most: int = 12) -> list[str]:
    index = Index()
    for number, text in enumerate([*LAMPS, *OTHERS * 40]):
        index.add(number, index.numbered(amounts_of(None, text)))
    return telling_words(texts, share=index.share, most=most)


def test_a_name_is_told_whole_and_what_stands_everywhere_is_not() -> None:
    assert words(*LAMPS) == ["丽水新城", "路灯"]
    assert words(*LAMPS, most=1) == ["丽水新城"]
    assert words("伊水园滨河苑停水", "伊水园滨河苑太吵", "请看伊水园滨河苑") == ["伊水园滨河苑"]


def test_a_word_that_is_frequent_elsewhere_tells_nothing() -> None:
    assert words("有斑马线吗", "没有斑马线", "说有斑马线") == []


def test_what_stands_in_few_of_many_texts_is_no_word_of_theirs() -> None:
    assert "井盖" not in words(*LAMPS, "丽水新城井盖")
    assert "井盖" in words("丽水新城井盖", "井盖响")


def test_anonymised_names_and_particles_are_no_part_of_a_word() -> None:
    assert words("A2区银杏苑", "在B7县银杏苑", "的银杏苑了") == ["银杏苑"]


def test_a_single_text_and_none_have_words_too() -> None:
    assert words("银杏苑") == ["银杏苑"]
    assert words("") == []
    assert words() == []
