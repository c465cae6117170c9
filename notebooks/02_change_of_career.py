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
# # 2. Plan a change of career
#
# The data analyst of these notebooks knows Python and SQL, has eight hours a week and 1,500 US dollars. Which roles are
# near, what do they pay, and what would a plan look like week by week?

# %%
from datetime import date

import pandas as pd
from IPython.display import SVG

import mlcareer_graph as mcg

graph = mcg.load_graph()
knows = ["Python", "SQL:practitioner"]
person = {"hours_per_week": 8, "budget": 1500}

# %% [markdown]
# ## Which roles are near?
#
# The hours of the cheapest plan to each of five roles, proven, with what the nearest occupation pays in the United
# States, which may be a wider one than the role: the last column says how near it is.

# %%
roles = ["data analyst", "data engineer", "data scientist", "MLOps engineer", "machine learning engineer"]


def described(role):
    plan = graph.plan(role, knows, **person)
    wage = next(iter(graph.wages(role, "United States")), None)
    return {
        "role": plan.target.name,
        "fit": f"{graph.gap(role, knows).fit:.0%}",
        "hours_likely": plan.hours.likely,
        "weeks": round(plan.weeks),
        "price_usd": plan.price,
        "status": plan.status,
        "median_usd_a_year": wage and wage.median,
        "paid to": wage and f"{wage.occupation} ({wage.match} match)",
    }


pd.DataFrame(map(described, roles)).sort_values("hours_likely")

# %% [markdown]
# ## The plan
#
# She picks data engineer. Select a step in the page to see what leads to it and what it opens.

# %%
plan = graph.plan("data engineer", knows, **person)
plan

# %% [markdown]
# ## Why is that in there?
#
# Every step can say whom it serves, and the plan can say what would do instead and what more it costs.

# %%
longest = max(plan.steps, key=lambda step: step.hours.likely)
print(longest, f"({longest.hours.likely:g} hours)")
print(plan.explain(longest))
print()
print(*plan.alternatives(longest), sep="\n")

# %% [markdown]
# ## Is it the cheapest?
#
# The plan meets its lower bound, and brings a certificate that anyone can check without the solver.

# %%
print(plan.status, plan.cost, plan.bound)
print(plan.certificate)
print("the certificate holds:", bool(plan.certificate.check(graph)), "| the plan holds:", bool(plan.verify()))

# %% [markdown]
# A degree is a gate, not something that the plan makes her do. What the role asks for is listed beside the steps.

# %%
for gate in plan.gates:
    names = " or ".join(graph[option].name for option in gate.requirement.options)
    print(f"{gate.requirement.strength}, {'met' if gate.is_met else 'open'}: {names}")

# %% [markdown]
# ## Week by week
#
# She starts on the first Monday of 2027. What needs nothing from one another can go side by side; the longest chain sets
# the date.

# %%
schedule = plan.schedule(start=date(2027, 1, 4))
print(schedule)
schedule.to_frame()[["name", "begin", "end", "hours_likely", "slack_weeks", "is_critical"]].head(12)

# %%
print(*schedule.milestones[:8], sep="\n")

# %% [markdown]
# ## How sure is that?
#
# All hours are estimates. If each errs on its own, errors cancel out; if all err together, they add up. The truth lies
# between.

# %%
odds = plan.uncertainty(start=date(2027, 1, 4))
print(odds)
odds.to_frame()

# %% [markdown]
# ## A picture for the wall
#
# The drawing alone, as SVG. `schedule.save("plan.ics")` puts the same into a calendar.

# %%
SVG(plan.view().picture)

# %% [markdown]
# ## Half a year later
#
# Some of it is done. What is left is planned again, with what is known now.

# %%
done = [entry.step for entry in schedule.steps if entry.end < date(2027, 7, 1)]
rest = plan.replan(done)
print(f"{len(done)} steps are done, {len(rest.steps)} are left.")
print(f"{rest.hours.likely:,.0f} of {plan.hours.likely:,.0f} hours remain.")
