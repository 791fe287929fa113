# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 1. 认识一位用户
#
# **问题：** 直播电商平台上的一个人，一天里会做些什么？是什么让她明天还想来？
# **时间：** 25 分钟。
#
# **学完之后，你可以** 打开一个由 Mesa 智能体组成的世界，看懂某位用户是谁，一天一天地往前走，并说出一天里各件事的先后顺序。
#
# 从上到下依次运行各单元格（Shift + Enter）。第一个单元格最慢：它要为这台电脑编译模型，只需一次。

# %%
import pandas as pd
from classroom import BLUE, GREEN, ORANGE, livesim, plt, say

from sim import LiveCommerceModel

model = LiveCommerceModel("elder_mode", users=200, days=60, seed=1)
print(type(model).__mro__[1], len(model.agents), model.day)

# %% [markdown]
# `model` 是一个 Mesa 模型，每个智能体就是一位用户，而且都有“过去”：第 0 天之前的日子已经过完了。其中 200 位在最近 30 天里打开过应用；
# 其余的还在试用、已沉默或已卸载（`life_stage`），都可能再来。我们挑一位银发用户（60 岁及以上），她时不时打开应用，但不是每天都来。

# %%
silver = model.agents.select(lambda user: type(user).__name__ == "SilverUser" and user.life_stage == "active")
user = min(silver, key=lambda one: abs((int(one.history) & 0xFFFFFFF).bit_count() - 14))  # came on 14 of the last 28 days
who = ["age", "tier", "skill", "price_sensitivity", "habit", "trust", "satisfaction", "fatigue"]
model.users.loc[[user.id], who].T

# %% [markdown]
# `skill`（操作熟练度，0 到 1）这类特征永远不变；`habit`（习惯）、`trust`（信任）、`satisfaction`（满意度）和 `fatigue`（疲劳）则每晚都会变化。
#
# **先预测：** 接下来 14 天里，她会有几天打开应用？写下数字，再往下走。

# %%
my_guess = 7

# %% [markdown]
# 一次 `model.step()` 就是整个平台的一天。这位用户当天做了什么，都记在 `user.done` 里。分钟数以千分之一分钟（`milliminutes`）
# 记录，因为整数在任何电脑上相加的结果都一样。

# %%
days = []
for _ in range(14):
    model.step()
    done = user.done
    days.append({
        "day": model.day - 1, "opened": done.opened, "visits": done.visits, "bounces": done.bounces,
        "minutes": done.milliminutes / 1000, "orders": done.orders,
        "habit": user.habit, "trust": user.trust, "fatigue": user.fatigue,
    })
diary = pd.DataFrame(days).set_index("day")
print(say("opened on {days} days, my guess was {guess}", days=diary["opened"].sum(), guess=my_guess))
diary.round(2)

# %%
figure, (above, below) = plt.subplots(2, 1, sharex=True, figsize=(6.6, 4.6))
above.bar(diary.index, diary["minutes"], color=BLUE)
above.set_title(say("Minutes in the app, day by day"))
labels = {"habit": say("habit"), "trust": say("trust"), "fatigue": say("fatigue")}
for (name, label), colour in zip(labels.items(), (BLUE, GREEN, ORANGE), strict=True):
    below.plot(diary.index, diary[name] - diary[name].iloc[0], color=colour, marker="o", markersize=3, label=label)
below.set_title(say("What the days leave behind: change since the first evening"))
below.set_xlabel(say("day"))
below.legend(ncols=3)
plt.show()

# %% [markdown]
# 找一个停留时间长的日子，看看当晚的 `habit`；再找停留时间为零的日子：不管她有没有打开，习惯都消退一点点。每一步都很小，习惯要几周才能养成。一次好的观看会留下痕迹，
# 这痕迹让下一次打开的可能性稍高一点。模型里的“留存”就是这样一点点来的，别无其他。
#
# ## 一天的流程
#
# 一天里各件事按什么顺序发生？下面的命令直接从代码里读出来。请找出三个部分（早晨、用户、晚上），以及决定某人是否打开应用的那一步。

# %%
livesim("day")

# %% [markdown]
# ## 同一个人，两个世界
#
# `livesim diary` 让两个世界同时往前走：人相同、运气相同，只差一个策略；然后讲述某位用户的生活从哪里开始不同。请读前几行：
# 对这位用户来说，两个世界*什么时候*分岔，*为什么*？

# %%
livesim("diary", "elder_mode", "--users", 300, "--days", 30, "--quiet", lines=30)

# %% [markdown]
# ## 练习 1：拿走习惯
#
# 智能体可以直接修改：`user.habit = 0.0` 从下一步起生效。把同一个世界建两次（种子相同：人相同，运气也相同），在第二个世界里把所有人的习惯设为 0。
# 两个世界最初 3 天各有多少次打开？把两个数放进 `mine`：`(原样, 没有习惯)`。先预测第二个数。

# %%
mine = None  # (as it was, without habit)

# %% [markdown]
# <details>
# <summary>参考解法（点击展开）</summary>
#
# ```python
# def opens(without_habit: bool) -> int:
#     """Opens of everybody in three days."""
#     world = LiveCommerceModel("baseline", users=200, days=60, seed=1)
#     if without_habit:
#         world.agents.set("habit", 0.0)
#     count = 0
#     for _ in range(3):
#         world.step()
#         count += sum(one.done.opened for one in world.agents if one.life_stage != "uninstalled")
#     return count
#
#
# mine = (opens(without_habit=False), opens(without_habit=True))
# print(mine)
#
# assert mine is not None
# assert 0 < mine[1] < mine[0], "without habit people open less, but they do not all stay away"
# ```
#
# </details>

# %% [markdown]
# ## 练习 2：谁会来？
#
# Mesa 可以替你分组：`model.agents.groupby(type)` 按类别给出各组智能体。最后一天，每一类用户中打开应用的比例是多少？
# 让 `mine` 成为一个字典，例如 `{"SilverUser": 0.4, ...}`。

# %%
mine = {}

# %% [markdown]
# <details>
# <summary>参考解法（点击展开）</summary>
#
# ```python
# mine = {}
# for kind, group in model.agents.groupby(type):
#     alive = [one for one in group if one.life_stage != "uninstalled"]
#     mine[kind.__name__] = sum(one.done.opened for one in alive) / len(alive)
# print(mine)
#
# assert set(mine) == {"GenZUser", "NewMiddleUser", "SilverUser"}
# assert all(0 < share < 1 for share in mine.values()), "in every class some came and some did not"
# ```
#
# </details>

# %% [markdown]
# **带走一句话：** 一位用户就是一行数字，加上一个“过一天”的函数；把许多这样的日子数在一起，就看到了留存。下一课：所有用户一起看。
