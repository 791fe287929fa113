"""A page with one block of every kind in every look, and markup in all of its words."""

from __future__ import annotations

from sim.reports.blocks import (
    Card,
    Cell,
    Columns,
    Facts,
    Folded,
    Gallery,
    Grid,
    Heading,
    Listing,
    Page,
    Picture,
    Row,
    Section,
    Verdict,
    Words,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="5"/>'
FIRST = Picture("first", SVG, "1 [a] & <b>")
SECOND = Picture("second", SVG, "2", "how to read it", ("one <note>", "another"))
PLAIN = Grid("plain <grid>", ["name", "value"], [
    Row(["theme"], ["head"]), Row(["x|y", "1\n2"]), Row(["z", "3"], ["missed"]), Row(["w", "4"], ["primary", "greyed"]),
], numbers=(1,))  # fmt: skip
HEAT = Grid("heat", ["whose", "name", "value"], [
    Row(["a", "b", Cell("+1", small=["few", "sure"], colour="rgba(0,1,2,0.50)", unsure=True, greyed=True)]),
    Row(["c", "d", "–"]),
], numbers=(2,), names=1, captioned=True, look="heat")  # fmt: skip
BARS = Grid("bars", ["cause", "share"], [
    Row(["kinds"], ["head"]), Row(["luck", Cell("50%", bar=0.5)]),
    Row(["single"], ["head"]), Row(["nothing"], ["note"]),
], captioned=True, look="bars")  # fmt: skip
CODED = Grid("coded", ["parameter"], [Row([Cell("Words", code="open_trust")])], look="full")


def page():
    """The page."""
    first = [
        Words("a paragraph with <script> & more"), Words("lead", "lead"), Words("quiet", "quiet"), Heading("heading"),
        Words("livesim compare a", "code"), Listing(["one", "two <2>"]), Facts([("seed", "7")]),
        Facts([("term", "meaning")], "definitions"), PLAIN, HEAT, CODED, Gallery([FIRST]),
    ]  # fmt: skip
    second = [
        Card("question", [Words("why?", "asked"), Listing(["does this"], "what it does")], "Scenario"),
        Card("answer", [Verdict("better", "Better", "It rises.", "Surely."), Facts([("cost", "none")])], "Answer"),
        Card("aside", [Words("by the way")], "Aside"), Card("answer", [Words("without a title")]),
        Columns([BARS, Words("beside it")]), Folded("open me", [Gallery([SECOND])], "Strong"),
    ]  # fmt: skip
    sections = [Section("answer", "The answer", first), Section("more", "More", second)]
    return Page("window <title>", "a sort", "The heading", sections, lead="said first", facts=["fact"])
