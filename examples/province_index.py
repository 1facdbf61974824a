"""An index of science, technology and industry in 31 provinces of China, 2012-2022: built, doubted, and used.

python examples/province_index.py          (Moran's I wants PySAL: pip install "newind[spatial]")
"""

from __future__ import annotations

from importlib.util import find_spec

import pandas as pd

import newind as ni
from newind.accounts.regions import region
from newind.index.coupling import coordination, grade_names, obstacles
from newind.index.dynamics import beta, sigma
from newind.index.spatial import moran
from newind.index.tables import table
from newind.index.tables.contiguity import neighbours

YEAR, SEED = 2022, 1


def built() -> ni.index.Index:
    """Two things in: a table of figures (shipped, ratios from the yearbooks) and a specification of what they are."""
    return ni.index.build(table("china-sti"), "china-sti")


def ranks_with_intervals(index: ni.index.Index) -> pd.DataFrame:
    """A rank is one of many: 1,000 other defensible ways to build the index say how far it can be relied on."""
    found = index.uncertainty(1000, seed=SEED).ranks.xs(YEAR, level="time").sort_values("nominal")
    shown = found[["nominal", "low", "high"]].astype(int).rename(columns={"nominal": "rank"})
    return shown.assign(score=index.scores["index"].xs(YEAR, level="time").round(1)).rename(index=name)


def entropy_against_equal(index: ni.index.Index) -> pd.DataFrame:
    """Entropy weights follow spread, not importance. What they change shows in the weights and in the ranks."""
    entropy = index.replay({"weight": "entropy"})
    both = pd.DataFrame({"equal": index.weights["effective"], "entropy": entropy.weights["effective"]})
    return both.loc[list(index.tree.indicators)].round(3).rename(index=index.spec.label)


def largest_moves(index: ni.index.Index) -> pd.Series:
    """Places won by entropy weights (minus: lost), for the five provinces that move most."""
    entropy = index.replay({"weight": "entropy"})
    moved = (index.ranks["index"] - entropy.ranks["index"]).xs(YEAR, level="time").astype(int)
    return moved[moved.abs().sort_values(ascending=False).index[:5]].rename(index=name)


def coordination_over_time(index: ni.index.Index) -> pd.DataFrame:
    """Do the pillars grow together? D is high where they are high and near each other."""
    found = coordination(index.scores, list(index.tree.pillars))
    count = found.groupby(["grade_en", "time"]).size().unstack(fill_value=0)[[2012, 2017, YEAR]]
    ordered = [grade["en"] for grade in grade_names() if grade["en"] in count.index]
    return count.loc[ordered].loc[lambda t: t.any(axis=1)]


def obstacles_of(index: ni.index.Index, unit: str) -> pd.DataFrame:
    """What keeps a province from the top: weight times distance, as shares."""
    indicators = list(index.tree.indicators)
    weights = index.weights["effective"].loc[indicators]
    found = obstacles(index.scores.loc[[(unit, YEAR)], indicators], weights).nsmallest(4, "rank")
    named = found.assign(indicator=found["element"].map(index.spec.label), share=found["obstacle"].round(3))
    return named.set_index("indicator")[["share"]]


def convergence(index: ni.index.Index) -> str:
    """Sigma: does the spread shrink? Beta: do those behind grow faster?"""
    scores = index.scores["index"]
    spread, said = sigma(scores)["variation"], beta(scores).summary()
    return (
        f"coefficient of variation {spread[2012]:.3f} in 2012, {spread[YEAR]:.3f} in {YEAR}; "
        f"beta {said['coefficient']:.4f} (p {said['p']:.3f}), half of the gap in {said['half_life']:.0f} years"
    )


def likeness_of_neighbours(index: ni.index.Index) -> pd.DataFrame:
    """Moran's I: do provinces that share a border score alike? (Hainan counts as a neighbour of Guangdong.)"""
    return moran(index.scores["index"], neighbours()).loc[[2012, 2017, YEAR], ["I", "expected", "p_sim"]].round(3)


def name(code: str) -> str:
    """Return the name of a province."""
    return region(code).en


def main() -> None:
    """Print one small table a question."""
    index = built()
    print(index, end="\n\n")
    print(f"Ranks {YEAR} with 5-95 % intervals", ranks_with_intervals(index).to_string(), sep="\n", end="\n\n")
    print("Weights in the index", entropy_against_equal(index).to_string(), sep="\n", end="\n\n")
    print("Places won by entropy weights", largest_moves(index).to_string(), sep="\n", end="\n\n")
    print("Provinces by grade of coordination", coordination_over_time(index).to_string(), sep="\n", end="\n\n")
    for unit in ("CN-GD", "CN-NM"):
        print(f"Obstacles of {name(unit)} {YEAR}", obstacles_of(index, unit).to_string(), sep="\n", end="\n\n")
    print("Convergence:", convergence(index), end="\n\n")
    if find_spec("esda"):
        print("Moran's I", likeness_of_neighbours(index).to_string(), sep="\n")
    else:
        print('Moran\'s I: not computed, PySAL is not installed (pip install "newind[spatial]")')


if __name__ == "__main__":
    main()
