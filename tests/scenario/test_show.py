"""A scenario in plain words."""

from __future__ import annotations

import pytest

from sim.scenario import builtin_scenarios, load_scenario
from sim.scenario.show import summary
from sim.texts import LANGUAGES

RICH = """
name: x
question: {zh: 有用吗？}
author: team
population: {users: 3000, represents: 12 million, oversample: {silver: 4}}
strategies:
  - lever: elder_mode
    who: {segment: silver, share: 50%, behaviour: dormant, need: social}
    when: {start: 2025-04-01, end: 2025-05-01, ramp: 7d}
    strength: 60%
    cost: {per_user: 0.3 yuan, per_event: {order: 1 yuan}, budget: 500000 yuan}
  - lever: shorter_streams
    name: fewer_minutes
    where: {category: beauty, share: 30%}
    strength: 25%..80%
outcomes: [{metric: repeat_buyers, segment: silver, worth: 3}]
parameters: {buy_trust: 1.5}
"""


@pytest.fixture
def rich(tmp_path):
    (tmp_path / "x.yaml").write_text(RICH, encoding="utf-8")
    return load_scenario(tmp_path / "x.yaml")


def test_english(rich):
    assert summary(rich, "en") == [
        "Question: 有用吗？",
        "Author: team",
        "World: 3,000 simulated users stand for 12,000,000 real ones, 64 hosts, 180 days from 2025-03-01.",
        "Simulated more densely, and weighted back in every number: silver users x 4.",
        "Strategy: elder mode. Large type, fewer steps, a calmer pace and previews of streams for people of the "
        "same age.",
        "  For whom: silver users, dormant users on the day, strongest need company, 50% of them.",
        "  When: from day 31 (2025-04-01) until day 61 (2025-05-01).",
        "  It grows to its full strength within 7 days.",
        "  Settings: previews a week 2.",
        "  How much: 60% of what was reported; fixed by team.",
        "  Cost: 0.3 yuan for every user reached, 1 yuan for every order.",
        "  It ends when 500,000 yuan are spent.",
        "Strategy fewer_minutes: shorter streams. Streams end earlier and run at a faster pace.",
        "  Where: rooms that sell beauty, 30% of them.",
        "  When: from day 0 (2025-03-01) to the end.",
        "  Settings: length of a stream 90min.",
        "  How much: 25% to 80% of what was reported, drawn in every replicate; fixed by team.",
        "  Cost: not stated, so money is left blank.",
        "Outcome: repeat buyers, silver users; worth having from 3.",
        "Set in all worlds: buy_trust = 1.5 logit per unit of trust (scenario).",
    ]


def test_chinese(rich):
    lines = summary(rich, "zh")
    assert lines[0] == "问题：有用吗？"
    assert "  面向：银发用户，当天为沉睡用户，首要需求为社交，其中的 50%。" in lines
    assert "  成本：每触达一名用户 0.3 元，每次订单 1 元。" in lines


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", builtin_scenarios())
def test_every_built_in_scenario_can_be_told(name, lang):
    scenario = load_scenario(name)
    lines = summary(scenario, lang)
    assert scenario.question[lang] in lines[0]
    assert len(lines) >= 4
