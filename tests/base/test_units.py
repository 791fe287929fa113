"""Quantities: what is written is read back, in both languages, and every doubt is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.units import (
    CHANGE,
    DAYS,
    MINUTES,
    NUMBER,
    PEOPLE,
    POINTS,
    SHARE,
    STRENGTH,
    YUAN,
    QuantityError,
    parse,
    parse_range,
)

KINDS = [DAYS, SHARE, STRENGTH, POINTS, YUAN, MINUTES, PEOPLE, NUMBER]
VALUES = st.floats(0, 1e9, allow_nan=False).filter(lambda x: x == 0 or x > 1e-6)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.noun)
@given(value=VALUES)
def test_what_we_write_is_read_back(kind, value):
    assert parse(kind.write(value), kind) == value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.noun)
@given(value=st.integers(0, 10**9))
def test_round_numbers_are_written_shortly(kind, value):
    written = kind.spelling.format(str(value))
    assert kind.write(parse(written, kind)) == written


@given(low=st.integers(0, 100), high=st.integers(0, 100))
def test_ranges_run_forwards(low, high):
    if low <= high:
        assert parse_range(f"{low}%..{high}%", STRENGTH) == (low / 100, high / 100)
    else:
        with pytest.raises(QuantityError, match=f"write {high}%..{low}%"):
            parse_range(f"{low}%..{high}%", STRENGTH)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_in_words(written):
    for kind in KINDS:
        try:
            assert parse(written, kind) == parse(written, kind)
        except QuantityError as error:
            assert str(error)


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("14d", DAYS, 14), ("2 weeks", DAYS, 14), ("14天", DAYS, 14), ("2周", DAYS, 14),
        ("15%", SHARE, 0.15), ("15%", SHARE, 0.15), (0.15, SHARE, 0.15), ("0.3%", SHARE, 0.003),
        ("1pp", POINTS, 0.01), ("1个百分点", POINTS, 0.01), ("0.5 pp", POINTS, 0.005),
        ("10 yuan", YUAN, 10), ("10元", YUAN, 10), ("¥10元", YUAN, 10), ("20万元", YUAN, 200_000),
        ("200,000 yuan", YUAN, 200_000), ("12 million", PEOPLE, 12e6), ("1200万", PEOPLE, 12e6),
        ("1.2千万人", PEOPLE, 12e6), ("1.2亿", PEOPLE, 1.2e8), (20000, PEOPLE, 20000),
        ("90min", MINUTES, 90), ("1.5h", MINUTES, 90), ("90分钟", MINUTES, 90), ("1.5小时", MINUTES, 90),
        (0.6, STRENGTH, 0.6), (1, STRENGTH, 1.0), ("60%", STRENGTH, 0.6), ("-1e-3", NUMBER, -0.001),
        ("−5%", SHARE, -0.05), ("–5%", SHARE, -0.05), ("—3d", DAYS, -3), ("－10 yuan", YUAN, -10),
        ("1e−3", NUMBER, 0.001), ("＋3", NUMBER, 3),
    ],
)  # fmt: skip
def test_spellings(written, kind, value):
    assert parse(written, kind) == value


@pytest.mark.parametrize(
    ("written", "kind", "message"),
    [
        (14, DAYS, "14 needs a unit; write 14d"),
        ("14", DAYS, "14 needs a unit; write 14d"),
        (50, SHARE, "50 needs a unit; write 50%"),
        (1, SHARE, "1 needs a unit; write 1% or 100%"),
        (90, MINUTES, "90 needs a unit; write 90min"),
        (0.01, POINTS, "0.01 needs a unit; write 1pp (0.01 as a share) or 0.01pp"),
        (2, POINTS, "2 needs a unit; write 2pp"),
        ("-0.1", CHANGE, "-0.1 needs a unit; write -10% (-0.1 as a share) or -0.1%"),
        ("1−3", NUMBER, "'1−3' is not a number; write it as 10"),
        ("1pp", SHARE, "'1pp' is not a share; write it with %: pp is a difference between two shares"),
        ("soon", DAYS, "'soon' is not a time; write it as 10d"),
        ("1,20 yuan", YUAN, "'1,20 yuan' is not a sum of money; write it as 10 yuan"),
        ("3 x", NUMBER, "'3 x' has a unit; write a number alone"),
        (float("nan"), NUMBER, "'nan' is not a number; write it as 10"),
        (float("inf"), DAYS, "'inf' is not a time; write it as 10d"),
        (None, DAYS, "nothing is not a time; write it as 10d"),
        (True, NUMBER, "'true' is not a number; write it as 10"),
        ([1], NUMBER, "a list is not a number; write it as 10"),
    ],
)
def test_doubts_are_refused(written, kind, message):
    with pytest.raises(QuantityError) as caught:
        parse(written, kind)
    assert str(caught.value) == message
