from lxml import etree

from jianyan.documents.marks import alone_in, marks_in, put_values
from jianyan.documents.wordml import NAMESPACES

BOXED = (
    "<w:p><w:r><w:t>{{外}</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{内}}</w:t></w:r></w:p>"
    "</w:txbxContent></w:pict></w:r><w:r><w:t>}</w:t></w:r></w:p>"
)


def body(inside: str) -> etree._Element:
    return etree.fromstring(f'<w:body xmlns:w="{NAMESPACES["w"]}">{inside}</w:body>')


def test_a_text_box_has_marks_of_its_own() -> None:
    root = body(BOXED)
    assert list(marks_in(root)) == ["外", "内"]
    put_values(root, {"外": "一", "内": "二"}, {})
    assert "".join(root.itertext()) == "一二"


def test_what_is_no_mark_stays() -> None:
    words = "{标题} {{}} {{a{b}} }}标题{{ {{" + "长" * 61 + "}}"
    root = body(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
    put_values(root, {"标题": "x", "a{b": "x", "": "x"}, {})
    assert "".join(root.itertext()) == words
    assert list(marks_in(root)) == []


def test_only_a_mark_without_other_words_is_alone() -> None:
    alone, shared, empty = body(
        "<w:p><w:r><w:t> {{A}} </w:t></w:r></w:p><w:p><w:r><w:t>{{a}}。</w:t></w:r></w:p><w:p/>"
    )
    assert (alone_in(alone), alone_in(shared), alone_in(empty)) == ("a", None, None)


def test_many_marks_in_one_run_are_all_replaced() -> None:
    root = body("<w:p><w:r><w:t>{{a}}-{{b}}-{{a}}</w:t></w:r></w:p>")
    put_values(root, {"a": "长得多的一个值", "b": ""}, {})
    assert "".join(root.itertext()) == "长得多的一个值--长得多的一个值"
