"""The usual slips of people who type Chinese: read where they can mean one thing, else one message at their place."""

from __future__ import annotations

import datetime

import pytest

import sim.workshop.plans  # noqa: F401  (declares the forms of a game)
from sim.base import fields
from sim.base.errors import ScenarioError
from sim.base.forms import Form
from sim.base.message import message_of
from sim.explore import form as sweep_form
from sim.scenario import form as scenario_form
from sim.scenario import load_scenario
from sim.texts.messages import translated

HEAD = "name: x\nstrategies:\n  - lever: coupons\n"

READ = {
    "start": ("    when: {{start: {}}}", lambda s: s.strategies[0].when.start, {
        "１４d": 14, "14天": 14, "十四天": 14, "两周": 14, "2个星期": 14, "二周后": 14, "14天之后": 14, "“14d”": 14,
        "2025/3/15": 14, "2025年3月15日": 14, "2025年3月15号": 14, "2025.3.15": 14, "２０２５年３月１５日": 14,
        "二〇二五年三月十五日": 14, "2025-3-15": 14, "一百零五天": 105}),
    "every": ("    when: {{every: {}}}", lambda s: s.strategies[0].when.every, {
        "每30天": 30, "每两周": 14, "每周": 7, "三十天": 30, "every 30 days": 30}),
    "on": ("    when: {{on: {}}}", lambda s: s.strategies[0].when.on, {
        "618、双11": ("618", "double_11"), "[618、双11]": ("618", "double_11"), "“６１８”": ("618",),
        "【618，双11】": ("618", "double_11")}),
    "share": ("    who: {{share: {}}}", lambda s: s.strategies[0].who.share, {
        "50％": 0.5, "５０％": 0.5, "一半": 0.5, "三成": 0.3, "百分之二十五": 0.25, "3 成": 0.3, "“50%”": 0.5}),
    "strength": ("    strength: {}", lambda s: (s.strategies[0].strength.low, s.strategies[0].strength.high), {
        "25%到100%": (0.25, 1), "25%-100%": (0.25, 1), "25％～100％": (0.25, 1), "25%至100%": (0.25, 1),
        "25% — 100%": (0.25, 1), "25% to 100%": (0.25, 1), "25%－100%": (0.25, 1), "三成到一半": (0.3, 0.5),
        "0.25-0.5": (0.25, 0.5)}),
    "budget": ("    cost: {{fixed: 1元, budget: {}}}", lambda s: s.strategies[0].cost.budget, {
        "200万": 2e6, "200 万元": 2e6, "1.2亿": 1.2e8, "两百万": 2e6, "２００万": 2e6, "一千二百万元": 1.2e7,
        "￥200万": 2e6,
        "¥300": 300, "两百五十块钱": 250, "两百五元": 250, "一点五亿": 1.5e8, "2 million": 2e6}),
    "example": ("    cost: {{fixed: 1元, example: {}}}", lambda s: s.strategies[0].cost.example, {
        "是": True, "否": False, "yes": True, "“是”": True}),
    "segment": ("    who: {{segment: {}}}", lambda s: s.strategies[0].who.segment, {
        "“银发用户”": "silver", "「银发」": "silver", "ｓｉｌｖｅｒ": "silver", "银发用户 且 （下沉用户 或 海外）":
        "(lower_tier and silver) or (overseas and silver)"}),
    "trigger": ("    when: {}", lambda s: s.strategies[0].when.trigger.value, {
        "跳出率比前２８天高１０％，持续３天": 0.1, "Z世代用户的跳出率比前28天高10%，持续3天": 0.1}),
    "key": ("    {}: {{start: 14d}}", lambda s: s.strategies[0].when.start, {"ｗｈｅｎ": 14, "“when”": 14}),
}
"""Field -> (its line, what became of it, what is written -> what is read)."""

REFUSED = {
    # signs: (what is written below HEAD, or a whole file; line:column: field, words in English, words in Chinese)
    "colon in line 1": ("name：x\nseed: 1\n", "1:5:", "'：' is a sign of Chinese typing; write ': '",
                        "请写英文符号 ': '"),
    "colon everywhere": ("name：x\nseed：1\n", "1:5:", "write ': '", "请写英文符号 ': '"),
    "colon in the middle": ("name: x\nauthor：me\nseed: 1\n", "2:7:", "write ': '", "请写英文符号 ': '"),
    "colon before a list": ("name: x\nstrategies：\n  - lever: coupons\n", "2:11:", "write ': '",
                            "请写英文符号 ': '"),
    "colon in a list": ("name: x\nstrategies:\n  - lever：coupons\n", "3:5: strategies[0]:", "write ': '",
                        "符号 ': '"),
    "colon before braces": ("    who：{segment: silver}\n", "4:8:", "write ': '", "请写英文符号 ': '"),
    "colon in braces": ("    who: {segment： silver}\n", "4:18:", "write ': '", "请写英文符号 ': '"),
    "comma": ("    who: {segment: silver，share: 50%}\n", "4:26:", "write ', '", "请写英文符号 ', '"),
    "pause": ("    who: {segment: silver、share: 50%}\n", "4:26:", "write ', '", "请写英文符号 ', '"),
    "semicolon": ("    who: {segment: silver；share: 50%}\n", "4:26:", "write ', '", "请写英文符号 ', '"),
    "brackets": ("name: x\nstrategies: 【coupons】\n", "2:13: strategies:", "write '['", "请写英文符号 '['"),
    "brackets in braces": ("    when: {on: 【618, double_11】}\n", "4:31:", "write ']'", "请写英文符号 ']'"),
    "braces": ("    who: ｛segment: silver｝\n", "4:10:", "write '{'", "请写英文符号 '{'"),
    "parentheses": ("    when: （start: 14d）\n", "4:11:", "write '{'", "请写英文符号 '{'"),
    "quotes around a text": ("name: x\nauthor: “a: b”\n", "2:9:", "write '\"'", "请写英文符号 '\"'"),
    "dash": ("name: x\nstrategies:\n  － lever: coupons\n", "3:3:", "write '- '", "请写英文符号 '- '"),
    "hash": ("name: x\n＃ 注释\nseed: 1\n", "2:1:", "write '# '", "请写英文符号 '# '"),
    "wide blank": ("name: x\nstrategies:\n　- lever: coupons\n", "3:1:", "write ' '", "请写英文符号 ' '"),
    "tab": ("name: x\nstrategies:\n\t- lever: coupons\n", "3:1:", "a tab; indent with blanks", "请用空格缩进"),
    "no blank, line 1": ("name:x\nseed: 1\n", "1:5:", "a blank is missing after ':'", "':' 后面缺一个空格"),
    "no blank, line 2": ("name: x\nauthor:me\nseed: 1\n", "2:7:", "a blank is missing after ':'",
                         "':' 后面缺一个空格"),
    "no blank in braces": ("    who: {segment:silver}\n", "4:18:", "a blank is missing after ':'", "后面缺一个空格"),
    "no blank before braces": ("    who:{segment: silver}\n", "4:8:", "a blank is missing after ':'",
                               "后面缺一个空格"),
    "no blank after a dash": ("name: x\nstrategies:\n  -lever: coupons\n", "3:3:", "write '- '", "请写成 '- '"),
    # nesting
    "too far left": ("  when: {start: 14d}\n", "4:3:", "begin in the same column", "左端对齐"),
    "too far right": ("     when: {start: 14d}\n", "4:10:", "begin in the same column", "左端对齐"),
    "a field too high": ("    start: 14d\n", "4:5: strategies[0].start:", "write it as 'strategies[].when.start'",
                         "请写成 'strategies[].when.start'"),
    "a field too deep": ("    who: {strength: 50%}\n", "4:11: strategies[0].who.strength:",
                         "write it as 'strategies[].strength'", "请写成 'strategies[].strength'"),
    "a strategy at the top": ("name: x\nlever: coupons\n", "2:1: lever:", "write it as 'strategies[].lever'",
                              "请写成 'strategies[].lever'"),
    # Chinese names of fields
    "名称": ("名称: x\n", "1:1: 名称:", "write 'name' for '名称'", "'名称' 请写成 'name'"),
    "策略": ("name: x\n策略: []\n", "2:1: 策略:", "write 'strategies' for '策略'", "'策略' 请写成 'strategies'"),
    "人群": ("    人群: {segment: silver}\n", "4:5: strategies[0].人群:", "write 'who' for", "'人群' 请写成 'who'"),
    "人群 in who": ("    who: {人群: silver}\n", "4:11: strategies[0].who.人群:", "write 'segment' for",
                  "请写成 'segment'"),
    "预算": ("    cost: {预算: 200万}\n", "4:12: strategies[0].cost.预算:", "write 'budget' for", "请写成 'budget'"),
    "成本": ("    成本: {fixed: 1元}\n", "4:5: strategies[0].成本:", "write 'cost' for '成本'", "请写成 'cost'"),
    "预算 too high": ("    预算: 200万\n", "4:5: strategies[0].预算:", "write it as 'strategies[].cost.budget'",
                    "请写成 'strategies[].cost.budget'"),
    # values that can mean two things
    "三个月": ("    when: {start: 三个月}\n", "4:19: strategies[0].when.start:", "write 90d (30 a month) or 92d",
            "请写成 90d"),
    "半年": ("    when: {start: 半年}\n", "4:19: strategies[0].when.start:", "write 180d (30 a month) or 183d",
           "183d"),
    "每月": ("    when: {every: 每月}\n", "4:19: strategies[0].when.every:", "write 30d (30 a month) or 31d",
           "31d（按日历）"),
    "一年": ("name: x\nhorizon: {days: 一年}\n", "2:17: horizon.days:", "write 360d (30 a month) or 365d", "365d"),
    "3 months": ("    when: {start: 3 months}\n", "4:19: strategies[0].when.start:", "write 90d", "不是固定的天数"),
    "第14天": ("    when: {start: 第14天}\n", "4:19: strategies[0].when.start:",
    "write 14d for 14 days after the start, "
              "or 13d for the 14. day itself", "第 14 天当天请写 13d"),
    "第一天": ("    when: {start: 第一天}\n", "4:19: strategies[0].when.start:", "or 0d for the 1. day itself",
            "请写 0d"),
    "3月1日": ("    when: {start: 3月1日}\n", "4:19: strategies[0].when.start:", "has no year; write it as 2025-03-01",
              "没有写年份；请写成 2025-03-01"),
    "2025/2/30": ("    when: {start: 2025/2/30}\n", "4:19: strategies[0].when.start:", "is not in the calendar",
                  "日历上没有"),
    "七折": ("    who: {share: 七折}\n", "4:18: strategies[0].who.share:", "takes 30% off and leaves 70%",
           "减去 30%、剩下 70%"),
    "a share of 200万": ("    who: {share: 200万}\n", "4:18: strategies[0].who.share:", "needs a unit", "需要单位"),
    "a number of yuan": ("    cost: {fixed: 200}\n", "4:19: strategies[0].cost.fixed:", "write 200 yuan",
                         "请写成 200 yuan"),
    "a range backwards": ("    strength: 一半到三成\n", "4:15: strategies[0].strength:", "write 30%..50%",
                          "大小颠倒"),
    "a range of three": ("    strength: 1%到2%到3%\n", "4:15: strategies[0].strength:", "is not a range", "不是区间"),
    "对": ("    cost: {example: 对}\n", "4:21: strategies[0].cost.example:", "true or false is needed",
          "true 或 false"),
}  # fmt: skip


def load(written, folder):
    (folder / "x.yaml").write_text(written if written.startswith("name") or "名称" in written else HEAD + written,
                                   encoding="utf-8")
    return load_scenario("x.yaml")


@pytest.mark.parametrize(("field", "written"), [(field, w) for field, (_, _, rows) in READ.items() for w in rows])
def test_what_can_mean_one_thing_is_read(field, written, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line, value, rows = READ[field]
    assert value(load(line.format(written) + "\n", tmp_path)) == pytest.approx(rows[written])


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_said_where_it_stands(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written, place, english, chinese = REFUSED[case]
    with pytest.raises(ScenarioError) as caught:
        load(written, tmp_path)
    said = message_of(caught.value)
    first = str(said).splitlines()[0]
    assert first.startswith(f"x.yaml:{place}") and english in first
    assert chinese in translated(said, "zh").splitlines()[0]


def test_there_are_many_slips():
    assert sum(len(rows) for _, _, rows in READ.values()) + len(REFUSED) >= 100


@pytest.mark.parametrize("text", [
    "question: {zh: 长辈模式：能留住吗？（草稿）}", "question:\n  zh: |\n    第一：x，y\n", "# 注：x，y",
    "author: 我：你，他",
    "question: {zh: “引号”，和：冒号}", "author: '你好：x'",
])  # fmt: skip
def test_signs_in_text_are_text(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    load(f"name: x\n{text}\n", tmp_path)
    with pytest.raises(ScenarioError, match="is not YAML"):
        load(f"name: x\n{text}\nstrategies: [coupons\n", tmp_path)


def test_a_date_of_the_start_is_read_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load("name: x\nhorizon: {start: 2025年10月1日}\n", tmp_path).horizon.start == datetime.date(2025, 10, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_mark_of_the_encoding_is_read(encoding, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.yaml").write_text("name: x\nauthor: 我\n", encoding=encoding)
    assert load_scenario("x.yaml").author == "我"


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_other_encodings_are_named(encoding, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.yaml").write_text("name: x\nauthor: 我\n", encoding=encoding)
    with pytest.raises(ScenarioError) as caught:
        load_scenario("x.yaml")
    assert str(caught.value).startswith("x.yaml: ") and "save the file as UTF-8" in str(caught.value)
    assert "UTF-8" in translated(message_of(caught.value), "zh")


def forms(above=Form):
    for form in above.__subclasses__():
        if form.__module__.startswith("sim."):
            yield form
        yield from forms(form)


def test_every_field_has_a_chinese_name_that_means_no_other_field_beside_it():
    assert scenario_form and sweep_form
    for form in forms():
        words = [word for field in form.model_fields for word in fields.CHINESE[field].split("、")]
        assert sorted({word for word in words if words.count(word) > 1}) == [], form


def test_no_chinese_name_of_a_field_is_left_over():
    assert fields.CHINESE.keys() == {field for form in forms() for field in form.model_fields}
