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
# # 2. 一群用户与基线
#
# **问题：** 什么都不改变时，所有用户合在一起会怎样？这与现实相差多远？
# **时间：** 25 分钟。
#
# **学完之后，你可以** 从模拟世界里读出留存、同期群和复购，按人群查看，并说出基线里哪些数字还不能信。

# %%
from classroom import BLUE, GREY, LANG, ORANGE, class_data, plt, say

from sim import run
from sim.reports.names import metric_name, segment_name

world = run("baseline", users=4000, days=120, seed=1)
days = world.daily.query("segment == 'all' and day >= 0").set_index("day")
days[["dau", "mau", "visits", "orders", "left"]].tail(3).round(0)

# %%
figure, axes = plt.subplots()
axes.plot(days.index, days["mau"], color=GREY, label=say("active in the last 30 days"))
axes.plot(days.index, days["dau"], color=BLUE, label=say("active on the day"))
axes.set(title=say("Users of a world in which nothing is changed"), xlabel=say("day"), ylim=(0, None))
axes.legend(loc="lower right")
plt.show()

# %% [markdown]
# 两条线基本是平的：每天有人离开，也有差不多的人加入。如果基线自己在漂移，它就会混进每一个“效果”里。
#
# **先预测：** 今天第一次打开应用的 100 人里，第 7 天当天还会打开的有几人？第 30 天呢？写下两个数字。

# %%
my_day_7, my_day_30 = 50, 30

# %%
cohorts = world.cohorts.query("segment == 'all' and not windowed and complete")
back = cohorts.groupby("n")[["active", "users"]].sum()
retention = back["active"] / back["users"]
figure, axes = plt.subplots()
axes.plot(retention.index, 100 * retention, color=BLUE, marker="o", label=say("simulated newcomers"))
axes.plot([7, 30], [my_day_7, my_day_30], "D", color=ORANGE, label=say("my guess"))
axes.set(title=say("Of 100 newcomers, back after n days"), xlabel=say("days since the first open"), ylim=(0, None))
axes.legend()
plt.show()

# %% [markdown]
# 多数人猜高了：我们想到的是自己认识的用户，而他们正是留下来的人。新用户很多，大部分在几周内就走了；平台的基本盘由留下来的少数人构成。
#
# 所以 livesim 用**基准留存率**评判策略：每个世界都数同一批人，也就是之前就在的人。下面按人群列出它，旁边是买过的人中再次购买的比例。

# %%
metrics = world.metrics.pivot(index="segment", columns="metric", values="value")
table = metrics[["base_retention", "rebuy_rate", "dau_over_mau", "bounce_rate", "minutes_per_active_user_day"]]
named = table.rename(index=lambda name: segment_name(name, LANG), columns=lambda name: metric_name(name, LANG))
named.round(3)

# %%
figure, axes = plt.subplots(1, 2, figsize=(6.6, 3.2), sharey=True)
order = table["base_retention"].sort_values().index
names = [segment_name(name, LANG) for name in order]
for place, metric in enumerate(("base_retention", "rebuy_rate")):
    axes[place].barh(names, 100 * table.loc[order, metric], color=(BLUE, ORANGE)[place])
    axes[place].set_title(metric_name(metric, LANG))
    axes[place].set_xlabel("%")
plt.show()

# %% [markdown]
# ## 离现实有多远，差在哪里？
#
# 尺子是公开发表的真实平台数据。*容差*表示偏离多少才算没达到，每个容差都有理由。这张表是课前模拟好的（需要很长的世界）。
#
# **先预测：** 基线在哪方面更准：观看、回访，还是购买？

# %%
targets = class_data("targets")
furthest = targets.sort_values("off", key=abs, ascending=False).head(14)[::-1]
figure, axes = plt.subplots(figsize=(6.6, 5.0))
axes.axvspan(-1, 1, color="#dfe3e8", label=say("within the tolerance"))
colours = [ORANGE if abs(off) > 1 else BLUE for off in furthest["off"]]
axes.barh(furthest[f"name_{LANG}"], furthest["off"].clip(-4, 4), color=colours)
axes.set(title=say("The 14 numbers that are furthest off"), xlabel=say("tolerances (cut at 4)"), xlim=(-4.2, 4.2))
figure.legend(loc="outside lower left")
plt.show()

# %% [markdown]
# 橙色条对应的数字，不宜当作*水平*来引用。两个世界的*差异*更可靠：水平里的偏差，多半在两个世界里都有，相减就抵消了。
#
# ## 练习 1：谁会再次购买？
#
# 用代码找出再次购买比例最高的人群（不算 `all`），把它的名称放进 `mine`。

# %%
mine = ""

# %% [markdown]
# <details>
# <summary>参考解法（点击展开）</summary>
#
# ```python
# mine = table["rebuy_rate"].drop("all").idxmax()
# print(mine)
#
# assert mine in table.index and mine != "all"
# assert (table["rebuy_rate"].drop("all") <= table.loc[mine, "rebuy_rate"]).all()
# ```
#
# </details>

# %% [markdown]
# ## 练习 2：幸存者
#
# 同事说：“第 7 天回来的用户，到第 30 天还有这么多人来，我们的新用户很忠诚！” 请用 `retention` 计算：(1) 全部新用户中第 30 天来的比例；
# (2) 同事那个比例的上限：第 30 天除以第 7 天。把两个数放进 `mine`。写计划时该用哪一个？

# %%
mine = (0.0, 0.0)

# %% [markdown]
# <details>
# <summary>参考解法（点击展开）</summary>
#
# ```python
# mine = (retention[30], retention[30] / retention[7])
# print(mine)
#
# assert 0 < mine[0] < mine[1] <= 1, "looking only at those who are still there makes everything look loyal"
# assert abs(mine[0] / mine[1] - retention[7]) < 1e-9
# ```
#
# </details>

# %% [markdown]
# **带走一句话：** 看到任何留存数字，先问*是谁的留存*；看到任何水平，先问*离实测有多远*。下一课：加入一个策略，看它改变什么。
