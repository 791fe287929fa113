"""Targets: read from evidence a fit may see, with one message for each mistake."""

from __future__ import annotations

import math

import pytest

from calibration.evidence import HELD_OUT, fitting_rows, load
from calibration.moments import keys_of
from calibration.targets import load_targets
from sim.base.errors import ScenarioError

GOOD = """\
name: ours
question: What do our users do?
targets:
  - metric: bounce_rate
    value: 65%
    tolerance: 1.5pp
    evidence: B10
    reason: rounded to 5 points
"""


def read(tmp_path, text):
    path = tmp_path / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    return load_targets(str(path))


def test_the_targets_of_the_industry_are_well_formed():
    targets = load_targets()
    assert len(targets) > 40 and any(t.above for t in targets)
    assert len(keys_of(targets)) > 40
    assert {t.evidence for t in targets} <= set(fitting_rows())


def test_the_patterns_of_the_specification_have_targets():
    """Evidence of docs/model.md section 1 and the rows among B02-B19 that a fit may use; others are set directly."""
    rests = {t.evidence for t in load_targets()}
    assert {"W01", "W02", "W03", "W05", "W07", "W08", "W09", "W10", "W11", "W12", "W13", "W14", "W15", "W16", "W18",
            "W22", "W24", "W33", "W36", "W37", "W38", "W39", "W40", "W41", "W42", "W44", "W20", "W21", "W27", "W47",
            "W49", "W51", "W52", "W53", "W55", "B02", "B04", "B05", "B06", "B07", "B10", "B14", "B17", "B18", "P01",
            "P02", "P03"} <= rests


def test_a_response_is_a_target_as_a_metric_is(tmp_path):
    (target,) = read(tmp_path, GOOD.replace("bounce_rate", "faster_delivery_orders").replace("B10", "W53")
                     .replace("65%", "0.0774").replace("1.5pp", "0.03"))
    assert target.keys == (("faster_delivery_orders", "all"),) and target.miss(0.1374) == pytest.approx(2.0)


def test_a_miss_is_counted_in_tolerances_and_only_outside_an_interval(tmp_path):
    (point,) = read(tmp_path, GOOD)
    assert point.miss(0.68) == pytest.approx(2.0)
    (wide,) = read(tmp_path, GOOD.replace("value: 65%", "interval: [50%, 70%]"))
    assert wide.miss(0.6) == 0.0
    assert wide.miss(0.47) == pytest.approx(-2.0)
    assert wide.miss(math.nan) == 10.0


def test_a_sign_test_is_met_by_any_difference_in_its_direction(tmp_path):
    (sign,) = read(tmp_path, GOOD.replace("value: 65%", "segment: gen_z\n    above: silver"))
    assert sign.miss(0.001) == 0.0 and sign.miss(-0.001) < 0.0
    assert not sign.fitted and sign.keys == (("bounce_rate", "gen_z"), ("bounce_rate", "silver"))


def test_own_numbers_name_their_source(tmp_path):
    (own,) = read(tmp_path, GOOD.replace("evidence: B10", "source: our logs of May 2025"))
    assert own.evidence == "our logs of May 2025" and own.grade == "measured"


def test_a_reason_is_one_text_for_everybody_or_one_for_each_language(tmp_path):
    (plain,) = read(tmp_path, GOOD)
    assert plain.reason == {"en": "rounded to 5 points", "zh": "rounded to 5 points"}
    (both,) = read(tmp_path, GOOD.replace("rounded to 5 points", "{en: rounded, zh: 取整}"))
    assert both.reason == {"en": "rounded", "zh": "取整"}


def test_the_reasons_of_the_industry_are_told_in_both_languages():
    same = {t.name for t in load_targets() if t.reason["en"] == t.reason["zh"]}
    assert same == set()


TWICE = GOOD + GOOD[GOOD.index("  - metric"):]
WRONG = {
    "unknown field": (("value:", "vlaue:"),
                      "ours.yaml:5:5: targets[0].vlaue: unknown field 'vlaue'; did you mean 'value'?"),
    "unknown metric": (("bounce_rate", "bounce"),
                       "ours.yaml:4:13: targets[0].metric: unknown metric, pattern or response 'bounce'; did you "
                       "mean 'bounce_"),
    "unknown segment": (("value: 65%", "value: 65%\n    segment: silvr"), "did you mean 'silver'?"),
    "unknown other segment": (("value: 65%", "above: genz"), "did you mean 'gen_z'?"),
    "a response of a group": (("bounce_rate\n    value: 65%\n    tolerance: 1.5pp", "coupon_day_sales\n    "
                               "segment: silver\n    value: 1\n    tolerance: 0.1"),
                              "ours.yaml:5:14: targets[0].segment: 'coupon_day_sales' is a response, and told of "
                              "everybody; leave out 'segment'"),
    "a response of two groups": (("bounce_rate\n    value: 65%\n    tolerance: 1.5pp", "message_lift\n    "
                                  "above: silver"), "leave out 'above'"),
    "no number": (("    value: 65%\n", ""), "needs exactly one of value, interval and above, found none"),
    "two numbers": (("value: 65%", "value: 65%\n    interval: [1%, 2%]"), "found value and interval"),
    "no tolerance": (("    tolerance: 1.5pp\n", ""), "targets[0].tolerance: is missing: how far off may"),
    "zero tolerance": (("1.5pp", "0pp"), "ours.yaml:6:16: targets[0].tolerance: must be above 0, found 0pp"),
    "tolerance in per cent": (("1.5pp", "1.5%"), "write percentage points, pp"),
    "tolerance in per cent, with a blank": (("1.5pp", "1 %"), "tolerance: '1 %' is not a difference of"),
    "tolerance as a share": (("1.5pp", "0.01"), "0.01 needs a unit; write 1pp (0.01 as a share) or 0.01pp"),
    "tolerance without unit": (("1.5pp", "1.5"), "1.5 needs a unit; write 1.5pp"),
    "a share without unit": (("65%", "65"), "65 needs a unit; write 65%"),
    "a share beyond 100 %": (("65%", "650%"), "650% is out of bounds; allowed: 0% to 100%"),
    "a number that is none": (("65%", "much"), "ours.yaml:5:12: targets[0].value: 'much' is not a share"),
    "a unit where none is": (("bounce_rate\n    value: 65%\n    tolerance: 1.5pp", "return_slope\n    value: 48%\n    "
                              "tolerance: 0.1"), "'48%' has a unit; write a number alone"),
    "backwards": (("value: 65%", "interval: [70%, 60%]"), "runs backwards; write [60%, 70%]"),
    "interval of three": (("value: 65%", "interval: [1%, 2%, 3%]"), "a list of two numbers is needed"),
    "interval of one": (("value: 65%", "interval: 60%"), "a list of two numbers is needed"),
    "unknown evidence": (("B10", "B99"), "ours.yaml:7:15: targets[0].evidence: unknown evidence 'B99'"),
    "held-out evidence": (("B10", "L11"), "'L11' is kept to test predictions; no target may rest on it"),
    "evidence of another unit": (("B10", "W18"), "'W18' is measured in days, 'bounce_rate' in share"),
    "no evidence": (("    evidence: B10\n", ""), "needs either evidence (the id of a row) or source"),
    "two sources": (("evidence: B10", "evidence: B10\n    source: ours"), "needs either evidence"),
    "no reason": (("    reason: rounded to 5 points\n", ""), "targets[0].reason: is missing"),
    "an empty reason": (("rounded to 5 points", "''"), "text is needed"),
    "a reason in one language": (("rounded to 5 points", "{en: rounded}"),
                                 "ours.yaml:8:13: targets[0].reason: is needed in en and zh, or as one text for both; "
                                 "found en"),
    "a reason in another language": (("rounded to 5 points", "{en: a, zh: b, fr: c}"), "found en, zh, fr"),
    "an empty reason in one language": (("rounded to 5 points", "{en: a, zh: ''}"), "text is needed"),
    "fit that is no truth": (("value: 65%", "value: 65%\n    fit: maybe"), "true or false is needed, found 'maybe'"),
    "no targets": ((GOOD[GOOD.index("targets:"):], "targets: []\n"), "at least one target is needed"),
    "targets missing": ((GOOD[GOOD.index("targets:"):], ""), "targets: is missing"),
    "no name": (("name: ours\n", ""), "name: is missing"),
    "twice the same": ((GOOD, TWICE), "'bounce_rate' of 'all' is a target already (targets[0]); each counts once"),
    "a list at the top": ((GOOD, "- metric: bounce_rate\n"), "a file holds fields"),
    "no YAML": (("value: 65%", "value: [65%"), "is not YAML"),
}  # fmt: skip


@pytest.mark.parametrize("change", WRONG)
def test_a_wrong_file_says_where_and_what(change, tmp_path):
    (old, new), said = WRONG[change]
    assert old in GOOD
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, GOOD.replace(old, new))
    assert said in str(error.value)
    assert str(error.value).startswith("ours.yaml")


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path):
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, GOOD.replace("B10", "B99").replace("65%", "65"))
    assert len(str(error.value).splitlines()) == 2


@pytest.mark.parametrize("held_out", [row.id for row in load(HELD_OUT).values()])
def test_no_target_may_rest_on_evidence_that_is_kept_for_validation(held_out, tmp_path):
    with pytest.raises(ScenarioError, match="no target may rest on it"):
        read(tmp_path, GOOD.replace("B10", held_out))


def test_an_unknown_file_names_the_nearest_one():
    with pytest.raises(ScenarioError, match="did you mean 'industry'"):
        load_targets("industri")


@pytest.mark.parametrize("change", ["tolerance in per cent, with a blank", "tolerance as a share", "zero tolerance"])
def test_one_mistake_is_told_in_one_sentence(change, tmp_path):
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, GOOD.replace(*WRONG[change][0]))
    assert len(str(error.value).splitlines()) == 1
