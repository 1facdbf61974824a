"""Draw a simulation for a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import ConvergenceError
from newind.policy.signs import SIGNS

if TYPE_CHECKING:
    from newind.policy.simulate import Simulation

HEAD = ("Region", "Real income, %", "Range", "")


def simulation_html(s: Simulation) -> str:
    """Return real income by region with its range, those who gain most first; no number where the sign is ambiguous."""
    order = np.argsort(-s.welfare, kind="stable")
    body = "".join(_row(cells) for cells in np.array(_cells(s))[order].tolist())
    head = "".join(f"<th>{escape(h)}</th>" for h in HEAD)
    caption = escape(f"{s.package.name or 'scenario'} on {s.baseline.year}, {s.horizon} horizon")
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(s: Simulation) -> list[tuple[str, str, str, str]]:
    """Return what the table shows of each region."""
    codes = s.baseline.regions.codes
    try:
        found = s.range()
    except ConvergenceError:
        return [(r, "–", "–", SIGNS["unknown"]["en"]) for r in codes]
    spans = [f"{100 * a:+.3f} … {100 * b:+.3f}" for a, b in zip(found.low, found.high, strict=True)]
    return [
        (r, f"{100 * v:+.3f}" if sure else "–", span, "" if sure else SIGNS[sign]["en"])
        for r, v, span, sure, sign in zip(codes, s.welfare, spans, found.sure, found.sign, strict=True)
    ]


def _row(cells: list[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in cells)}</tr>"
