"""Messages are English text that keeps its template; they cross processes, and files."""

from __future__ import annotations

import copy
import json
import pickle

import numpy as np
import pytest

from sim.base.errors import ScenarioError
from sim.base.message import (
    Message,
    Span,
    all_of,
    any_of,
    foreign,
    lines,
    message_of,
    packed,
    recognised,
    said,
    system_says,
    term,
    unpacked,
)

TOLD = said("{who}: {what} on day {day} cost {yuan:,.0f}", who="ours", what=said("events of {host}", host=3),
            day=Span(12, 15), yuan=1234.5)  # fmt: skip


def shouted(template: str) -> str:
    """A language to test with."""
    return {"{who}: {what} on day {day} cost {yuan:,.0f}": "{yuan:,.0f}! {what}! {day}! {who}!",
            "events of {host}": "EVENTS {host}", " to ": " TO ", ", ": " & ", "; ": " | "}.get(template, template)


def test_a_message_is_its_english_text():
    assert TOLD == "ours: events of 3 on day 12 to 15 cost 1,234"
    assert isinstance(TOLD, str) and hash(TOLD) == hash(str(TOLD))


def test_it_is_said_with_other_templates_down_to_its_parts():
    assert TOLD.spoken(shouted) == "1,234! EVENTS 3! 12 TO 15! ours!"
    assert said("{names} ({why})", names=("a", "b"), why=[said("x"), said("y")]) == "a, b (x; y)"
    assert said("{names} ({why})", names=("a", "b"), why=[said("x"), said("y")]).spoken(shouted) == "a & b (x | y)"
    assert said("{{braces}} stay") == "{braces} stay"


@pytest.mark.parametrize("passed", [copy.copy, copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m)),
                                    lambda m: unpacked(json.loads(json.dumps(packed(m)))),
                                    lambda m: unpacked({"notes": [packed(m)]})["notes"][0]])  # fmt: skip
def test_it_survives_copies_processes_and_files(passed):
    again = passed(TOLD)
    assert again == TOLD and again.spoken(shouted) == TOLD.spoken(shouted)


def test_an_error_carries_its_message_to_another_process():
    error = pickle.loads(pickle.dumps(ScenarioError(TOLD)))
    assert str(error) == TOLD and isinstance(message_of(error), Message)
    assert message_of(ValueError("plain")) == "plain" and message_of(KeyError()) == ""


def test_values_are_plain_afterwards():
    values = said("{a} {b} {c} {d}", a=np.int64(3), b=np.float64(0.5), c=iter("xy"), d=ScenarioError).values
    assert json.dumps(packed(values)) == json.dumps({"a": 3, "b": 0.5, "c": ["x", "y"], "d": str(ScenarioError)})


def test_only_messages_become_messages_again():
    plain = {"en": "a question", "zh": "问题", "values": [1, {"low": 1, "high": 2}]}
    assert unpacked(packed(plain)) == plain and not isinstance(unpacked(plain)["en"], Message)


def test_lines_and_words():
    assert lines(["one", "two", "one"]) == "one\ntwo"
    assert all_of("abc") == "a and b and c" and any_of([said("x"), "y"]) == "x or y" and all_of("a") == "a"
    assert term("lever").template == "lever" and term(TOLD) is TOLD


def test_sentences_of_others_are_recognised_with_their_parts():
    templates = foreign("no {thing}: {why}", "too {size}")
    known = recognised("no luck: too big", templates)
    assert isinstance(known, Message) and known.template == "no {thing}: {why}"
    assert known.values["why"].template == "too {size}" and known == "no luck: too big"
    assert recognised("something else", templates) == "something else"
    assert system_says(OSError(13, "Permission denied")).template == "Permission denied"
    assert system_says(OSError("odd")) == "odd"
