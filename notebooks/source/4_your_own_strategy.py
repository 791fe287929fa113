# %% [markdown] en
# # 4. Your own strategy, as a file
#
# **Question.** How do I say *who, when, how much, at what cost* so that a simulator, a colleague and I in half a year
# understand the same?
# **Time.** 30 minutes.
#
# **Afterwards you can** write a scenario file, let it be checked, give it a budget and a trigger, and read what
# became of the money.
# %% [markdown] zh
# # 4. 把自己的策略写成文件
#
# **问题：** 怎样写清楚*给谁、何时、多大力度、花多少钱*，让模拟器、同事和半年后的自己理解一致？
# **时间：** 30 分钟。
#
# **学完之后，你可以** 写一份情景文件并检查它，给它加上预算和触发条件，读懂钱花到哪里去了。
# %%
from classroom import GREEN, GREY, livesim, my_folder, plt, say

from sim import compare, load_scenario

folder = my_folder("lesson_4")
idea = folder / "weekend_coupons.yaml"
idea.write_text("""\
name: weekend_coupons
question: {en: Do weekend coupons make Gen Z buy again?, zh: 周末优惠券能让Z世代再次购买吗？}
extends: baseline
strategies:
  - lever: coupons
    who: {segment: gen_z}
    when: {start: 14d}
    options: {value: 20 yuan, every: 7d, valid_days: 2d}
    cost: {fixed: 20000 yuan, budget: 20 million yuan}
outcomes: [{metric: rebuy_rate, segment: gen_z, worth: 1pp}]
""", encoding="utf-8")
livesim("scenarios", "check", idea)
livesim("scenarios", "show", idea, lines=30)
# %% [markdown] en
# Everything that is left out comes from the baseline. A strength that is left out is drawn from 25 to 100 % of what was
# reported.
#
# **Predict first.** What happens with a slip of the pen, `budgit` in place of `budget`? Is it ignored, is it an error, does it say where?
# %% [markdown] zh
# 没写的内容都取自基线。没写力度时，从“报道效果的 25% 到 100%”中抽取。
#
# **先预测：** 如果手误把 `budget` 写成 `budgit`，会怎样？被忽略？报错？会说出在哪里吗？
# %%
slip = folder / "slip.yaml"
slip.write_text(idea.read_text(encoding="utf-8").replace("budget:", "budgit:"), encoding="utf-8")
print(livesim("scenarios", "check", slip))
# %% [markdown] en
# ## What became of the money
#
# Amounts are those of the real platform: however many users are simulated, they stand for 12 million. A budget is never overspent.
#
# **Predict first.** Will 20 million yuan last until day 90?
# %% [markdown] zh
# ## 钱花到哪里去了
#
# 金额按真实平台计：不论模拟多少用户，都代表 1200 万真实用户。预算绝不会超支。
#
# **先预测：** 2000 万元够用到第 90 天吗？
# %%
asked = {"users": 1500, "days": 90, "replicates": 6, "seed": 1, "workers": 1, "fixed": True,
         "metrics": ["rebuy_rate", "orders_per_base_user", "base_retention"], "segments": ["gen_z", "all"]}
comparison = compare("baseline", idea, **asked)
comparison.budgets.T
# %%
rows = comparison.table.query("segment == 'gen_z' and metric != 'base_retention'")
rows[["metric", "segment", "baseline", "treated", "difference", "low", "high", "n"]].round(4)
# %% [markdown] en
# Read both rows: does *more of them buy again* mean *they buy more*?
#
# `ended` is the day on which the money was gone: the median of the worlds in which that happened, `times` of `n`. `n` is
# small, and `fixed` takes a typical strength: this is a first look for the classroom, not an answer. (`livesim compare
# FILE --quick` is the honest first look, and says that it is one.)
#
# ## Only when it is needed: a trigger
#
# A trigger is a sentence. The push below begins on the morning after the interaction rate has been a little below its
# own last 28 days for a day, lasts a week, and then rests for two.
#
# **Predict first.** In which share of worlds does it act on a given day?
# %% [markdown] zh
# 两行都读一读：*再次购买的人变多*，等于*买得更多*吗？
#
# `ended` 是钱花完的那天：`n` 个世界里有 `times` 个花完了，取它们的中位数。`n` 很小，而且 `fixed` 取的是典型力度：
# 这只是课堂上的初步观察，不是答案。（`livesim compare FILE --quick` 才是正式的快速初看，它也会如实说明自己只是初看。）
#
# ## 只在需要时行动：触发条件
#
# 触发条件是一句话。下面的推送这样运行：互动率有一天低于自己最近 28 天的水平，次日早晨开始，持续一周，然后休息两周。
#
# **先预测：** 在某一天，有多大比例的世界里它在行动？
# %%
rescue = folder / "rescue.yaml"
rescue.write_text("""\
name: rescue
extends: baseline
strategies:
  - lever: push_messages
    when: {start: 14d, trigger: interaction_rate 1% below its last 28 days for 1d, lasts: 7d, cooldown: 14d}
    options: {per_week: 2}
    cost: {per_event: {message: 0.01 yuan}, budget: 1 million yuan}
outcomes: [{metric: base_retention, segment: all, worth: 1pp}]
""", encoding="utf-8")
livesim("scenarios", "check", rescue)
acted = compare("baseline", rescue, **asked).timeline
acted.head()
# %%
figure, axes = plt.subplots(figsize=(6.6, 2.6))
axes.bar(acted["start"], 100 * acted["share"], width=acted["end"] - acted["start"], align="edge", color=GREEN)
axes.axvline(14, color=GREY, linewidth=1)
axes.set(title=say("Days on which the push acted"), xlabel=say("day"), ylabel=say("% of worlds"), xlim=(0, 90), ylim=(0, 105))
plt.show()
# %% [markdown] en
# Every replicate has its own days: the trigger listens to its own world.
#
# ## Exercise 1: who
#
# Give the coupons to *half of the Gen Z users in lower-tier cities* only. Change `fields` accordingly and load it:
# `mine = load_scenario(fields)`. In `who`, groups are joined by `and`, `or`, `not` (in Chinese 且, 或, 非).
# %% [markdown] zh
# 每个副本行动的日子各不相同：触发条件听的是自己那个世界。
#
# ## 练习 1：给谁
#
# 只把优惠券发给*下沉市场 Z 世代用户的一半*。请相应修改 `fields` 并加载：`mine = load_scenario(fields)`。在 `who` 里，人群可以用 且、或、非（英文 and、or、not）组合。
# %% exercise
fields = {"name": "half", "extends": "baseline",
          "strategies": [{"lever": "coupons", "who": {"segment": "gen_z"}, "when": {"start": "14d"}}]}
mine = load_scenario(fields)
# %% solution
fields["strategies"][0]["who"] = {"segment": "gen_z and lower_tier", "share": "50%"}
mine = load_scenario(fields)
# %% check
who = mine.strategies[0].who
assert (who.segment, who.share) == ("gen_z and lower_tier", 0.5)
# %% [markdown] en
# ## Exercise 2: a tenth of the money
#
# Ask the first question with a budget of 2 million yuan. Put the money spent in the end (`comparison.budgets`, column `spent`)
# into `mine`. Predict: a tenth of the money, a tenth of the effect?
# %% [markdown] zh
# ## 练习 2：十分之一的钱
#
# 用 200 万元预算再问一次第一个问题。把最终花掉的钱（`comparison.budgets` 的 `spent` 列）放进 `mine`。先预测：十分之一的钱，是十分之一的效果吗？
# %% exercise
mine = float(comparison.budgets["spent"].max())
# %% solution
poor = folder / "a_tenth.yaml"
poor.write_text(idea.read_text(encoding="utf-8").replace("20 million", "2 million"), encoding="utf-8")
tenth = compare("baseline", poor, **asked)
mine = float(tenth.budgets["spent"].max())
print(mine, tenth.primary["difference"].round(4).tolist(), comparison.primary["difference"].round(4).tolist())
# %% check
assert 0 < mine <= 2_000_000, "a budget is never overspent"
# %% [markdown] en
# **Take home.** A strategy is a page that somebody else can check. Next: not one setting but many.
# %% [markdown] zh
# **带走一句话：** 策略就是一页别人能检查的文字。下一课：不止一种设置，而是很多种。
