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
# # 7. 扩展模型
#
# **问题：** 我的平台有一个人群、一种策略和一个指标，livesim 里都没有。怎样加进去？
# **时间：** 40 分钟。
#
# **学完之后，你可以** 不改动 livesim，用自己的文件夹加入人群、策略手段（lever）和指标，并知道要加一条“用户一天里的规则”需要做什么。

# %%
from classroom import BLUE, GREY, LANG, livesim, my_folder, plt, say

from sim import compare, run
from sim.reports.names import metric_name

folder = my_folder("lesson_7")
plugins = folder / "plugins"
(plugins / "segments").mkdir(parents=True, exist_ok=True)

# %% [markdown]
# ## 人群
#
# 一个 YAML 文件：两种语言的名称、谁属于它（只能用用户身上不变的特征）、成员在哪些参数上与众不同。每个数字都要写明出处。

# %%
(plugins / "segments" / "students.yaml").write_text("""\
name: students
names: {en: students, zh: 学生}
members: {age: [gen_z], tier: [lower], share: 40%}
parameters:
  price_pull: {value: 1.2, source: "our survey; size judged", grade: judged}
""", encoding="utf-8")

# %% [markdown]
# ## 策略手段（lever）
#
# 策略手段是一个小函数，只改它声明过的参数，别的都不碰。它从不直接改结果：一个“把留存加 3 个百分点”的函数，只是用你的愿望回答你的问题。
# 力度为 1 时改多少，是一个有范围、有出处的数字；力度为 0 时什么都不变，这一点会被检查。

# %%
(plugins / "calm.py").write_text('''\
"""A host who takes his time."""

from sim.base.params import parameter
from sim.levers.base import lever

parameter("calm_host_taste", -0.4, "-1..1", (-1, 0), "our test of May; size judged", scope="lever",
          text="What a calm host moves the taste for pace at strength 1.")


@lever("calm_host", reach="users", writes=("pace_taste",), evidence=("our test of May",), grade="judged")
def calm_host(edit, strength, options, sizes):
    """Teaches users to enjoy a slow stream; only the taste for pace moves."""
    edit.add("pace_taste", strength * sizes["calm_host_taste"])
''', encoding="utf-8")

# %% [markdown]
# ## 指标
#
# 给每个人一个分子和一个分母，求和、加权、分人群和区间都会自动完成。文档字符串就是报告里印出来的口径。

# %%
(plugins / "follows.py").write_text('''\
"""Who follows."""

from sim.outcomes.metrics.base import Ratio, metric


@metric("follows_per_active_day", unit="count", direction=1)
def follows_per_active_day(outcome):
    """New followers per day with an open."""
    return Ratio(outcome.people["follows"], outcome.people["active_days"])
''', encoding="utf-8")
(plugins / "texts.yaml").write_text("""\
en:
  metrics:
    follows_per_active_day: {name: follows per active day}
zh:
  levers:
    calm_host: {name: 慢节奏主播, line: 让用户喜欢慢节奏的直播。}
  metrics:
    follows_per_active_day: {name: 每活跃日新增关注, definition: 每个打开应用的日子里新增的关注数。}
  params:
    calm_host_taste: 力度为 1 时，慢节奏主播使节奏偏好移动多少。
""", encoding="utf-8")
idea = folder / "calm_students.yaml"
idea.write_text("""\
name: calm_students
extends: baseline
strategies:
  - lever: calm_host
    who: {segment: students}
    when: {start: 14d}
outcomes: [{metric: follows_per_active_day, segment: students, worth: 0.01}]
""", encoding="utf-8")
livesim("scenarios", "check", idea)

# %% [markdown]
# 没有注册，也没有安装：情景文件旁边名为 `plugins` 的文件夹会一起读入。
#
# **先预测：** 学会欣赏慢节奏直播的学生，每天关注的主播会更多、更少，还是一样？

# %%
answer = compare("baseline", idea, users=1000, days=90, replicates=6, seed=1, workers=1, fixed=True,
                 metrics=["follows_per_active_day", "bounce_rate", "base_retention"], segments=["all", "students"])
rows = answer.table[answer.table["segment"] == "students"].set_index("metric")
rows[["baseline", "treated", "difference", "low", "high"]].round(4)

# %%
figure, axes = plt.subplots(figsize=(6.6, 2.4))
axes.axvline(0, color=GREY, linewidth=1)
for place, row in enumerate(rows.to_dict("records")):
    scale = 100 / row["baseline"]
    axes.plot([row["low"] * scale, row["high"] * scale], [place, place], color=BLUE, linewidth=4)
    axes.plot([row["difference"] * scale], [place], "o", color=BLUE)
axes.set(title=say("What calm hosts change for students"), xlabel=say("change, % of the baseline"),
         yticks=range(len(rows)), yticklabels=[metric_name(metric, LANG) for metric in rows.index], ylim=(-0.6, len(rows) - 0.4))
plt.show()

# %% [markdown]
# ## 规则
#
# *规则*是用户一天里新增的一件事（例如：对主播的依恋会把她拉进应用）。规则会被编译进模型，所以不能放在插件文件夹里：它是一个小函数，输入数字、输出数字，在
# `live_day` 里被调用。CONTRIBUTING.md 里有完整做法，并且有测试照着做一遍。在这里，你可以先转动已有的旋钮：每条规则的每个数字都能设定。
# 如果人们根本不分享，世界会是什么样？

# %%
livesim("params", "share_intercept")
usual, silent = (run("baseline", users=1000, days=90, seed=1, set_=change) for change in ({}, {"share_intercept": -12}))
{name: (round(usual.metric(name), 4), round(silent.metric(name), 4)) for name in ("share_rate", "base_retention")}

# %% [markdown]
# ## 练习 1：自己的人群
#
# 为一二线城市的银发用户（`age: [silver]`，`tier: [upper]`）写文件 `plugins/segments/upper_silver.yaml`，再用 `plugins=plugins` 和
# `segments=["upper_silver"]` 运行基线。把他们的基准留存率放进 `mine`。

# %%
mine = None

# %% [markdown]
# <details>
# <summary>参考解法（点击展开）</summary>
#
# ```python
# (plugins / "segments" / "upper_silver.yaml").write_text("""\
# name: upper_silver
# names: {en: silver users of upper-tier cities, zh: 一二线城市银发用户}
# members: {age: [silver], tier: [upper]}
# """, encoding="utf-8")
# world = run("baseline", users=1000, days=90, seed=1, plugins=plugins, segments=["upper_silver"])
# mine = world.metric("base_retention", "upper_silver")
# print(mine)
#
# assert mine is not None
# again = run("baseline", users=1000, days=90, seed=1, plugins=plugins)
# assert mine == again.metric("base_retention", "silver and upper_tier"), "the same people, named in another way"
# ```
#
# </details>

# %% [markdown]
# ## 练习 2：自己的指标
#
# 写 `plugins/bounces.py`，定义指标 `bounces_per_open`：跳出次数除以打开应用的天数（`outcome.people` 的 `bounces` 和 `active_days`；方向为 -1）。
# 用 `plugins=plugins` 运行基线，把这个指标放进 `mine`。

# %%
mine = None

# %% [markdown]
# <details>
# <summary>参考解法（点击展开）</summary>
#
# ```python
# (plugins / "bounces.py").write_text('''\
# """Who leaves at once."""
#
# from sim.outcomes.metrics.base import Ratio, metric
#
#
# @metric("bounces_per_open", unit="count", direction=-1)
# def bounces_per_open(outcome):
#     """Rooms left at once, per day with an open."""
#     return Ratio(outcome.people["bounces"], outcome.people["active_days"])
# ''', encoding="utf-8")
# world = run("baseline", users=1000, days=90, seed=1, plugins=plugins)
# mine = world.metric("bounces_per_open")
# print(mine)
#
# assert mine is not None
# people = run("baseline", users=1000, days=90, seed=1, plugins=plugins).people
# expected = (people["bounces"] * people["weight"]).sum() / (people["active_days"] * people["weight"]).sum()
# assert abs(mine - expected) < 1e-9 * expected
# ```
#
# </details>

# %% [markdown]
# **带走一句话：** 把你相信的写成有出处的机制，让结果自己出来。`docs/plugins.md` 再讲一遍这些内容，`CONTRIBUTING.md` 讲怎样进入模型本身。
