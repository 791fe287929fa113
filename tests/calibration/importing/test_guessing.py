"""A guessed mapping: what it recognised is right, what it must be told stops the import until it is."""

from __future__ import annotations

import re

import pytest

from calibration.importing import guess
from sim.base.errors import LivesimError
from sim.base.message import message_of
from tests.calibration.importing.export import ANNA, LINES, imported, line, written
from tests.cli.conftest import chinese

TOLD = {"timezone": "Asia/Shanghai", "paid_unit": "yuan", "seconds_unit": "seconds", "kept": "done"}


def answered(text):
    """The mapping with every ??? told."""
    return re.sub(r'(\w+): "\?\?\?"', lambda match: f"{match[1]}: {TOLD[match[1]]}", text)


def test_a_guess_of_sensors_lines_is_an_import_when_it_is_told_the_rest(tmp_path):
    lines = [text.replace('"anchor"', '"anchor_id"') for text in LINES] + [
        line("x", 9, "video_quality", level=3)
    ]
    text = guess(written(tmp_path, lines) / "export", None, "en")
    assert (
        'event: ["event", "type"]' in text
        and 'host: "properties.anchor_id"' in text
        and 'unit: "milliseconds"' in text
    )
    assert "events that were not recognised: video_quality (1)" in text
    (tmp_path / "map.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LivesimError) as error:
        imported(tmp_path)
    assert message_of(error.value).count("is still to be told") == text.count('"???"') == 2
    (tmp_path / "map.yaml").write_text(answered(text), encoding="utf-8")
    assert imported(tmp_path).kind == "events"


def test_a_guess_of_orders(tmp_path):
    body = "买家ID,订单编号,支付时间,实付金额\n1,a,2025-03-01,5\n2,b,2025-03-09,6\n".encode("gbk")
    text = guess(written(tmp_path, body, name="orders.csv") / "export", tmp_path / "guessed.yaml", "zh")
    assert (tmp_path / "guessed.yaml").read_text(encoding="utf-8") == text
    assert 'each: "orders"' in text and 'user: "买家ID"' in text and 'unit: "stamps"' in text
    assert chinese(text.splitlines()[0])
    (tmp_path / "map.yaml").write_text(answered(text), encoding="utf-8")
    assert imported(tmp_path).kind == "orders"
    with pytest.raises(LivesimError, match="is there already"):
        guess(tmp_path / "export", tmp_path / "guessed.yaml", "en")


def test_tables_of_a_folder_are_told_apart(tmp_path):
    written(tmp_path, b"user_id,pay_time,order_id\na,2025-03-01,1\n", name="orders.csv")
    (tmp_path / "export" / "users.csv").write_text("user_id,age_group\na,18-24\n", encoding="utf-8")
    text = guess(tmp_path / "export", None, "en")
    assert (
        'files: ["orders.csv"]' in text
        and 'each: "users"' in text
        and "groups that were found: 18-24" in text
    )


def test_what_nobody_recognises_must_be_told(tmp_path):
    text = guess(written(tmp_path, b"a,b\n1,2\n", name="odd.csv") / "export", None, "en")
    assert 'user: "???"' in text and 'time: "???"' in text and 'each: "???"' in text


def test_a_guess_repeats_no_id(tmp_path):
    assert ANNA not in guess(written(tmp_path) / "export", None, "en")
