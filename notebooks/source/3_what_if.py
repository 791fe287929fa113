# %% [markdown] en
# # 3. What if?
#
# **Question.** What does elder mode change for silver users, and how sure are we?
# **Time.** 35 minutes.
#
# **Afterwards you can** compare two worlds, say why they must share their luck, and tell *simulation error* (more
# computing helps) from *not knowing* (it does not).
# %% [markdown] zh
# # 3. 如果……会怎样？
#
# **问题：** 长辈模式会给银发用户带来什么改变？我们有多大把握？
# **时间：** 35 分钟。
#
# **学完之后，你可以** 比较两个世界，说清它们为什么必须共享运气，并区分*模拟误差*（多算就能缩小）和*我们不知道的事*（多算也没用）。
# %%
import numpy as np
import pandas as pd
from classroom import BLUE, GREY, ORANGE, class_data, livesim, plt, say
from scipy import stats

from sim import compare

livesim("levers", "elder_mode", lines=8)
# %% [markdown] en
# **Predict first.** Elder mode is given to all silver users from day 14 on. By how many percentage points does their
# base retention rise within 90 days? Write one number, and a range that you are 90 % sure of.
# %% [markdown] zh
# **先预测：** 从第 14 天起，所有银发用户都能用长辈模式。90 天内，他们的基准留存率会提高几个百分点？写下一个数，再写一个你有 90% 把握的区间。
# %%
my_guess = 5.0
my_range = (0.0, 10.0)
# %%
asked = {"users": 800, "days": 90, "replicates": 8, "seed": 1, "workers": 1,
         "metrics": ["base_retention", "rebuy_rate"], "segments": ["silver", "all"]}
shared = compare("baseline", "elder_mode", fixed=True, **asked)
shared.primary[["metric", "segment", "baseline", "treated", "difference", "low", "high", "n"]].round(4)
# %%
def effects(comparison, metric="base_retention", segment="silver") -> pd.Series:
    """The effect in every replicate [percentage points]."""
    rows = comparison.replicates.query("metric == @metric and segment == @segment")
    value = (rows["numerator"] / rows["denominator"]).groupby([rows["replicate"], rows["arm"]]).first().unstack()
    return 100 * (value["elder_mode"] - value["baseline"])


def interval(values) -> tuple[float, float]:
    """The 95 % interval of the mean: what more replicates would shrink."""
    half = stats.t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / np.sqrt(len(values))
    return np.mean(values) - half, np.mean(values) + half


effects(shared).round(2)
# %%
figure, axes = plt.subplots(figsize=(6.6, 2.2))
axes.axvline(0, color=GREY, linewidth=1)
axes.plot(effects(shared), np.zeros(len(effects(shared))), "o", color=BLUE, alpha=0.6, label=say("one pair of worlds"))
axes.plot(interval(effects(shared)), [0.35, 0.35], color=BLUE, linewidth=4, label=say("the mean lies here (95 %)"))
axes.plot([my_guess], [-0.35], "D", color=ORANGE, label=say("my guess"))
axes.plot(my_range, [-0.35, -0.35], color=ORANGE, linewidth=1.5)
axes.set(title=say("What elder mode changes, silver users"), xlabel=say("base retention, percentage points"), ylim=(-1, 1), yticks=[])
axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
plt.show()
# %% [markdown] en
# How far off were you? Most of us expect too much: a strategy reaches only those who open, adopt and feel it.
#
# ## Why the worlds share their luck
#
# Both worlds above have the same people, the same hosts and the same dice: who bumps into which room at what moment.
# Only the strategy differs. What if each world rolled its own dice, as in a real A/B test on few people?
#
# **Predict first.** How many times as wide will the interval be?
# %% [markdown] zh
# 你差了多少？多数人期望过高：策略只能影响那些打开应用、启用了它、并且感受到它的人。
#
# ## 两个世界为什么要共享运气
#
# 上面两个世界里，人相同、主播相同、骰子也相同：谁在什么时候碰上哪个直播间，都一样，只有策略不同。如果每个世界各掷各的骰子，就像在一小群人上做真实的 A/B 测试，会怎样？
#
# **先预测：** 区间会变宽几倍？
# %%
my_times = 2.0
# %%
independent = compare("baseline", "elder_mode", fixed=True, luck="independent", **asked)
figure, axes = plt.subplots(figsize=(6.6, 2.4))
axes.axvline(0, color=GREY, linewidth=1)
for place, (one, colour) in enumerate(((independent, ORANGE), (shared, BLUE))):
    axes.plot(effects(one), np.full(len(effects(one)), place), "o", color=colour, alpha=0.6)
    axes.plot(interval(effects(one)), [place + 0.25] * 2, color=colour, linewidth=4)
axes.set(title=say("The same question, asked in two ways"), xlabel=say("base retention, percentage points"),
         yticks=[0, 1], yticklabels=[say("independent luck"), say("shared luck")], ylim=(-0.5, 1.6))
plt.show()
width = {name: np.ptp(interval(effects(one))) for name, one in (("shared", shared), ("independent", independent))}
print(say("independent luck: {times:.1f} times as wide; my guess: {guess}",
          times=width["independent"] / width["shared"], guess=my_times))
# %% [markdown] en
# Dots to the left of zero do not say that elder mode harms: they say that two worlds with different dice differ anyway.
# With shared luck the dice cancel out.
#
# ## Two kinds of "not sure"
#
# So far the strength of elder mode and all else was fixed at typical values. In truth nobody knows how much of a
# reported success is real, so every replicate of a real comparison draws it anew. The class has the effects of 40
# such replicates. Watch what happens to two bands as replicates are added.
# %% [markdown] zh
# 落在零左边的点，并不说明长辈模式有害，只说明骰子不同的两个世界本来就不一样。共享运气时，骰子的影响互相抵消。
#
# ## 两种“没把握”
#
# 到目前为止，长辈模式的力度和其他一切都取典型值。其实没人知道报道里的成功有几分是真的，所以正式比较的每个副本都会重新抽取。课堂数据里有 40 个这样的副本。
# 看看副本越来越多时，两条带子各自怎样变化。
# %%
drawn = class_data("elder_mode_replicates")["effect"]
counts = list(range(5, len(drawn) + 1))
error = np.array([interval(drawn[:n]) for n in counts])
unknown = np.array([np.quantile(drawn[:n], (0.05, 0.95)) for n in counts])
figure, axes = plt.subplots()
axes.fill_between(counts, *unknown.T, color=ORANGE, alpha=0.25, label=say("possible range (90 %): what nobody knows"))
axes.fill_between(counts, *error.T, color=BLUE, alpha=0.5, label=say("the mean lies here (95 %): simulation error"))
axes.axhline(0, color=GREY, linewidth=1)
axes.set(title=say("More replicates shrink one band and not the other"), xlabel=say("replicates"),
         ylabel=say("percentage points"))
figure.legend(loc="outside lower center")
plt.show()
# %% [markdown] en
# "It works on average" is the blue band. "It will work for us" is the orange one, and only knowing more (a test, a
# measurement) narrows that. (A part of it is still the luck of worlds of 2,000 people: larger worlds take that away, and
# no more.) Be careful with "positive in 20 of 20 draws" as well: the draws are ours, not the world's.
#
# ## Exercise 1: A/A
#
# What is the effect of a strategy with strength 0? Compare the baseline with the scenario `nothing` below, with
# shared luck, three replicates of 300 users. Put the effects on base retention into `mine`, as a list. What do
# you expect: about zero, or zero?
# %% [markdown] zh
# “平均来看有效”是蓝色带子；“对我们有效”是橙色带子，只有了解得更多（做测试、去测量）才能让它变窄。（其中一部分仍是 2000 人小世界的运气：世界更大，只能去掉这一部分。）同样要小心“20 次抽取中 20 次为正”：抽取是我们做的，不是现实给的。
#
# ## 练习 1：A/A 测试
#
# 力度为 0 的策略有什么效果？把基线与下面的情景 `nothing` 比较，共享运气，三个副本，每个 300 位用户。把基准留存率的效果放进列表 `mine`。
# 你预计是“大约为零”，还是“零”？
# %% exercise
nothing = {"name": "nothing", "extends": "baseline",
           "strategies": [{"lever": "elder_mode", "who": {"segment": "silver"}, "when": {"start": "14d"}, "strength": "0%"}],
           "outcomes": [{"metric": "base_retention", "segment": "silver", "worth": "1pp"}]}
mine = []
# %% solution
same = compare("baseline", nothing, **asked | {"users": 300, "replicates": 3})
rows = same.replicates.query("metric == 'base_retention' and segment == 'silver'")
value = (rows["numerator"] / rows["denominator"]).groupby([rows["replicate"], rows["arm"]]).first().unstack()
mine = list(value["nothing"] - value["baseline"])
print(mine)
# %% check
assert len(mine) == 3, "one effect a replicate"
assert all(effect == 0.0 for effect in mine), "not about zero: zero"
# %% [markdown] en
# ## Exercise 2: what does certainty cost?
#
# The interval of the mean after 10 replicates is too wide for you: you want half of it. How many replicates do you need?
# Put the number into `mine`.
# %% [markdown] zh
# ## 练习 2：确定性要花多少？
#
# 10 个副本之后，均值的区间对你来说还太宽，你想缩到一半。需要多少个副本？把数字放进 `mine`。
# %% exercise
mine = 20
# %% solution
mine = 4 * 10  # the error falls with the square root
# %% check
assert abs(np.sqrt(10 / mine) - 0.5) < 0.03, "twice the work takes away less than a third of the width"
# %% [markdown] en
# **Take home.** Predict, then compare. Share the luck. Name both bands. Next: your own strategy.
# %% [markdown] zh
# **带走一句话：** 先预测，再比较；共享运气；两种区间都要说清。下一课：你自己的策略。
