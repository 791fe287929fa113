"""Wrong command lines are answered in the language of the user."""

from __future__ import annotations

import pytest

from tests.texts.english import english_in

WRONG = {
    "compare": "缺少参数项 'SCENARIO'。",
    "compare elder_mode --users x": "'--users' 的值无效：这里需要整数",
    "compare elder_mode --users 0": "'--users' 的值无效：必须不小于 1",
    "compare elder_mode --langg": "没有选项 --langg；您是不是想写 --explain, --lang, --png？",
    "run elder_mode --engine fast": "'--engine' 的值无效：'fast' 不在可选范围内。取值：'compiled', 'agents'。",
    "run elder_mode more": "多出了无法识别的内容（more）",
    "run elder_mode --seed": "选项 '--seed' 后面需要一个值。",
    "comparre": "没有命令 'comparre'；您是不是想写 'compare'？",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_line_is_answered_in_chinese(livesim, line):
    head, _, rest = line.partition(" ")
    answer = livesim(f"{head} --lang=zh {rest}")
    usage, _, why = answer.stderr.partition("错误：")
    assert (answer.exit_code, why.strip()) == (2, WRONG[line])
    assert usage == "" or usage.startswith("用法：")  # typer does not say whose option lacks its value


def test_english_stays_as_typer_says_it(livesim):
    answer = livesim("run elder_mode --seed")
    assert answer.exit_code == 2 and "Error: Option '--seed' requires an argument." in answer.stderr


@pytest.mark.parametrize("line", [
    "compare elder_mod", "run nowhere.yaml", "run elder_mode --set a", "run elder_mode --set open_trst=1",
    "scenarios check wrong.yaml", "scenarios new --folder nowhere", "levers elder_mod", "params xyzzy",
    "sweep run nothing", "sweep status nowhere", "sweep check wrong.yaml", "repeat nowhere", "validate --targets foo",
    "patterns nowhere", "calibrate --targets foo --out fit.yaml", "compare elder_mode --precision x",
    "compare baseline",
    "run elder_mode --plugins nowhere", "diary elder_mode --users 300 --days 60 --from 90",
])  # fmt: skip
def test_a_mistake_is_answered_in_chinese(livesim, tmp_path, line):
    (tmp_path / "wrong.yaml").write_text("name: [x\nseed: many\n", encoding="utf-8")
    answer = livesim(f"{line} --lang zh")
    assert answer.exit_code in (1, 3)
    assert english_in(answer.stderr) == []


def test_the_language_of_the_environment_is_that_of_a_wrong_line(livesim, monkeypatch):
    monkeypatch.setattr("sim.cli.usage.LANG", "zh")
    assert "错误：没有选项 --nothing" in livesim("run elder_mode --nothing").stderr
    assert "Error: No such option: --nothing" in livesim("run elder_mode --lang en --nothing").stderr
