"""`new`: any answers end in a file that is right."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.scenario import load_scenario
from sim.scenario.plan import Cost, Margins, PrimaryOutcome, Strength, When, Where, Who
from sim.scenario.schema import FILE, FIRST_LINE
from sim.scenario.wizard import new_scenario
from sim.texts import LANGUAGES


class Planner:
    """Answers in turn, and what was asked."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.asked = list(answers), []

    def __call__(self, words: str, proposal: str) -> str:
        self.asked.append(words)
        return self.answers.pop(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_proposals_alone_make_a_scenario(tmp_path, lang):
    path = new_scenario(lambda words, proposal: "", lang, tmp_path)
    scenario = load_scenario(path)
    assert scenario.strategies[0].strength == Strength()
    assert scenario.strategies[0].cost == Cost()
    assert "    # cost: {fixed: 200000 yuan, example: true}" in path.read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines()[0] == FIRST_LINE
    assert (tmp_path / FILE).is_file()


def test_every_answer_reaches_the_plan(tmp_path):
    planner = Planner("mine", 'Does it "work"?', "team: A", "12 million", "100d", "elder mode", "silver users",
                      "50%", "2025-03-15", "2 weeks", "60%", "200,000 yuan", "coupons", "all", "100%", "两周", "", "",
                      "100万", "", "rebuy rate", "all", "0.5pp", "70%", "2 million yuan", "20%")
    scenario = load_scenario(new_scenario(planner, "en", tmp_path))
    strategy, coupons = scenario.strategies
    assert (coupons.lever, coupons.when.start, coupons.cost) == ("coupons", 14, Cost(1e6))
    assert (scenario.horizon.days, scenario.budget, scenario.money) == (100, 2e6, Margins(0.2))
    assert [(goal.signal, goal.target) for goal in scenario.goals] == [("rebuy_rate", 0.7)]
    assert (scenario.question, scenario.author) == ({"en": 'Does it "work"?'}, "team: A")
    assert scenario.population.represents == 12e6
    assert (strategy.lever, strategy.who, strategy.when) == ("elder_mode", Who("silver", 0.5), When(14, None, 14))
    assert (strategy.strength, strategy.cost) == (Strength(0.6, 0.6, True), Cost(200_000.0))
    assert scenario.outcomes == (PrimaryOutcome("rebuy_rate", "all", 0.005),)
    assert planner.answers == []


def test_a_wrong_answer_is_asked_again_with_the_reason(tmp_path):
    planner = Planner("my scenario", "mine", "", "", "", "", "缩短直播", "缩短直播时长", "30", "30%", "170d", "14d",
                      "1.5d", "0d", "", "free", "30万", "",
                      "base retention", "gen_z", "1%", "1pp", "", "10万", "", "")
    scenario = load_scenario(new_scenario(planner, "zh", tmp_path))
    assert scenario.strategies[0].where == Where(share=0.3)
    reasons = [words.splitlines()[0].split("（取值")[0] for words in planner.asked if "\n" in words]
    assert reasons == [
        "'my scenario' 不是有效的名字；请用字母、数字、'_' 和 '-'，不要有空格",
        "没有名为 '缩短直播' 的策略；您是不是想写 '缩短直播时长'？",
        "30 需要单位；请写成 30%",
        "170d 超出范围；取值：0d 至 124d",
        "1.5d 不是整数；请写成 2d",
        "'free' 不是金额；请写成 10 yuan",
        "'1%' 不是比例之差；请写百分点（pp）：百分比可能被理解为占该比例本身的百分比",
        "100000 yuan 超出范围；取值：不小于 300000 yuan",
    ]


def test_a_file_that_is_there_is_left_alone(tmp_path):
    (tmp_path / "mine.yaml").write_text("name: mine\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="exists already"):
        new_scenario(lambda words, proposal: "mine", "en", tmp_path)
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "name: mine\n"
