"""A drawing made fit to stand inside a page."""

from xml.etree import ElementTree as Tree

from groundwood.eval.reports.svg import inline

DRAWING = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="360pt" height="72pt" viewBox="0 0 360 72"
 xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata>who made it</metadata>
 <defs><style type="text/css">*{stroke-linejoin: round}</style><path id="m1" d="M 0 0"/></defs>
 <g id="figure_1"><use xlink:href="#m1" style="fill: #112233; stroke: #000000"/></g>
 <path d="M 0 0" style="fill: url(#h1)"/><pattern id="h1"><rect fill="#112233"/></pattern>
 <text style="font-size: 9px; font-family: 'DejaVu Sans', serif">a &lt; b</text>
</svg>"""


def made() -> Tree.Element:
    return Tree.fromstring(inline(DRAWING, "bars", "A <title>", "What & why", {"#112233": "good"}))


def test_no_style_is_left_that_the_policy_of_a_page_would_refuse() -> None:
    root = made()
    assert not [node for node in root.iter() if node.tag in ("style", "metadata")]
    assert not [node for node in root.iter() if "style" in node.attrib]


def test_colours_follow_the_page_and_black_its_text() -> None:
    use = made().find(".//use")
    assert use is not None
    assert (use.get("fill"), use.get("stroke")) == ("var(--good, #112233)", "currentColor")


def test_ids_are_kept_only_where_they_are_used_and_begin_with_the_key() -> None:
    root = made()
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert ids == ["bars-title", "bars-told", "bars-m1", "bars-h1"]
    assert root.find(".//use[@href='#bars-m1']") is not None
    assert root.find(".//path[@fill='url(#bars-h1)']") is not None


def test_it_is_one_picture_with_a_text_for_those_who_cannot_see_it() -> None:
    root = made()
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "bars-title bars-told"
    assert (root.findtext("title"), root.findtext("desc")) == ("A <title>", "What & why")


def test_it_is_as_wide_as_the_page_lets_it_be_and_its_letters_are_the_pages() -> None:
    root = made()
    assert (root.get("width"), root.get("viewBox")) == (None, "0 0 360 72")
    text = root.find("text")
    assert text is not None
    assert text.attrib == {"font-size": "9px"}
    assert text.text == "a < b"
