# %% [markdown] en
# # 1. Meet one user
#
# **Question.** What does one person on a live-commerce platform do all day, and what makes her come back tomorrow?
# **Time.** 25 minutes.
#
# **Afterwards you can** open a world of Mesa agents, read off who somebody is, live one day at a time, and say in
# which order a day happens.
#
# Run the cells from top to bottom (Shift + Enter). The first one takes longest: it translates the model for your
# machine, once.
# %% [markdown] zh
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
# %% [markdown] en
# `model` is a Mesa model. Every agent is one user with a past: the days before day 0 have been lived already. 200 of them
# have opened the app in the last 30 days; the others are on trial, silent or have uninstalled (`life_stage`), and may
# come back. Pick one silver user (60 or older) who opens the app now and then, not every day.
# %% [markdown] zh
# `model` 是一个 Mesa 模型，每个智能体就是一位用户，而且都有“过去”：第 0 天之前的日子已经过完了。其中 200 位在最近 30 天里打开过应用；
# 其余的还在试用、已沉默或已卸载（`life_stage`），都可能再来。我们挑一位银发用户（60 岁及以上），她时不时打开应用，但不是每天都来。
# %%
silver = model.agents.select(lambda user: type(user).__name__ == "SilverUser" and user.life_stage == "active")
user = min(silver, key=lambda one: abs((int(one.history) & 0xFFFFFFF).bit_count() - 14))  # came on 14 of the last 28 days
who = ["age", "tier", "skill", "price_sensitivity", "habit", "trust", "satisfaction", "fatigue"]
model.users.loc[[user.id], who].T
# %% [markdown] en
# Traits such as `skill` (how well she handles a phone, 0 to 1) never change. `habit`, `trust`, `satisfaction` and
# `fatigue` do, every evening.
#
# **Predict first.** On how many of the next 14 days will she open the app? Write your number down before you go on.
# %% [markdown] zh
# `skill`（操作熟练度，0 到 1）这类特征永远不变；`habit`（习惯）、`trust`（信任）、`satisfaction`（满意度）和 `fatigue`（疲劳）则每晚都会变化。
#
# **先预测：** 接下来 14 天里，她会有几天打开应用？写下数字，再往下走。
# %%
my_guess = 7
# %% [markdown] en
# One `model.step()` is one day of the whole platform. What our user did that day stands in `user.done`: minutes come
# in thousandths (`milliminutes`), because whole numbers add up the same on every machine.
# %% [markdown] zh
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
# %% [markdown] en
# Look at a day with many minutes and at `habit` that evening. Then at days without a minute: habit melts a little on
# each, whether she looked in or not. The steps are small; habits take weeks. A good visit leaves a trace, and the trace makes the next visit a little more likely. Nothing else is called
# retention in this model.
#
# ## The plan of a day
#
# In which order does a day happen? The command reads it off the code that lives it. Find the three parts (morning,
# users, evening), and the step that decides whether somebody opens.
# %% [markdown] zh
# 找一个停留时间长的日子，看看当晚的 `habit`；再找停留时间为零的日子：不管她有没有打开，习惯都消退一点点。每一步都很小，习惯要几周才能养成。一次好的观看会留下痕迹，
# 这痕迹让下一次打开的可能性稍高一点。模型里的“留存”就是这样一点点来的，别无其他。
#
# ## 一天的流程
#
# 一天里各件事按什么顺序发生？下面的命令直接从代码里读出来。请找出三个部分（早晨、用户、晚上），以及决定某人是否打开应用的那一步。
# %%
livesim("day")
# %% [markdown] en
# ## The same person in two worlds
#
# `livesim diary` lives two worlds that differ in one strategy only, with the same people and the same luck, and tells
# where the life of one user parts. Read the first lines: *when* do the worlds part for this user, and *why*?
# %% [markdown] zh
# ## 同一个人，两个世界
#
# `livesim diary` 让两个世界同时往前走：人相同、运气相同，只差一个策略；然后讲述某位用户的生活从哪里开始不同。请读前几行：
# 对这位用户来说，两个世界*什么时候*分岔，*为什么*？
# %%
livesim("diary", "elder_mode", "--users", 300, "--days", 30, "--quiet", lines=30)
# %% [markdown] en
# ## Exercise 1: take the habit away
#
# Agents can be changed by hand: `user.habit = 0.0` counts from the next step on. Build the same world twice (same
# seed: same people, same luck). In the second one set every agent's habit to 0. How many opens are there in the first
# 3 days of each? Put both numbers into `mine`, as `(as it was, without habit)`. Predict the second one first.
# %% [markdown] zh
# ## 练习 1：拿走习惯
#
# 智能体可以直接修改：`user.habit = 0.0` 从下一步起生效。把同一个世界建两次（种子相同：人相同，运气也相同），在第二个世界里把所有人的习惯设为 0。
# 两个世界最初 3 天各有多少次打开？把两个数放进 `mine`：`(原样, 没有习惯)`。先预测第二个数。
# %% exercise
mine = None  # (as it was, without habit)
# %% solution
def opens(without_habit: bool) -> int:
    """Opens of everybody in three days."""
    world = LiveCommerceModel("baseline", users=200, days=60, seed=1)
    if without_habit:
        world.agents.set("habit", 0.0)
    count = 0
    for _ in range(3):
        world.step()
        count += sum(one.done.opened for one in world.agents if one.life_stage != "uninstalled")
    return count


mine = (opens(without_habit=False), opens(without_habit=True))
print(mine)
# %% check
assert mine is not None
assert 0 < mine[1] < mine[0], "without habit people open less, but they do not all stay away"
# %% [markdown] en
# ## Exercise 2: who comes?
#
# Mesa sorts agents for you: `model.agents.groupby(type)` gives one group a class. Which share of each class opened on
# the last day? Make `mine` a dict such as `{"SilverUser": 0.4, ...}`.
# %% [markdown] zh
# ## 练习 2：谁会来？
#
# Mesa 可以替你分组：`model.agents.groupby(type)` 按类别给出各组智能体。最后一天，每一类用户中打开应用的比例是多少？
# 让 `mine` 成为一个字典，例如 `{"SilverUser": 0.4, ...}`。
# %% exercise
mine = {}
# %% solution
mine = {}
for kind, group in model.agents.groupby(type):
    alive = [one for one in group if one.life_stage != "uninstalled"]
    mine[kind.__name__] = sum(one.done.opened for one in alive) / len(alive)
print(mine)
# %% check
assert set(mine) == {"GenZUser", "NewMiddleUser", "SilverUser"}
assert all(0 < share < 1 for share in mine.values()), "in every class some came and some did not"
# %% [markdown] en
# **Take home.** A user is a row of numbers and one function that lives a day. Retention is what you see when many such
# days are counted. Next: all users at once.
# %% [markdown] zh
# **带走一句话：** 一位用户就是一行数字，加上一个“过一天”的函数；把许多这样的日子数在一起，就看到了留存。下一课：所有用户一起看。
