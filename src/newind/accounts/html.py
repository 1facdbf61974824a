"""Draw accounts for a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel


def table(rows: list[tuple[str, str]], caption: str) -> str:
    """Return a small two-column HTML table, escaped."""
    left = "style='text-align:left'"
    body = "".join(f"<tr><th {left}>{escape(a)}</th><td {left}>{escape(b)}</td></tr>" for a, b in rows)
    return f"<table><caption>{escape(caption)}</caption><tbody>{body}</tbody></table>"


def join_labels(labels: tuple[str, ...] | list[str], most: int = 24) -> str:
    """Return labels in one line, shortened."""
    return ", ".join(labels[:most]) + (f" … ({len(labels)})" if len(labels) > most else "")


def state(w: Accounts) -> str:
    """Return what the figures are in a word or two: observed, or the scenario, estimated, or both."""
    return ", ".join(word for word in (w.scenario, w.status) if word != "observed") or "observed"


def accounts_html(w: Accounts) -> str:
    """Return a summary of accounts."""
    known = {k: int(np.isfinite(s.values.reshape(w.R, w.S)).all(axis=1).sum()) for k, s in w.satellites.items()}
    full = np.repeat(~np.isin(w.regions.codes, w.boundary), w.S)
    rows = [
        ("Regions", f"{w.R}: {join_labels(w.regions.codes)}"),
        ("Industries", f"{w.S}: {join_labels(w.industries)}"),
        ("Final demand", join_labels(w.demand)),
        ("Output", f"{w.x[full].sum():,.0f} {w.unit}"),
        ("Value added", f"{w.value_added[full].sum():,.0f} {w.unit}"),
        ("Satellites (regions complete)", ", ".join(f"{k} ({v})" for k, v in known.items()) or "none"),
        ("Facts", join_labels(list(w.facts)) or "none"),
        ("Boundary", join_labels(w.boundary) or "none: closed"),
        ("Status", state(w)),
        ("Source", w.source or "not stated"),
        ("Hash", w.hash[:16]),
    ]
    return table(rows, f"Accounts {w.year}")


def panel_html(p: Panel) -> str:
    """Return a summary of a panel."""
    rows = [
        ("Years", f"{p.years[0]} to {p.years[-1]}, {len(p)} in all"),
        ("Regions", f"{len(p.regions)}: {join_labels(p.regions.codes)}"),
        ("Industries", f"{len(p.industries)}: {join_labels(p.industries)}"),
        ("Satellites of the last year", ", ".join(p.last.satellites) or "none"),
    ]
    return table(rows, "Panel of accounts")
