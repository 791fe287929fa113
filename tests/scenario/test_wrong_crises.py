"""Wrong crises and responses, each with its message: clocks, chances, costs, reach and sold-out stock."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.base.message import message_of
from sim.scenario import load_scenario
from sim.texts.messages import translated
from tests.texts.english import english_in

WRONG = {
    "crisis_misspelt": (
        "host_scandel", "",
        "x.yaml:3:12: strategies[0].lever: unknown lever 'host_scandel'; did you mean 'host_scandal'?",
    ),
    "response_misspelt": (
        "golden_24", "",
        "x.yaml:3:12: strategies[0].lever: unknown lever 'golden_24'; did you mean 'golden_24h'?",
    ),
    "crash_without_unit": (
        "server_crash", "options: {minutes: 120}",
        "x.yaml:4:24: strategies[0].options.minutes: 120 needs a unit; write 120min",
    ),
    "crash_too_long": (
        "server_crash", "options: {minutes: 30h}",
        "x.yaml:4:24: strategies[0].options.minutes: 1800min is out of bounds; allowed: 1min to 1440min",
    ),
    "crash_of_no_minutes": (
        "server_crash", "options: {minutes: 0min}",
        "x.yaml:4:24: strategies[0].options.minutes: 0min is out of bounds; allowed: 1min to 1440min",
    ),
    "crash_in_days": (
        "server_crash", "options: {minutes: 2d}",
        "x.yaml:4:24: strategies[0].options.minutes: '2d': unknown unit 'd' (allowed: h, hour, hours, min, "
        "minute, minutes, 分钟, 小时)",
    ),
    "crash_option_misspelt": (
        "server_crash", "options: {minute: 20min}",
        "x.yaml:4:15: strategies[0].options.minute: unknown option of server_crash 'minute'; did you mean "
        "'minutes'? (allowed: minutes, per_year)",
    ),
    "crash_where": (
        "server_crash", "where: {category: food}",
        "x.yaml:4:5: strategies[0].where: server_crash changes users; write 'who'",
    ),
    "crash_negative_chance": (
        "server_crash", "options: {per_year: -1}",
        "x.yaml:4:25: strategies[0].options.per_year: -1 is out of bounds; allowed: 0 to 50",
    ),
    "scandal_who": (
        "host_scandal", "who: {segment: silver}",
        "x.yaml:4:5: strategies[0].who: host_scandal changes rooms; write 'where'",
    ),
    "scandal_too_often": (
        "host_scandal", "options: {per_year: 400}",
        "x.yaml:4:25: strategies[0].options.per_year: 400 is out of bounds; allowed: 0 to 50",
    ),
    "scandal_chance_is_no_number": (
        "host_scandal", "options: {per_year: often}",
        "x.yaml:4:25: strategies[0].options.per_year: 'often' is not a number; write it as 10",
    ),
    "scandal_of_nobody": (
        "host_scandal", "where: {host: 64}",
        "x.yaml:4:19: strategies[0].where.host: there is no host 64; allowed: 0 to 63",
    ),
    "scandal_has_minutes": (
        "host_scandal", "options: {minutes: 5min}",
        "x.yaml:4:15: strategies[0].options.minutes: unknown option of host_scandal 'minutes' (allowed: "
        "per_year)",
    ),
    "scandal_ramp": (
        "host_scandal", "when: {start: 14d, ramp: 7d}",
        "x.yaml:4:24: strategies[0].when.ramp: host_scandal breaks out in an hour; it has no ramp",
    ),
    "scandal_cost": (
        "host_scandal", "cost: {fixed: 5 yuan}",
        "x.yaml:4:5: strategies[0].cost: host_scandal is a crisis; nobody chooses it, so it has no cost",
    ),
    "leak_where": (
        "data_leak", "where: {share: 20%}",
        "x.yaml:4:5: strategies[0].where: data_leak changes users; write 'who'",
    ),
    "leak_cost_by_user": (
        "data_leak", "cost: {per_user: 1 yuan}",
        "x.yaml:4:5: strategies[0].cost: data_leak is a crisis; nobody chooses it, so it has no cost",
    ),
    "fraud_category": (
        "food_fraud", "where: {category: foods}",
        "x.yaml:4:23: strategies[0].where.category: unknown category 'foods'; did you mean 'food'? (allowed: "
        "apparel, beauty, culture, digital, family, food, health, home)",
    ),
    "rule_who": (
        "regulation", "who: {share: 20%}",
        "x.yaml:4:5: strategies[0].who: regulation changes rooms; write 'where'",
    ),
    "rule_too_strong": (
        "regulation", "strength: 300%",
        "x.yaml:4:15: strategies[0].strength: 300% is out of bounds; allowed: 0% to 200%",
    ),
    "statement_without_unit": (
        "golden_24h", "options: {statement: 4}",
        "x.yaml:4:26: strategies[0].options.statement: 4 needs a unit; write 4h",
    ),
    "statement_before_the_crisis": (
        "golden_24h", "options: {statement: -1h}",
        "x.yaml:4:26: strategies[0].options.statement: -1h is out of bounds; allowed: 0h to 8760h",
    ),
    "solution_after_two_years": (
        "golden_24h", "options: {solution: 800d}",
        "x.yaml:4:25: strategies[0].options.solution: 19200h is out of bounds; allowed: 0h to 8760h",
    ),
    "solution_in_minutes": (
        "golden_24h", "options: {solution: 90min}",
        "x.yaml:4:25: strategies[0].options.solution: '90min': unknown unit 'min' (allowed: d, day, days, h, "
        "hour, hours, 天, 小时)",
    ),
    "apology_twice": (
        "golden_24h", "options: {apology: 2}",
        "x.yaml:4:24: strategies[0].options.apology: 2 is out of bounds; allowed: 0 to 1",
    ),
    "refund_without_percent": (
        "golden_24h", "options: {refund: 50}",
        "x.yaml:4:23: strategies[0].options.refund: 50 needs a unit; write 50%",
    ),
    "refund_too_much": (
        "golden_24h", "options: {refund: 120%}",
        "x.yaml:4:23: strategies[0].options.refund: 120% is out of bounds; allowed: 0% to 100%",
    ),
    "coupon_without_unit": (
        "golden_24h", "options: {coupon: 10}",
        "x.yaml:4:23: strategies[0].options.coupon: 10 needs a unit; write 10 yuan",
    ),
    "coupon_too_large": (
        "golden_24h", "options: {coupon: 900 yuan}",
        "x.yaml:4:23: strategies[0].options.coupon: 900 yuan is out of bounds; allowed: 0 yuan to 200 yuan",
    ),
    "repeats_too_often": (
        "golden_24h", "options: {repeats: 99}",
        "x.yaml:4:24: strategies[0].options.repeats: 99 is out of bounds; allowed: 0 to 30",
    ),
    "answer_misspelt": (
        "golden_24h", "options: {solutoin: 72h}",
        "x.yaml:4:15: strategies[0].options.solutoin: unknown option of golden_24h 'solutoin'; did you mean "
        "'solution'? (allowed: apology, coupon, refund, repeats, solution, statement, team)",
    ),
    "failover_too_late": (
        "failover", "options: {minutes: 2000min}",
        "x.yaml:4:24: strategies[0].options.minutes: 2000min is out of bounds; allowed: 1min to 1440min",
    ),
    "failover_where": (
        "failover", "where: {share: 50%}",
        "x.yaml:4:5: strategies[0].where: failover changes users; write 'who'",
    ),
    "diversification_who": (
        "category_diversification", "who: {segment: gen_z}",
        "x.yaml:4:5: strategies[0].who: category_diversification changes rooms; write 'where'",
    ),
    "stock_below_nothing": (
        "", "parameters: {stock: -1}",
        "x.yaml:2:21: parameters.stock: parameter 'stock' is -1 days; allowed: 0 to 100",
    ),
    "heat_of_a_lever": (
        "", "parameters: {host_scandal_heat: 2}",
        "x.yaml:2:14: parameters.host_scandal_heat: 'host_scandal_heat' is the size of a strategy's push; "
        "set the strategy's strength",
    ),
}  # fmt: skip
"""Name -> (lever, the line below it, the message, or how it begins where it lists all levers)."""


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_crisis_gets_its_message(name, tmp_path, monkeypatch):
    lever, line, message = WRONG[name]
    text = f"name: x\nstrategies:\n  - lever: {lever}\n    {line}\n" if lever else f"name: x\n{line}\n"
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError) as caught:
        load_scenario("x.yaml")
    assert str(caught.value).startswith(message)
    assert english_in(translated(message_of(caught.value), "zh")) == []
