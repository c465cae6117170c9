# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     notebook_metadata_filter: -jupytext.text_representation.jupytext_version
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 3. What if?
#
# The data analyst of these notebooks knows Python and SQL, has eight hours a week and 1,500 US dollars. Before she
# commits to a plan she bends the question: what is each thing that she knows worth, what would money buy, and how wrong
# may the estimates be?

# %%
import pandas as pd

import mlcareer_graph as mcg

graph = mcg.load_graph()
knows = ["Python", "SQL:practitioner"]
target = "data scientist"
plan = graph.plan(target, knows, hours_per_week=8, budget=1500)
print(plan)

# %% [markdown]
# ## What is it worth that she knows Python and SQL?
#
# Each line is the difference between two cheapest plans, without and with it. And what would one thing more save?

# %%
print(plan.savings())

# %%
more = ["Calculus", "Linear algebra", "Statistics", "scikit-learn", "Docker", "Communication"]
saved = {
    name: plan.hours.likely - graph.plan(target, [*knows, name], hours_per_week=8, budget=1500).hours.likely
    for name in more
}
pd.Series(saved, name="hours_saved").sort_values(ascending=False).to_frame()

# %% [markdown]
# ## Are there other ways?
#
# The three best plans that really differ: each spends at least a twentieth of the hours of the others otherwise. No plan
# that differs so is cheaper.

# %%
plans = graph.plans(target, knows, k=3, hours_per_week=8, budget=1500)
first = {step.id for step in plans[0].steps}
pd.DataFrame(
    {
        "hours_likely": other.hours.likely,
        "steps": len(other.steps),
        "status": other.status,
        "in place of steps of the first": ", ".join(step.concept.name for step in other.steps if step.id not in first),
    }
    for other in plans
)

# %% [markdown]
# ## What does money buy?
#
# The Pareto frontier of hours and price within her budget: for each point no plan is better in both. The first line is
# about offers whose figures were checked, the second about all offers. What nobody has checked may save hours that are
# not there.

# %%
checked = graph.frontier(target, knows, hours_per_week=8, budget=1500)
everything = graph.frontier(target, knows, hours_per_week=8, budget=1500, education="all")
print("checked offers:", checked)
print("all offers:    ", everything)
print("proven to be all points:", checked.is_complete and everything.is_complete)

# %%
frame = everything.to_frame()
frame["courses"] = [", ".join(step.concept.name for step in p.steps if step.kind == "take") for p in everything]
frame

# %% [markdown]
# The plan at the end that costs most, with the courses among its steps.

# %%
max(everything, key=lambda point: point.price)

# %% [markdown]
# ## What if there is too little time?
#
# Would one year do? Where no plan fits, the answer says which limits clash, and by how much each would have to give.

# %%
tight = graph.plan(target, knows, hours_per_week=8, budget=1500, max_weeks=52)
print(tight)

# %% [markdown]
# ## What if the estimates are wrong?
#
# By how much the hours of a step may be off, all else equal, before another plan is cheaper.

# %%
plan.robustness("pandas", "statistics", "machine learning").to_frame()[
    ["name", "hours_low", "hours_likely", "hours_high", "hours_lower", "hours_upper", "covers_estimate"]
]

# %% [markdown]
# ## Try it by hand
#
# A widget: click on a box, and Python has its id in `selected`. Set `knows` or `target`, and the picture above is drawn anew.
# It needs the extra `notebook`.

# %%
widget = graph.explore("keras", knows=knows, hours_per_week=8)
widget

# %%
before = widget.plan.hours.likely
widget.knows = [*knows, "PyTorch"]
f"{before:,.0f} hours, with PyTorch {widget.plan.hours.likely:,.0f}"
