"""Try national tables as the shape of who uses a good: `python tools/usertrial.py FOLDER` writes what it changes.

FOLDER holds the collected figures. The structures of the estimate get, in one economy, the shares of users in each good
of its national table (BEA of the same year, Rosstat 2019, the nearest of NBS 2017, 2018, 2020), and the builder
balances them to the same totals. It is compared with the OECD table of 2019, and with national tables of years that it
was not given.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import newind as ni
from builders.annual import holdout, known
from builders.annual.concordances import ECONOMIES, TABLE
from builders.annual.estimate import estimate
from builders.annual.prior import uses
from builders.annual.tables import at_26, to_accounts
from newind.data.reference.facts import read_parquet
from newind.measures.headline import headline
from newind.measures.registry import indicators
from pagetables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from builders.annual.known import AnnualSources
    from newind.accounts.accounts import Accounts
    from newind.typing import Array

STATISTICS = Path("recent") / "statistics"
PAGE = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "estimates-world.md"
MARKS = ("<!-- tools/usertrial.py -->\n", "<!-- end -->\n")
LAST, LEAST = 2022, 0.001
"""Year whose indicators would move, and the least move shown."""
OTHER = {"USA": (2017, LAST), "CHN": (2017, 2020)}
"""Economy → year of the table that gives the shape, and of the table held out."""
KINDS = ["c4" if row["wiod26"] == "c5" else row["wiod26"] for row in TABLE]
"""Each of the 34 industries under one of the 26; leather is with textiles."""
CODES = tuple(dict.fromkeys(KINDS))
MEMBER = np.array([[float(kind == code) for code in CODES] for kind in KINDS])
USERS = uses(MEMBER.T).T
GOODS = np.isin(CODES, [f"c{k}" for k in range(1, 17)])
BEA = {
    "c1": "111CA 113FF", "c2": "211 212 213", "c3": "311FT", "c4": "313TT 315AL", "c6": "321", "c7": "322 323 511",
    "c8": "324", "c9": "325", "c10": "326", "c11": "327", "c12": "331 332", "c13": "333", "c14": "334 335",
    "c15": "3361MV 3364OT", "c16": "337 339", "c17": "22 GSLE", "c18": "23", "c19t21": "42 441 445 452 4A0",
    "c22": "721 722", "c23t26": "481 482 483 484 485 486 487OS 493", "c27": "513 GFE", "c28": "521CI 523 524 525",
    "c29": "HS ORE", "c30": "514 532RL 5411 5415 5412OP 55 561",
    "c31t35": "512 562 61 621 622 623 624 711AS 713 81 GFGD GFGN GSLG",
}  # fmt: skip
OF_BEA = {sector: code for code, some in BEA.items() for sector in some.split()}
FINAL_USES = {
    "USA": ("F010", "F06C F07C F10C", "F02S F02E F02N F02R F030 F06S F06E F06N F07S F07E F07N F10S F10E F10N"),
    "RUS": ("P3_S14 P3_S15", "P3_S13", "P51+P53 P52"),
    "CHN": ("rural urban", "government", "fixed_capital inventories"),
}
"""Columns of each table that are consumption of households, of government, and capital formation."""


def of_rosstat(sector: str) -> str | None:
    """Return the industry of a sector of Rosstat, by the division of ISIC that it begins with."""
    found = re.match(r"\w \(?(\d+)", sector)
    for row in TABLE if found else ():
        for first, last in re.findall(r"D(\d\d)(?:T(\d\d))?", row["iot45"]):
            if found and int(first) <= int(found[1]) <= int(last or first):
                return "c4" if row["wiod26"] == "c5" else row["wiod26"]
    return "c31t35" if sector == "T" else None


def users(use: pd.DataFrame, make: pd.DataFrame, of: Callable[[str], str | None], final: tuple[str, ...]) -> Array:
    """Return uses by industry that makes a good and by user, (25, 28), of a use table and industries × products."""
    products = [p for p in use.index if of(p)]
    place = [*(of(c) for c in use.columns), *CODES]
    columns = [use.loc[products, [c == code for c in place[: use.shape[1]]]].sum(axis=1) for code in CODES]
    columns += [use.reindex(columns=some.split()).loc[products].sum(axis=1) for some in final]
    made = make.reindex(columns=products).fillna(0.0)
    shares = np.array([made[[of(i) == code for i in made.index]].sum() for code in CODES])
    own = np.array([[float(of(p) == code) for p in products] for code in CODES])
    total = shares.sum(axis=0)
    return np.maximum(np.where(total > 0, shares / np.where(total > 0, total, 1.0), own) @ np.array(columns).T, 0.0)


def read_usa(folder: Path, year: int) -> Array:
    """Return the uses of a summary table of the Bureau of Economic Analysis."""
    frame = read_parquet(folder / STATISTICS / "us_bea_summary_make_use_import_2012_2023.parquet")
    wide = {kind: _wide(frame[(frame["year"] == year) & (frame["table"] == kind)]) for kind in ("Use", "Make")}
    return users(wide["Use"], wide["Make"], OF_BEA.get, FINAL_USES["USA"])


def read_rus(folder: Path) -> Array:
    """Return the uses of the table of Rosstat of 2019, at basic prices."""
    frame = read_parquet(folder / STATISTICS / "russia_sut_2019_rosstat.parquet")
    use, supply = (_wide(frame[frame["sheet"] == name]) for name in ("ТИоц", "ТР"))
    return users(use, supply.T, of_rosstat, FINAL_USES["RUS"])


def read_chn(year: int) -> Array:
    """Return the uses of a shipped table of China."""
    w = ni.load("china", year)
    of, r = np.array([[float(code == ("c4" if i == "c5" else i)) for code in CODES] for i in w.industries]), 0
    final = [w.Y4[:, :, r, [d in some.split() for d in w.demand]].sum(axis=(0, 2)) for some in FINAL_USES["CHN"]]
    return np.maximum(of.T @ np.hstack([w.Z4[:, :, r].sum(axis=0) @ of, np.array(final).T]), 0.0)


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    row, column, value = frame.columns[-3:]
    labels = frame.astype({row: str, column: str})
    return labels.pivot_table(index=row, columns=column, values=value, aggfunc="sum", fill_value=0.0)


def shape_of(folder: Path, region: str, year: int) -> Array:
    """Return the uses of an economy's national table nearest to a year."""
    if region == "CHN":
        return read_chn(min((2017, 2018, 2020), key=lambda y: abs(y - year)))
    return read_rus(folder) if region == "RUS" else read_usa(folder, year)


def used(flows: Array, region: str) -> Array:
    """Return uses of an economy by good and user, wherever bought, (25, 28)."""
    return np.asarray(np.einsum("ik,oiu,uv->kv", MEMBER, flows[:, :, ECONOMIES.index(region)], USERS, optimize=True))


def shares(uses: Array) -> Array:
    """Return the share of each user in each good."""
    total = uses.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, uses / np.where(total > 0, total, 1.0), 0.0))


def reshape(flows: Array, region: str, shape: Array) -> Array:
    """Return flows in which an economy's users of each good have the shares of a national table."""
    now = used(flows, region)
    ratio = np.divide(shares(shape), shares(now), out=np.ones_like(now), where=now > 0)
    ratio[~GOODS] = 1.0
    factor = np.ones_like(flows[0])
    factor[:, ECONOMIES.index(region)] = MEMBER @ ratio @ USERS.T
    return np.asarray(flows * np.maximum(factor, 1e-6))


def tried(k: AnnualSources, region: str, shape: Array, year: int) -> Array:
    """Return the flows of a year where all structures have the users of a national table, at the same totals."""
    shaped = {y: reshape(flows, region, shape) for y, flows in k.structures.items()}
    return estimate(replace(k, structures=shaped), [year])[year]


def distance(flows: Array, region: str, shape: Array) -> float:
    """Return the part of goods that goes to other users than in a national table."""
    weights = used(flows, region).sum(axis=1)[GOODS]
    off = np.abs(shares(used(flows, region)) - shares(shape)).sum(axis=1)[GOODS] / 2
    return float(off @ weights / weights.sum())


def figures(w: Accounts) -> Mapping[str, Array]:
    """Return the indicators of the hold-out of 2019 of accounts at its economies and sectors."""
    return headline(w._replace(status="observed"), tuple(id for id in holdout.IDS if id in indicators().ids))


def hold_out(folder: Path, k: AnnualSources, of_2019: Array, region: str) -> dict[str, tuple[float, float]]:
    """Return the error of an economy in 2019 without and with the users of its national table, by indicator."""
    true = holdout.truth(folder)
    made = tried(k, region, shape_of(folder, region, holdout.YEAR), holdout.YEAR)
    r, stated = true.regions.index(region), figures(true)
    both = [figures(holdout.collapse_34(flows)) for flows in (of_2019, made)]
    return {id: tuple(abs(float(found[id][r] - stated[id][r])) for found in both) for id in stated}


def moves(folder: Path, k: AnnualSources, last: Array, region: str) -> dict[str, float]:
    """Return by how much the indicators of an economy in 2022 would move."""
    made = tried(k, region, shape_of(folder, region, LAST), LAST)
    one, other = (headline(to_accounts(at_26(f), LAST, "")._replace(status="observed")) for f in (last, made))
    r = ECONOMIES.index(region)
    return {id: float(other[id][r] - one[id][r]) for id in one}


def held_out(folder: Path, k: AnnualSources, flows: Array, region: str) -> tuple[float, float, float]:
    """Return the distance to a national table held out: of the estimate, with an older one, of that one itself."""
    year, last = OTHER[region]
    old, true = shape_of(folder, region, year), shape_of(folder, region, last)
    weights = used(flows, region).sum(axis=1)[GOODS]
    off = np.abs(shares(old) - shares(true)).sum(axis=1)[GOODS] / 2
    made = tried(k, region, old, last)
    return distance(flows, region, true), distance(made, region, true), float(off @ weights / weights.sum())


def page(folder: Path) -> str:
    """Return the tables of what national tables would change."""
    k = known.read(folder)
    made = estimate(k, (holdout.YEAR, *sorted({last for _, last in OTHER.values()})))
    off = {region: hold_out(folder, k, made[holdout.YEAR], region) for region in FINAL_USES}
    moved = {region: moves(folder, k, made[LAST], region) for region in FINAL_USES}
    rows = [
        (f"`{id}`", *(cell for region in FINAL_USES for cell in _cells(off[region].get(id), moved[region][id])))
        for id in next(iter(moved.values()))
        if max(abs(moved[region][id]) for region in FINAL_USES) >= LEAST
    ]
    head = ["indicator", *(f"{region}, {what}" for region in FINAL_USES for what in ("error in 2019", "move in 2022"))]
    distances = [
        (region, str(last), *(f"{100 * d:.1f}" for d in held_out(folder, k, made[last], region)), str(year))
        for region, (year, last) in OTHER.items()
    ]
    other = ["economy", "table held out", "estimate, %", "with the older table, %", "older table itself, %", "its year"]
    return f"{table(head, rows)}\n{table(other, distances)}"


def _cells(error: tuple[float, ...] | None, move: float) -> tuple[str, str]:
    return " → ".join(f"{100 * e:.2f}" for e in error or ()), f"{100 * move:+.1f}"


if __name__ == "__main__":
    before, _, rest = PAGE.read_text("utf-8").partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    PAGE.write_text(f"{before}{MARKS[0]}{page(Path(sys.argv[1]))}{MARKS[1]}{after}", "utf-8")
