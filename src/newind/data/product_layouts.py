"""Trade by product to begin with: a csv to fill in, and a made-up world in which a screen's products are known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import hs
from newind.accounts.products import economy_codes
from newind.accounts.store import write_whole
from newind.datafiles import read_yaml
from newind.errors import DataError, join_items, tell, unknown
from newind.kernels.dependence import hhi
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from os import PathLike

    from newind.typing import Array, BoolArray, IntArray


KINDS = ("customs", "exports", "world")


def product_template(path: str | PathLike[str], kind: str = "customs") -> tuple[Path, Path]:
    """Write an empty csv of trade by product, and beside it how to fill it in (English and Chinese).

    Parameters
    ----------
    path : path
        ``.csv``; the text is named ``…-README.txt``.
    kind : {"customs", "exports", "world"}
        Customs file of one economy; exports of all economies to the world, which a customs file needs for the
        concentration of world exports; or trade of all with all.

    Returns
    -------
    (Path, Path)
        The csv and the text.

    Raises
    ------
    DataError
        For a name that does not end in .csv, or a folder that cannot be written.
    UnknownNameError
        For a kind that does not exist.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [p.name for p in product_template(f"{folder}/customs.csv")]
    ['customs.csv', 'customs-README.txt']
    """
    target = Path(path)
    if target.suffix != ".csv":
        raise DataError(tell("template.ending", path=target, name=target.with_suffix(".csv").name))
    if kind not in KINDS:
        raise unknown("kind of trade file", kind, KINDS, tell("part.known", known=join_items(KINDS)))
    words = read_yaml("newind.data", "product_template.yaml")
    titles = ",".join(words["columns"][kind]) + "\n"
    table = write_whole(target, lambda file: file.write_text(titles, encoding="utf-8-sig", newline=""))
    beside = target.with_name(f"{target.stem}-README.txt")
    return table, write_whole(beside, lambda file: file.write_text(_readme(words, kind), encoding="utf-8-sig"))


def _readme(words: dict[str, Any], kind: str) -> str:
    lines, optional = words["lines"][kind], words["optional"][kind]
    text: str = words["readme"].format(
        example=words["example"][kind],
        lines_en="\n".join(lines["en"]),
        lines_zh="\n".join(lines["zh"]),
        optional_en=optional["en"],
        optional_zh=optional["zh"],
    )
    return text


ECONOMIES = (
    "USA", "CHN", "JPN", "DEU", "IND", "GBR", "FRA", "ITA", "BRA", "CAN", "KOR", "RUS", "AUS", "ESP", "MEX", "IDN",
    "NLD", "SAU", "TUR", "CHE", "TWN", "POL", "SWE", "BEL", "ARG", "THA", "AUT", "NOR", "ARE", "ISR", "IRL", "ZAF",
    "SGP", "MYS", "DNK", "PHL", "VNM", "CHL", "FIN", "CZE",
)  # fmt: skip
YEARS = (2019, 2020, 2021)
REVISION = "HS17"
LIMITS = (0.4, 0.4, 1.0)
"""Thresholds that planted products pass, and others do not in two of three years."""
FEWEST = 100
MOST = 20_000
HEADINGS = {"84": 79, "85": 45, "29": 42, "28": 53, "90": 33, "72": 29, "73": 26, "39": 26, "87": 16}
"""Headings of large chapters; others have some fifteen."""


@dataclass(frozen=True)
class SyntheticTrade:
    """A drawn file: where it is, and which products of which economy a screen at the usual thresholds must find."""

    path: Path
    region: str
    planted: tuple[str, ...]
    years: tuple[int, ...] = YEARS
    revision: str = REVISION


def write_example(path: str) -> Path:
    """Write made-up trade of 5,000 products and return the path."""
    return example_products(path).path


def example_products(
    path: str | PathLike[str], seed: int = 1, products: int = 5000, region: str = "CHN"
) -> SyntheticTrade:
    """Write a made-up world trade of 40 economies, three years, in the layout of BACI (``t, i, j, k, v, q``).

    Sizes follow gravity, products a Zipf law; nothing in it is observed. One product in 80 is planted: bought mostly
    from one economy that also has most of the world's exports, and exported less than imported, in two or three of the
    three years. As many are decoys that meet the criteria in one year only; no other meets them in two.

    Parameters
    ----------
    path : path
        ``.csv`` or ``.csv.gz``.
    seed : int
    products : int
        100 to 20,000; numbers are shaped like those of the Harmonized System, chapters 01 to 97 without 77.
    region : str
        Economy whose dependence is planted.

    Returns
    -------
    SyntheticTrade

    Raises
    ------
    DataError
        For a number of products out of range, or a file that cannot be written.
    UnknownNameError
        For an economy that is not among the 40.
    """
    if not FEWEST <= products <= MOST:
        raise DataError(tell("template.size", products=products, least=FEWEST, most=MOST))
    if region not in ECONOMIES:
        raise unknown("economy", region, ECONOMIES, tell("part.known", known=join_items(ECONOMIES)))
    rng = np.random.default_rng(seed)
    codes, home = _codes(rng, products), ECONOMIES.index(region)
    flows = [np.round(f, 3) for f in _gravity(rng, products, home)]
    chosen = rng.permutation(products)[: 2 * (products // 80)]
    _plant(rng, flows, chosen, home)
    hits = np.sort(chosen[: products // 80])
    _clear(flows, np.setdiff1d(np.arange(products), hits), home)
    target = write_whole(path, lambda file: _write(file, flows, codes, rng))
    return SyntheticTrade(target, region, tuple(codes[k] for k in hits.tolist()))


def _codes(rng: np.random.Generator, count: int) -> list[str]:
    """Return different numbers shaped like codes of the Harmonized System, in order."""
    last = hs.revisions().index(REVISION)
    unfit = {c for c, (a, b) in hs.telling_codes().items() if not a <= last <= b}
    headings = [f"{c}{h:02d}" for c in hs.chapters() for h in range(1, HEADINGS.get(c, 15) + 1)]
    every = [f"{h}{a}{b}" for h in headings for a in range(1, 10) for b in (0, 1, 9)]
    every = [c for c in every if c not in unfit]
    return sorted(every[k] for k in rng.permutation(len(every))[:count].tolist())


def _gravity(rng: np.random.Generator, products: int, home: int) -> list[Array]:
    """Return flows (P, exporter, importer) of each year, thousand USD."""
    E = len(ECONOMIES)
    size = 1.0 / np.arange(1, E + 1) ** 0.8
    place = rng.uniform(size=(E, 2))
    distance = 0.1 + np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
    world = 4e7 / rng.permutation(np.arange(1, products + 1)) ** 0.9
    sells = size**0.7 * rng.lognormal(0.0, 1.0, (products, E)) * _some(rng, products, home, 0.18)
    buys = size * rng.lognormal(0.0, 0.5, (products, E)) * _some(rng, products, home, 0.20)
    flows: Array = sells[:, :, None] * buys[:, None, :] / distance
    flows[:, np.arange(E), np.arange(E)] = 0.0
    flows *= (world / flows.sum(axis=(1, 2)))[:, None, None]
    return [flows * rng.lognormal(0.03 * t, 0.15, flows.shape) for t in range(len(YEARS))]


def _some(rng: np.random.Generator, products: int, home: int, part: float) -> BoolArray:
    """Return which economies sell or buy each product: some at random, the three largest and the region always."""
    taken = rng.random((products, len(ECONOMIES))) < part
    taken[:, [0, 1, 2, home]] = True
    return taken


def _plant(rng: np.random.Generator, flows: list[Array], chosen: IntArray, home: int) -> None:
    """Make the first half of the chosen products meet the criteria in two or three years, the others in one."""
    others = [k for k in range(len(ECONOMIES)) if k != home]
    for place, p in enumerate(chosen.tolist()):
        seller = int(rng.choice(others))
        held = int(rng.choice([2, 3])) if place < len(chosen) // 2 else 1
        kept = rng.permutation(len(flows))[:held]
        for t, flow in enumerate(flows):
            _dominate(rng, flow[p], seller, home, net_importer=t in kept)


def _dominate(rng: np.random.Generator, flow: Array, seller: int, home: int, *, net_importer: bool) -> None:
    """Give a seller most of the region's imports and of the world's exports, in place."""
    ours, theirs = rng.uniform(0.72, 0.95, 2)
    ours, theirs = ours / (1 - ours), theirs / (1 - theirs)
    flow[seller] = 0.0
    flow[home] *= rng.uniform(0.1, 0.5) * flow[:, home].sum() / flow[home].sum()
    flow[seller, home] = ours * flow[:, home].sum()
    total = max(theirs * flow.sum(), 1.1 * flow[seller, home])
    elsewhere = [k for k in range(6) if k not in (seller, home)]
    flow[seller, elsewhere] = (total - flow[seller, home]) / len(elsewhere)
    if not net_importer:
        flow[home] *= rng.uniform(1.3, 3.0) * flow[:, home].sum() / flow[home].sum()
    np.round(flow, 3, out=flow)


def _clear(flows: list[Array], others: IntArray, home: int) -> None:
    """Let the region export more of every other product that would meet the criteria in two years, in place."""
    meets = np.array([_meets(f[others], home) for f in flows])
    for p in others[meets.sum(axis=0) > 1].tolist():
        for flow in flows:
            flow[p, home] = np.round(flow[p, home] * 1.5 * flow[p, :, home].sum() / flow[p, home].sum(), 3)


def _meets(flow: Array, home: int) -> BoolArray:
    bought, sold = flow[:, :, home], flow.sum(axis=2)
    measures = (hhi(bought), hhi(sold), ratio(bought.sum(axis=1), sold[:, home]))
    passed: BoolArray = np.all([m > limit for m, limit in zip(measures, LIMITS, strict=True)], axis=0)
    return passed


def _write(path: Path, flows: list[Array], codes: list[str], rng: np.random.Generator) -> None:
    import pandas as pd

    numbers = np.array([int(_number(e)) for e in ECONOMIES])
    price = rng.lognormal(1.0, 1.0, len(codes))
    parts = []
    for year, flow in zip(YEARS, flows, strict=True):
        p, i, j = np.nonzero(flow)
        v = flow[p, i, j]
        columns = {"t": year, "i": numbers[i], "j": numbers[j], "k": np.array(codes)[p], "v": v}
        parts.append(pd.DataFrame(columns).assign(q=np.round(v / price[p], 3)))
    pd.concat(parts).to_csv(path, index=False, lineterminator="\n")


def _number(code: str) -> str:
    return next(c for c, e in economy_codes().items() if e == code and c.isdecimal())
