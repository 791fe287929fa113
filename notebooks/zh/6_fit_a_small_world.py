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
# # 6. 拟合一个小世界，看数据说不出什么
#
# **问题：** 模型怎样从数据里得到参数？哪些参数，这类数据再多也给不出？
# **时间：** 30 分钟。
#
# **学完之后，你可以** 拟合小世界的两个参数，用“已知真相”的世界检验拟合，并举出两个看上去一样、答案却不同的世界。

# %%
import numpy as np
from classroom import BLUE, GREY, ORANGE, plt, say

from calibration.moments import Setting, simulate_moments
from sim import compare

small = Setting(users=400, burn_in=60, days=60, seed=1)
LOOKED_AT = [("dau_over_mau", "all"), ("orders_per_active_user", "all")]


def looks(**parameters: float) -> np.ndarray:
    """What a world with these parameters shows: daily over monthly users, orders per active user."""
    shown = simulate_moments(parameters, small, LOOKED_AT)
    return np.array([shown.values[key] for key in LOOKED_AT])


looks()

# %% [markdown]
# ## 转动一个旋钮
#
# `open_intercept` 表示人们有多愿意打开应用（对数几率刻度：数字本身没有单位，只表示往上推或往下压）。
#
# **先预测：** 把它调大，每天都来的用户比例（DAU/MAU）是直线上升，还是因为习惯而越升越快？

# %%
knob = np.linspace(-2.5, 1.5, 9)
seen = np.array([looks(open_intercept=value) for value in knob])
figure, axes = plt.subplots()
axes.plot(knob, 100 * seen[:, 0], color=BLUE, marker="o")
axes.axhspan(45, 65, color="#dfe3e8", label=say("what platforms report"))
axes.set(title=say("One knob and what it does"), xlabel="open_intercept", ylabel=say("DAU/MAU, %"))
axes.legend()
plt.show()

# %% [markdown]
# ## 拟合：从看到的倒推旋钮
#
# *拟合*就是把箭头反过来。下面是一个世界的“数据”，它的真相只有下一个单元格知道。用两个旋钮把它找出来：打开意愿和购买意愿。每一步都把每个旋钮轻轻动一下，
# 看看什么变了，再朝着让两个数都更接近的方向走（这就是高斯–牛顿法；`livesim calibrate` 用全部目标和三十来个旋钮做同样的事，要算几个小时）。

# %%
truth = {"open_intercept": -0.9, "buy_intercept": -5.0}
data = looks(**truth)
NAMES, step = list(truth), 0.3


def fit(start: dict[str, float], rounds: int = 4) -> list[dict[str, float]]:
    """The way of a small search: the point of every round."""
    way = [dict(start)]
    for _ in range(rounds):
        here = way[-1]
        now = np.log(looks(**here))
        slopes = [(np.log(looks(**here | {name: here[name] + step})) - now) / step for name in NAMES]
        move = np.linalg.solve(np.array(slopes).T, np.log(data) - now)
        way.append({name: here[name] + float(np.clip(one, -0.8, 0.8)) for name, one in zip(NAMES, move, strict=True)})
    return way


way = fit({"open_intercept": -1.8, "buy_intercept": -6.0})
for point in way:
    print({name: round(value, 2) for name, value in point.items()})

# %%
figure, axes = plt.subplots(figsize=(5.2, 4.0))
axes.plot(*np.array([list(point.values()) for point in way]).T, color=BLUE, marker="o", label=say("the way of the fit"))
axes.plot(*truth.values(), "*", color=ORANGE, markersize=15, label=say("the truth"))
axes.set(title=say("Finding a truth that we know"), xlabel="open_intercept", ylabel="buy_intercept")
axes.legend()
plt.show()

# %% [markdown]
# 它停在了真相附近，因为数据就出自这个模型，运气也相同。但没有正好落在上面，多走几轮也没什么用：400 人的订单很少，多一单少一单，这个数就跳一下。在真实数据上使用之前，*一定*要这样检验：找不到已知真相的拟合，也找不到未知的真相。
#
# ## 数据说不出什么
#
# `buy_selling_time` 表示主播给每件商品的讲解时间变短时，购买会减少多少。在基线里，所有主播都用平常的时间讲解。下面是两个世界，一个取小值，一个取大值。
#
# **先预测：** 两个基线相差多少？

# %%
little, much = {"buy_selling_time": 0.1}, {"buy_selling_time": 1.5}
print(looks(**little), looks(**much))
print(say("the same to the last digit: {same}", same=bool((looks(**little) == looks(**much)).all())))

# %% [markdown]
# 这个平台的日志无论多长，都分不出这两个世界。现在向它们问同一个问题：缩短直播会改变什么？

# %%
asked = {"users": 800, "days": 90, "replicates": 5, "seed": 1, "workers": 1, "fixed": True,
         "metrics": ["orders_per_base_user", "rebuy_rate", "base_retention"], "segments": ["all", "gen_z"]}
answers = {}
for name, world in (("little", little), ("much", much)):
    rows = compare("baseline", "shorter_streams", set_=world, **asked).table
    answers[name] = rows.query("metric == 'orders_per_base_user' and segment == 'all'").iloc[0]
figure, axes = plt.subplots(figsize=(6.6, 2.2))
axes.axvline(0, color=GREY, linewidth=1)
for place, row in enumerate(answers.values()):
    axes.plot([row["low"], row["high"]], [place, place], color=(BLUE, ORANGE)[place], linewidth=4)
    axes.plot([row["difference"]], [place], "o", color=(BLUE, ORANGE)[place])
axes.set(title=say("Two worlds that look alike answer differently"), xlabel=say("change of orders per user by shorter streams"),
         yticks=[0, 1], yticklabels=[say("little weight"), say("much weight")], ylim=(-0.6, 1.6))
plt.show()

# %% [markdown]
# 所以 livesim 在每个副本里都从很宽的先验里重新抽取这类参数；也因此，同类数据再多，可能的范围也不会变窄。有用的是*另一类*数据：真的缩短一部分直播，做测试看看。
#
# ## 练习 1：再找一个
#
# 请查明 `elder_adoption`（提供长辈模式时，用户启用它的概率）能否从基线里看出来。把取 0.01 和 0.05 的两个世界所显示的放进 `mine`：`(第一个, 第二个)`。

# %%
mine = None

# %% [markdown]
# <details>
# <summary>参考解法（点击展开）</summary>
#
# ```python
# mine = (looks(elder_adoption=0.01), looks(elder_adoption=0.05))
# print(mine)
#
# assert mine is not None and len(mine) == 2
# assert (mine[0] == mine[1]).all() and (mine[0] > 0).all(), "nobody is offered elder mode in a baseline"
# ```
#
# </details>

# %% [markdown]
# ## 练习 2：一个数，两个旋钮
#
# 假如你只有 DAU/MAU 这一个数，而两个旋钮都能提高它：`open_intercept` 和 `open_habit`。请找到第二个世界：`open_habit=1.0`，
# 且 DAU/MAU 与 `looks()` 相差不到 1.5 个百分点。它需要怎样的 `open_intercept`？把这个数放进 `mine`。（可以多试几个值，或用二分法。）

# %%
mine = -4.0

# %% [markdown]
# <details>
# <summary>参考解法（点击展开）</summary>
#
# ```python
# goal, low, high = looks()[0], -4.0, 2.0
# for _ in range(8):
#     mine = (low + high) / 2
#     low, high = (mine, high) if looks(open_habit=1.0, open_intercept=mine)[0] < goal else (low, mine)
# print(mine)
#
# assert abs(looks(open_habit=1.0, open_intercept=mine)[0] - looks()[0]) < 0.015
# ```
#
# </details>

# %% [markdown]
# **带走一句话：** 拟合只说明哪些世界*有可能*；如果可能的世界给出不同答案，就如实说出来，并去做测试。最后一课：把模型变成你自己的。
