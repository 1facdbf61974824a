"""Economies whose tables have a boundary: one province or nation alone, and provinces together with abroad."""

from __future__ import annotations

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.regions import Region
from newind.accounts.satellite import Satellite

INDUSTRIES = ("c1", "c3", "c14", "c17", "c27", "c30")
DEMAND = ("households", "fixed_capital")
PROVINCES = tuple(
    Region(code, en, zh, "province", "CHN")
    for code, en, zh in (
        ("CN-GD", "Guangdong", "广东"),
        ("CN-JS", "Jiangsu", "江苏"),
        ("CN-SD", "Shandong", "山东"),
        ("CN-GZ", "Guizhou", "贵州"),
    )
)
OTHERS = Region("CN-REST", "Other provinces", "其他省份", "rest", "CHN")
OUTSIDE = Region("OUT", "Outside the province", "省外和国外", "rest", "OUT")
ROW = Region("ROW", "Rest of the world", "世界其他地区", "rest", "ROW")
CHINA = Region("CHN", "China", "中国", "country", "CHN")


def table(full, boundary, seed=0, *, year=2017, co2=True):
    """Return accounts of regions in full and regions that only sell to them and buy from them, with drawn figures."""
    rng = np.random.default_rng(seed)
    F, R, S, D = len(full), len(full) + len(boundary), len(INDUSTRIES), len(DEMAND)
    Z, Y = np.zeros((R, S, R, S)), np.zeros((R, S, R, D))
    size = rng.uniform(1, 4, F) if F > 1 else np.ones(1)
    far = 1 - 0.8 * (1 - np.eye(R))
    Z[:, :, :F] = rng.uniform(0.5, 4, (R, S, F, S)) * far[:, None, :F, None] * size[:, None]
    Y[:F, :, :F] = rng.uniform(5, 30, (F, S, F, D)) * far[:F, None, :F, None] * size[:, None]
    Y[F:, :, :F] = rng.uniform(1, 5, (R - F, S, F, D))
    Y[:F, :, F:, 0] = rng.uniform(2, 9, (F, S, R - F))
    Y[:F, :, :F] += (Z[:, :, :F].sum(axis=(0, 1)) * 0.6).reshape(F, S)[:, :, None, None] * np.eye(F)[:, None, :, None]
    satellites = {}
    if co2:
        emitted = np.where(np.arange(R)[:, None] < F, rng.uniform(1, 9, (R, S)), np.nan)
        satellites["co2"] = Satellite(emitted.ravel(), unit="kt CO2")
    paid = np.where(np.arange(R)[:, None] < F, 1.0, np.nan) * rng.uniform(1, 5, (R, S))
    satellites["labour_compensation"] = Satellite(paid.ravel(), unit="M.CNY")
    return Accounts(
        Z=Z.reshape(R * S, R * S), Y=Y.reshape(R * S, R * D), regions=(*full, *boundary), industries=INDUSTRIES,
        demand=DEMAND, year=year, unit="M.CNY", boundary=[r.code for r in boundary], satellites=satellites,
    )  # fmt: skip


def province(seed=0, **options):
    """Return the table of one province with other provinces and abroad at its boundary."""
    return table(PROVINCES[:1], (OTHERS, ROW), seed, **options)


def alone(seed=0):
    """Return the table of one province with all that is outside at its boundary."""
    return table(PROVINCES[:1], (OUTSIDE,), seed)


def nation(seed=0, **options):
    """Return the table of one nation with abroad at its boundary."""
    return table((CHINA,), (ROW,), seed, **options)


def provinces(seed=0, **options):
    """Return provinces together in full with abroad at their boundary."""
    return table(PROVINCES, (ROW,), seed, **options)
