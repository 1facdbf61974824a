"""Pages on the packages of the policy desk, written into docs/packages: `python tools/packagepages.py [NAME …]`.

What a package moves and its preliminary WTO classification follow from data; results are simulated once and written
down, with the hash of the package that they belong to.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import newind as ni
from newind.accounts.classification import industry_name
from newind.equilibrium.quantities import Quantities
from newind.measures.headline import changes
from newind.pathways.comparing import NOISE, clear, emissions
from newind.policy.actions import actions
from newind.policy.levers import FAMILIES, levers
from newind.policy.packages import desk, package
from newind.policy.screening import screen
from newind.policy.signs import SIGNS, sign
from newind.policy.triage import NO_ADVICE
from newind.policy.triage.told import because
from pagetables import anchor, table

if TYPE_CHECKING:
    from newind.policy.ranges import Range
    from newind.policy.schema import Package, Shock
    from newind.policy.simulate import Simulation
    from newind.typing import Array

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "packages"
REGION, YEAR = "CHN", 2022
PARAMETERS = {"fair-competition": {"markup": 1.1}}
"""Parameters that must be stated before a package can be simulated."""
MANY = 50
"""Shocks from which on their values stand in a table of partners and industries."""
SHOWN = 5
"""Regions and industries on each side."""
LEAST = 5e-6
"""Change that rounds to nothing."""
PATHWAYS = {
    "cost": "lower cost of factors",
    "innovation": "independent innovation",
    "circulation": "circulation",
    "competition": "conditions of competition",
}
TOPICS = {
    "people": "people: labour share, points",
    "quality": "quality: value-added rate of manufacturing, points",
    "innovation": "innovation: knowledge inputs made at home, points",
    "green": "green: carbon per GDP, %",
    "digital": "digital: digital value added, points",
    "open": "open: value in global chains, points",
}


# ---- what is simulated
def tried(name: str) -> tuple[Simulation, Any]:
    """Return a package simulated on the shipped world, and the range of all figures on its page, one after another."""
    s = ni.simulate(ni.load("world", year=YEAR), package(name), parameters=PARAMETERS.get(name))
    return s, s.range(_figures)


def _figures(s: Simulation) -> Array:
    """Return emissions, fiscal cost and characteristics of the region, and output by industry."""
    at = s.baseline.regions.index(REGION)
    co2 = emissions(s.accounts)[at] / emissions(s.baseline)[at] - 1
    six = [c.step[at] for c in changes(s.baseline, s.accounts)]
    return np.array([co2, s.bill[at], *six, *(Quantities(s.solution, s.baseline).output[at] - 1)])


# ---- pages
def page(name: str) -> str:
    """Return the page of a package as Markdown."""
    s, found = tried(name)
    w = s.baseline
    co2, bill, six, output = np.split(_ends(found), np.cumsum([1, 1, len(TOPICS)]))
    income, at = s.range(), w.regions.index(REGION)
    rows = [("real income, %", *_stated(income, at)), ("CO₂ emissions, %", *_spanned(co2[0])),
            ("fiscal cost, billion USD", *_spanned(bill[0], 1e-3, 1)),
            *((label, *_spanned(v)) for label, v in zip(TOPICS.values(), six, strict=True))]  # fmt: skip
    lines = [
        *opening(name),
        "## What it does\n",
        f"China in the accounts of {YEAR}, medium horizon, against the same economy without it; simulated. The range "
        f"of real income is that of {len(income.corners)} cases of trade elasticities, market structures, what else is "
        f"assumed and how it is paid for, that of other figures of {len(found.corners)} of them. No number is shown "
        "where the sign is not the same in all of them, nor where real income [may not be stated]"
        "(../explanation/model.md#ranges-and-what-a-sign-is-worth).\n",
        table(["outcome", "change", "low", "high"], rows),
        *_by_family(s, name),
        "## Who gains and who loses\n",
        table(["economy", "real income, %", "low", "high"], _who(w.regions.en, income)),
        table(
            ["industry in China", "output, %", "low", "high"],
            _sides([industry_name(i, "en") for i in w.industries], output),
        ),
        *_on_provinces(name),
        "Static comparison: no adjustment cost, no new trade links, industry averages. "
        "[The equilibrium model](../explanation/model.md) · [all packages](index.md)\n",
    ]
    return "\n".join(lines)


def opening(name: str) -> list[str]:
    """Return the part of a page that needs no simulation: package, shocks, preliminary WTO classification."""
    p = package(name)
    command = f"newind simulate {name}" + "".join(f" --set {k}={v}" for k, v in PARAMETERS.get(name, {}).items())
    clause = f", clause [{p.clause}](../reference/clauses.md#{anchor(p.clause)})" if p.clause else ""
    parts = [package(n) for n in desk().families.values()] if name == desk().together else [p]
    ids = list(dict.fromkeys(s.action for part in parts for s in part.shocks if s.action))
    return [
        f"# {p.label['en']}\n",
        f"<!-- package {p.hash[:12]}; written by tools/packagepages.py -->\n",
        f"**{p.label['zh']}** · {stands_for(name)}{clause}. `{command}`\n",
        f"{p.note['en']}\n",
        f"{p.note['zh']}\n",
        "Sources: " + "; ".join(f"[{c.title}]({c.href})" if c.href else c.title for c in _sources(p, ids)) + ".\n",
        "## What it moves\n",
        *_moves(p),
        *_triage(ids),
    ]


def stands_for(name: str) -> str:
    """Return what a package is on the desk."""
    d = desk()
    said = [f"the package of {FAMILIES[f]['en'][:1].lower()}{FAMILIES[f]['en'][1:]}" for f, n in d.families.items()
            if n == name]  # fmt: skip
    said += [f"the pathway of {PATHWAYS[k]}" for k, n in d.pathways.items() if n == name]
    said += ["all families at once"] if name == d.together else []
    said += ["a contrast, no proposal"] if name in d.contrasts else []
    said += ["a scenario of trade measures abroad"] if name in d.abroad else []
    return " and ".join(said)


def _sources(p: Package, ids: list[str]) -> list[Any]:
    """Return the sources of a package and of its actions, each once."""
    found = [*p.sources, *(s for i in ids for s in actions()[i].sources)]
    return list({(s.href or s.title): s for s in reversed(found)}.values())[::-1]


def _moves(p: Package) -> list[str]:
    """Return the shocks, where they are many as a table of partners and industries."""
    if len(p.shocks) < MANY:
        return [table(["lever", "who", "what", "value", "action"], map(_shock, p.shocks))]
    (lever,), (who,) = {s.lever for s in p.shocks}, {s.region for s in p.shocks}
    cells = {(c, i): valued(s) for s in p.shocks for c in _each(s.partner) for i in _each(s.industry)}
    w, (partners, industries) = ni.load("world", year=YEAR), map(set, zip(*cells, strict=True))
    rows, order = [c for c in w.regions if c in partners], [i for i in w.industries if i in industries]
    goods = "; ".join(f"{i} {industry_name(i, 'en')}" for i in order)
    return [
        f"[{levers()[lever].label['en']}](../levers/{lever}.md) of {_named(who)}, by partner and industry ({goods}):\n",
        table(["partner", *order], [(_named(c), *(cells.get((c, i), "") for i in order)) for c in rows]),
    ]


def _each(selection: Any) -> list[str]:
    return [selection] if isinstance(selection, str) else list(selection)


def _shock(s: Shock) -> tuple[str, ...]:
    lever = levers()[s.lever]
    who = _named(s.region) + (f"; with {_named(s.partner)}" if "partner" in lever.scope else "")
    who += f" (tables of {s.table})" if s.table else ""
    options = "".join(f"; {k.replace('_', ' ')} {str(v).replace('_', ' ')}" for k, v in s.options.items())
    what = _goods(s.industry) + (f", for {_goods(s.user)}" if s.user != lever.user else "")
    title = f"[{lever.label['en']}](../levers/{s.lever}.md)"
    return title, who, what, valued(s) + options, s.action and f"`{s.action}`"


def valued(s: Shock) -> str:
    """Return the value of a shock in words."""
    unit = levers()[s.lever].unit
    if s.mode == "scale":
        return f"times {s.value:g}"
    size = f"{100 * s.value:+g}%" if unit == "1" else f"{s.value:+g} {unit}"
    return (size if s.mode == "add" else f"to {size.lstrip('+')}").replace("-", "−")


def _named(selection: Any) -> str:
    """Return the names of economies and groups of a selection."""
    codes = ni.load("world", year=YEAR).regions
    names = dict(zip(codes, codes.en, strict=True)) | {g.id: g.label["en"] for g in ni.groups("regions")} | {"*": "all"}
    provinces = dict(zip(_provinces().regions, _provinces().regions.en, strict=True))
    chosen = [selection] if isinstance(selection, str) else selection
    return ", ".join((provinces | names)[c] for c in chosen)


def _provinces() -> ni.Accounts:
    return ni.load("china-2017").last


def _on_provinces(name: str) -> list[str]:
    """Return who gains between provinces, of the package of regional policy."""
    if name != desk().families["regional"]:
        return []
    s = ni.simulate(ni.with_abroad(_provinces()), package(name))
    found = s.range()
    size = float(np.nanmax(s.baseline.facts["abroad_size"].values))
    return [
        "## On provinces\n",
        f"`newind simulate {name} --on china-2017 --abroad shipped`: the provinces of {s.baseline.year}, an estimate, "
        f"with a rest of the world {size:.1f} times theirs by assumption ([Tables with a boundary]"
        "(../explanation/boundary-tables.md#a-boundary-that-responds)); medium horizon.\n",
        table(["region", "real income, %", "low", "high"], _who(s.baseline.regions.en, found)),
    ]


def _goods(selection: Any) -> str:
    names = {g.id: g.label["en"] for g in ni.groups("industries")} | {"*": "all", "final": "final users"}
    chosen = [selection] if isinstance(selection, str) else selection
    return "; ".join(names.get(c) or industry_name(c, "en") for c in chosen)


def _triage(ids: list[str]) -> list[str]:
    """Return the preliminary WTO classification of the actions of a package."""
    if not ids:
        return []
    found = screen(actions().select(ids=ids))
    rows = [(f"`{t.action.id}`", t.action.label["en"], t.tag, t.article, because(t, "en")) for t in found]
    title, head = "## Preliminary WTO classification of its actions\n", ["action", "", "tag", "basis", "why"]
    return [title, table(head, rows), f"{NO_ADVICE['en']}\n"]


def _by_family(s: Simulation, name: str) -> list[str]:
    """Return what each family adds, where the package has all."""
    if name != desk().together:
        return []
    at = s.baseline.regions.index(REGION)
    rows = [(FAMILIES[f]["en"], f"[{desk().families[f]}]({desk().families[f]}.md)", _percent(v[at]))
            for f, v in s.contributions.items()]  # fmt: skip
    return ["What each family adds (Shapley values of log real income, central case):\n",
            table(["family", "package", "real income, %"], rows)]  # fmt: skip


def _sides(names: Any, spans: Array) -> list[tuple[str, ...]]:
    """Return the largest gains and losses among what surely gains or loses, from the best to the worst."""
    order = np.argsort(-spans[:, 1], kind="stable")
    sure = [int(k) for k in order if clear(*spans[k][[0, 2]]) and abs(spans[k][1]) >= LEAST]
    chosen = sure if len(sure) <= 2 * SHOWN else [*sure[:SHOWN], *sure[-SHOWN:]]
    return [(names[k], *_spanned(spans[k])) for k in chosen]


def _ends(found: Range) -> Array:
    """Return low, central and high of each figure; (n, 3)."""
    return np.stack([found.low, found.central, found.high], axis=1)


def _who(names: Any, income: Range) -> list[tuple[str, ...]]:
    """Return the largest gains and losses of real income among those that may be stated, from the best to the worst."""
    order = np.argsort(-income.central, kind="stable")
    told = [int(k) for k in order if income.stated[k] and abs(income.central[k]) >= LEAST]
    chosen = told if len(told) <= 2 * SHOWN else [*told[:SHOWN], *told[-SHOWN:]]
    return [(names[k], *_stated(income, k)) for k in chosen]


def _stated(income: Range, at: int) -> tuple[str, str, str]:
    """Return real income of a region and its range, or what may be said of its sign instead of a number."""
    low, mid, high = (_rounded(100.0 * v[at], 3) for v in (income.low, income.central, income.high))
    return (mid if income.stated[at] else SIGNS[income.sign[at]]["en"]), low, high


def _spanned(span: Array, scale: float = 100.0, digits: int = 3) -> tuple[str, str, str]:
    low, mid, high = (_rounded(v * scale, digits) for v in span)
    return (mid if clear(span[0], span[2]) else SIGNS[sign(span[0], span[2], NOISE)]["en"]), low, high


def _percent(value: float) -> str:
    return _rounded(100 * value, 3)


def _rounded(value: float, digits: int) -> str:
    text = f"{value:+,.{digits}f}"
    return text.replace("-", "−") if text.strip("+-0.,") else f"{0:.{digits}f}"


def index() -> str:
    """Return the page that lists the packages of the desk."""
    listed = map(_row, (*desk().names, *desk().abroad))
    lines = [
        "# Packages\n",
        "One package for each family of policy of section 4 of the paper and for each pathway of its abstract, all "
        "families at once, two contrasts, and a scenario of tariffs abroad, for China on the shipped world. The first "
        "are put together from the actions that come with newind; sizes are moderate, and each page says what its "
        "sizes are based on. The pathway of organisation moves nothing in the accounts: it belongs in a roadmap.\n",
        "`newind compare A B` shows up to four side by side with every shock that differs, `newind synergy A,B` what "
        "they do together.\n",
        table(["package", "", "stands for", "real income of China, %", "range"], listed),
    ]
    return "\n".join(lines)


def _row(name: str) -> tuple[str, ...]:
    """Return the line of a package in the list, with the result that its page holds."""
    held = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    (line,) = (row for row in held.splitlines() if row.startswith("| real income, % |"))
    change, low, high = (cell.strip() for cell in line.strip("|").split("|")[1:])
    return f"[`{name}`]({name}.md)", package(name).label["en"], stands_for(name), change, f"{low} to {high}"


def main() -> None:
    """Write all pages."""
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or (*desk().names, *desk().abroad):
        (FOLDER / f"{name}.md").write_text(page(name), encoding="utf-8")
    (FOLDER / "index.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
