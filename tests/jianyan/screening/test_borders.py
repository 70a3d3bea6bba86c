import pytest

from jianyan.screening.borders import stands_alone

ACROSS = [
    ("口交", "路口交通拥堵"),
    ("口交", "十字路口交警执勤"),
    ("口交", "窗口交材料"),
    ("口交", "出口交费"),
    ("口交", "路口交会处"),
    ("台独", "一台独立电源"),
    ("台独", "该平台独家代理"),
    ("法轮", "司法轮岗"),
    ("六四", "第六四八条"),
    ("六四", "三十六四"),
    ("日本", "近日本人去办理"),
    ("日本", "今日本市公交"),
    ("代开", "历代开国"),
    ("性交", "一次性交易"),
    ("性交", "一次性交清费用"),
    ("共产", "公共产品"),
    ("色情", "角色情节"),
    ("中出", "其中出现"),
    ("中出", "从中出来"),
    ("干你", "公交主干你们"),
    ("下注", "线下注册"),
    ("卖淫", "贩卖淫秽物品"),
    ("大波", "最大波动"),
    ("政法", "行政法规"),
    ("操", "在操场做体操"),
    ("sb", "usb"),
    ("sb", "sbs"),
    ("64", "1640"),
]
ALONE = [
    ("口交", "卡片上写着口交服务"),
    ("台独", "他支持台独分子"),
    ("法轮", "宣传法轮功"),
    ("日本", "日本队赢了"),
    ("六四", "六四事件"),
    ("日本", "去日本旅游"),
    ("傻逼", "你是傻逼吧"),
    ("操你妈", "我操你妈的"),
    ("加微信", "请加微信号码"),
    ("加微信", "加微信"),
    ("刷单", "招聘刷单员"),
    ("色情", "色情卡片"),
    ("sb", "你个sb司机"),
    ("sb", "usb sb"),
    ("64", "64路"),
    ("六合彩", "2六合彩"),
    ("人渣", "记的有人渣关问题"),
    ("约炮", "重新约炮美多"),
]


def place_of(word: str, text: str) -> tuple[int, int]:
    start = text.rindex(word)
    return start, start + len(word)


@pytest.mark.parametrize(("word", "text"), ACROSS)
def test_letters_of_two_words_are_no_word(word: str, text: str) -> None:
    assert not stands_alone(text, *place_of(word, text))


@pytest.mark.parametrize(("word", "text"), ALONE)
def test_a_word_that_stands_for_itself_is_one(word: str, text: str) -> None:
    assert stands_alone(text, *place_of(word, text))


def test_what_is_behind_a_mark_does_not_count() -> None:
    assert stands_alone("一\n台独\n立", 2, 4)
    assert not stands_alone("一台独立", 1, 3)
