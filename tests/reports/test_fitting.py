"""What fits on a slide fits whatever is said: nothing is lost, nothing is higher than its room."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.reports.deck import fitting as fit
from sim.reports.deck.fitting import Paragraph, laid, paged
from sim.reports.deck.plots import Axis, Scale, number_format, scale_of
from sim.reports.lettering import broken, width
from sim.reports.sheet import Sheet

WORDS = st.text(st.sampled_from("ab c,−留存率，。 "), max_size=400)
NAME = st.text(st.sampled_from("abcde 长辈模式（"), min_size=1, max_size=60).filter(str.strip)


def letters(words):
    """Words without the spaces at which lines may end."""
    return "".join(words.split())


@given(WORDS, st.floats(8, 40), st.floats(50, 900))
def test_no_line_is_wider_than_it_may_be_and_no_letter_is_lost(words, points, most):
    lines = broken(words, points, most)
    assert letters("".join(lines)) == letters(words)
    assert all(width(line.rstrip(), points) <= most for line in lines)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from([12.0, 17.0]), st.sampled_from(["", "a lead"])), max_size=20),
       st.floats(120, 420))  # fmt: skip
def test_paragraphs_go_on_on_the_next_slide(said, room):
    paragraphs = [Paragraph(words, size, "#000000", lead=lead) for words, size, lead in said]
    pages = paged(paragraphs, room)
    assert all(sum(paragraph.height for paragraph in page) <= room for page in pages)
    written = [paragraph for page in pages for paragraph in page]
    for part in ("words", "lead"):
        assert letters("".join(getattr(one, part) for one in written)) == letters(
            "".join(getattr(one, part) for one in paragraphs))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAME, NAME), min_size=1, max_size=40), st.floats(250, 420))
def test_a_table_goes_on_under_its_heads_and_says_again_what_a_line_belongs_to(names, room):
    lines = [("" if place % 2 else name, group, "+1.2", "−0.12 to +0.15") for place, (name, group) in enumerate(names)]
    sheet = Sheet("title", ("Option", "Group", "Effect", "Average lies in (95%)"), lines, words=(0, 1), bold=(1,))
    plan = laid(sheet, room)
    assert sum(plan.widths) == pytest.approx(fit.ROOM)
    assert all(sum(part.heights) <= room for part in plan.parts)
    assert [line[1:] for part in plan.parts for line in part.lines] == [line[1:] for line in lines]
    assert all(part.lines[0][0] for part in plan.parts)
    assert sum(len(part.bold) for part in plan.parts) == (len(lines) > 1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_an_axis_holds_all_values(values):
    low, high, step = scale_of(values)
    near = 1e-9 * max(map(abs, values))
    assert low <= min(values) + near and max(values) - near <= high
    assert 1 <= round((high - low) / step) <= 8
    assert (high - low) / step == pytest.approx(round((high - low) / step))


@pytest.mark.parametrize(("axis", "scale", "written"), [
    (Axis("", signed=True), Scale(-0.05, 0.2, 0.05), '+#,##0.00;"−"#,##0.00;0'),
    (Axis("", signed=False), Scale(0.0, 60.0, 10.0), '#,##0;"−"#,##0;0'),
    (Axis("", signed=False, crowd="en"), Scale(3.4e6, 3.7e6, 5e4), '0.00,," million";"−"0.00,," million";0'),
    (Axis("", signed=True, crowd="zh"), Scale(0.0, 2_000_000.0, 500_000.0), '+#,##0\\.0,"万";"−"#,##0\\.0,"万";0'),
    (Axis("", signed=False, crowd="zh"), Scale(0.0, 50_000.0, 10_000.0), '#,##0;"−"#,##0;0'),
])  # fmt: skip
def test_numbers_at_an_axis_are_as_fine_as_its_steps(axis, scale, written):
    assert number_format(axis, scale) == written
