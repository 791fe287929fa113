"""Notes in the language of the reader."""

from __future__ import annotations

from sim.base.message import Span, said
from sim.reports.notes import note_lines

FACT = said("{name}: budget used up on day {day}", name="coupons", day=Span(12, 15))
NOTE = said("{arms}: {fact} ({count} of {replicates} replicates)", arms=["a", "b"], fact=FACT, count=2, replicates=3)


def test_a_note_is_said_in_both_languages():
    manifest = {"notes": [NOTE, "an old one"]}
    assert note_lines(manifest, "en") == ["a, b: coupons: budget used up on day 12 to 15 (2 of 3 replicates)",
                                          "an old one"]
    assert note_lines(manifest, "zh") == ["a、b：coupons：预算在第 12 至 15 天用完（3 次重复中的 2 次）", "an old one"]
