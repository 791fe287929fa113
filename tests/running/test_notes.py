"""One fact is one line: of all arms and replicates that have it, with the range of its numbers."""

from __future__ import annotations

import pandas as pd

from sim.base.message import said
from sim.replicate.record import Note, Record
from sim.running.notes import facts, merged


def used_up(name, day):
    return said("{name}: budget used up on day {day}", name=name, day=day)


def record(*notes):
    return Record(pd.DataFrame(), notes=[Note(arm, text) for arm, text in notes])


def test_arms_and_days_of_one_fact_share_a_line():
    records = [record(("a", used_up("coupons", 15)), ("b", used_up("coupons", 12))), record(),
               record(("a", used_up("coupons", 13)))]
    assert facts(records) == ["a, b: coupons: budget used up on day 12 to 15 (2 of 3 replicates)"]


def test_what_differs_in_words_stays_apart_and_in_order():
    records = [record(("a", used_up("coupons", 15)), ("a", used_up("elder", 15)), ("b", "as {it} was"))] * 2
    assert facts(records) == ["a: coupons: budget used up on day 15", "a: elder: budget used up on day 15",
                              "b: as {it} was"]


def test_a_note_that_lists_names_is_one_fact_too():
    ended = [said("{name}: used up on day {day}; with it end {names}", name="plan", day=day, names=["elder", "coupons"])
             for day in (10, 12)]  # fmt: skip
    assert facts([record(("a", ended[0])), record(("a", ended[1]))]) == [
        "a: plan: used up on day 10 to 12; with it end elder, coupons"]  # fmt: skip


def test_labels_are_kept():
    assert merged([(1, used_up("x", 3)), (2, used_up("y", 3)), (3, used_up("x", 4))]) == [
        ("x: budget used up on day 3 to 4", [1, 3]), ("y: budget used up on day 3", [2])]  # fmt: skip


def test_a_stored_note_keeps_its_template(tmp_path):
    from sim.running.store import ReplicateStore

    store = ReplicateStore(tmp_path)
    kept = record(("a", used_up("x", 3)))
    kept.refused = {"m": said("is missing")}
    store.write(0, kept)
    again = store.read(0)
    assert again.notes[0].text.template == "{name}: budget used up on day {day}"
    assert again.refused["m"].template == "is missing"
