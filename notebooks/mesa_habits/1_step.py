"""Mesa habit 1: a model, its agents, a step. Run: python notebooks/mesa_habits/1_step.py

Mesa 习惯一：模型、智能体、走一步。
"""

from sim import LiveCommerceModel

model = LiveCommerceModel("baseline", users=200, days=30, seed=1)
model.step()

silver = model.agents.select(lambda user: type(user).__name__ == "SilverUser")
opened = model.agents.select(lambda user: user.done.opened == 1)
print("day", model.day, "| agents", len(model.agents), "| silver", len(silver), "| opened", len(opened))
print("mean habit", round(model.agents.agg("habit", lambda values: sum(values) / len(values)), 3))
print({kind.__name__: len(group) for kind, group in model.agents.groupby(type)})
