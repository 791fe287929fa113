"""The one template writes every block as valid HTML, in its look, and markup in words stays words."""

from __future__ import annotations

import html5lib
import pytest

from sim.reports.html import html_of, write_page
from sim.texts import LANGUAGES, text
from tests.reports import made_up


@pytest.fixture(scope="module")
def tree():
    """The made-up page as elements, by a parser that refuses invalid HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html_of(made_up.page(), "en"))


def words(element):
    return " ".join("".join(element.itertext()).split())


def table(tree, caption):
    return next(one for one in tree.iter("table") if words(one.find("caption")) == caption)


def classes(elements):
    return [element.get("class", "") for element in elements]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_one_file_in_its_language(lang, tmp_path):
    path = write_page(made_up.page(), tmp_path / "new" / "page.html", lang)
    html = path.read_text("utf-8")
    assert f'<html lang="{ {"en": "en", "zh": "zh-CN"}[lang] }">' in html
    assert text("report.contents", lang) in html and text("report.skip", lang) in html
    assert html == html_of(made_up.page(), lang)


def test_head_and_contents_lead_into_the_sections(tree):
    assert words(tree.find("head/title")) == "window <title>"
    header = tree.find("body/header")
    assert [words(part) for part in header] == ["a sort", "The heading", "said first", "fact"]
    assert [(link.get("href"), words(link)) for link in tree.find("body/main/nav").iter("a")] == [
        ("#answer", "The answer"), ("#more", "More")]  # fmt: skip
    assert [section.get("aria-labelledby") for section in tree.iter("section")] == ["answer-title", "more-title"]
    assert [head.get("id") for head in tree.iter("h2")] == ["answer-title", "more-title"]


def test_paragraphs_lists_and_facts(tree):
    paragraphs = {words(p): p.get("class") for p in tree.iter("p")}
    assert paragraphs["a paragraph with <script> & more"] is None
    assert [paragraphs[look] for look in ("lead", "quiet")] == ["lead", "quiet"] and paragraphs["why?"] == "asked"
    assert words(tree.find(".//pre/code")) == "livesim compare a"
    assert [item.get("aria-label") for item in tree.find("body/main").iter("ul")] == [None, "what it does", None]
    assert classes(tree.iter("dl")) == ["short", "definitions", "short"]
    assert [words(said) for said in tree.iter("dd")] == ["7", "meaning", "none"]


def test_a_table_names_its_rows_and_marks_them(tree):
    plain = table(tree, "plain <grid>")
    assert plain.find("caption").get("class") == "hidden" and plain.get("class") is None
    assert classes(plain.findall("tbody/tr")) == ["head", "", "missed", "primary greyed"]
    head = plain.find("tbody/tr/th")
    assert (head.get("scope"), head.get("colspan")) == ("rowgroup", "2")
    assert classes(plain.findall("thead/tr/th")) == ["", "number"] and classes(plain.iter("td")) == ["number"] * 3
    heat = table(tree, "heat")
    assert [[cell.tag for cell in row] for row in heat.findall("tbody/tr")] == [["td", "th", "td"]] * 2
    assert heat.find("caption").get("class") is None


def test_a_cell_has_small_lines_a_colour_a_bar_and_code(tree):
    cell = table(tree, "heat").findall("tbody/tr/td")[1]
    assert (cell.get("class"), cell.get("style")) == ("number unsure greyed", "background-color:rgba(0,1,2,0.50)")
    assert words(cell) == "+1 few sure" and len(cell.findall("small")) == 2
    bars = table(tree, "bars")
    assert [len(body.findall("tr")) for body in bars.findall("tbody")] == [2, 2]  # each heading begins a group
    assert bars.find(".//td[@class='bar']/span").get("style") == "width:30.0%"
    assert words(bars.findall("tbody/tr")[3].find("td")) == "nothing"
    assert words(table(tree, "coded").find("tbody/tr/th/code")) == "open_trust"


def test_wide_tables_can_be_scrolled_by_keyboard_and_have_a_name(tree):
    regions = [part for part in tree.iter("div") if part.get("role") == "region"]
    assert [region.get("aria-label") for region in regions] == ["plain <grid>", "heat", "coded"]
    assert {region.get("tabindex") for region in regions} == {"0"}


def test_figures_have_an_address_words_and_notes(tree):
    first, second = tree.iter("figure")
    assert [first.get("id"), second.get("id")] == ["figure-first", "figure-second"]
    assert first.find("img").get("alt") == "1 [a] & <b>" and first.find("figcaption") is None
    assert first.find("img").get("src") == made_up.FIRST.uri
    assert words(second.find("figcaption")) == "how to read it one <note> another"


def test_cards_columns_and_what_is_folded(tree):
    cards = [card for tag in ("article", "aside") for card in tree.iter(tag)]
    assert [(card.get("class"), words(card.find("h3"))) for card in cards] == [
        ("question", "Scenario"), ("answer", "Answer"), ("aside", "Aside")]  # fmt: skip
    untitled = [part for part in tree.iter("div") if part.get("class") == "answer"]
    assert [words(part) for part in untitled] == ["without a title"]  # an article would need a heading
    badge, change = tree.find(".//article[@class='answer']/p").findall("strong")
    assert (badge.get("class"), words(badge), words(change)) == ("verdict better", "Better", "It rises.")
    assert len(list(next(part for part in tree.iter("div") if part.get("class") == "columns"))) == 2
    assert words(tree.find(".//details/summary")) == "Strong open me"
    assert tree.find(".//details//figure") is not None
