"""Mesa habit 2: what a DataCollector noted, a row for every day lived. Run: python notebooks/mesa_habits/2_collect.py

Mesa 习惯二：DataCollector 每天记一行。
"""

from sim import LiveCommerceModel

model = LiveCommerceModel("elder_mode", users=200, days=30, seed=1)
while model.running:
    model.step()

table = model.datacollector.get_model_vars_dataframe().set_index("day")
print(table[["daily_active_users", "stickiness", "minutes", "orders", "left"]].tail(7).round(2))
