"""Accounts as they are: who is in them, what can be measured, what is found in them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.accounts.groups import groups
from newind.accounts.regions import apply_house_style, read_regions
from newind.charts import chart
from newind.errors import DataError, tell
from newind.measures.measure import measure
from newind.measures.references import default_reference
from newind.measures.series import series
from newind.questions.findings import MARKS, diagnose
from newind.web.economies import economy, panel_of, until
from newind.web.plain import body

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.measures.series import Series
    from newind.questions.findings import Finding

MOST_ROWS = 50_000
"""Rows of one answer."""


def describe_accounts(on: str, year: int | None, folder: Path | None = None) -> dict[str, Any]:
    """Return who and what is in accounts."""
    panel, w = panel_of(on, folder), economy(on, year, folder)
    rows = map(apply_house_style, w.regions.rows)
    regions = [{"code": r.code, "en": r.en, "zh": r.zh, "kind": r.kind, "country": r.country} for r in rows]
    return body(
        on=on, year=w.year, years=panel.years, status=w.status, unit=w.unit, source=w.source, hash=w.hash,
        closed=not w.boundary, boundary=w.boundary,
        regions=regions,
        industries=[{"code": i, "en": industry_name(i), "zh": industry_name(i, "zh")} for i in w.industries],
        satellites=sorted(w.satellites), gdp=dict(zip(w.regions.codes, w.gdp.tolist(), strict=True)),
        groups=_groups(w),
    )  # fmt: skip


def _groups(w: Accounts) -> list[dict[str, Any]]:
    """Return the groups that have members here, with them."""
    found = []
    for g in groups():
        try:
            members = g.select_members(w.regions.codes if g.kind == "regions" else w.industries)
        except DataError:
            continue
        found.append({"id": g.id, "kind": g.kind, "label": g.label, "members": members})
    return found


def measure_indicators(
    on: str, year: int | None, ids: Sequence[str], regions: Sequence[str], totals: bool, folder: Path | None = None
) -> dict[str, Any]:
    """Return figures in the one schema of measuring.

    Parameters
    ----------
    on : str
    year : int, optional
        All years where none is named.
    ids, regions : sequences of str
        All where none is named.
    totals : bool
        Whether only the totals of regions are wanted.

    Raises
    ------
    UnknownNameError, DataError
        As `newind.measure`; and where more rows come than one answer holds.
    """
    panel = panel_of(on, folder)
    w = panel if year is None and len(panel.years) > 1 else economy(on, year, folder)
    table = measure(w, list(ids) or None, list(regions) or None)
    if totals:
        table = table[table["industry"].isna() & table["partner"].isna()]
    if len(table) > MOST_ROWS:
        raise DataError(tell("web.many_rows", n=len(table), most=MOST_ROWS))
    return body(rows=table.astype(object).where(table.notna(), None).to_dict("records"))


def list_series(on: str, ids: Sequence[str], regions: Sequence[str], folder: Path | None = None) -> dict[str, Any]:
    """Return indicators over all years, each database by itself, with the breaks where two of them meet.

    Raises
    ------
    UnknownNameError
        For accounts, an indicator or a region that there is not.
    """
    panel = panel_of(on, folder)
    found = [series(panel, id, region) for id in ids for region in regions]
    return body(series=[_describe_series(s) for s in found])


def _describe_series(s: Series) -> dict[str, Any]:
    return {
        "id": s.id, "region": s.region, "unit": s.unit,
        "pieces": [{"span": p.span, "status": p.status, "years": p.years, "values": p.values} for p in s.pieces],
        "breaks": [
            {"year": b.year, "before": b.before, "after": b.after, "difference": b.difference} for b in s.breaks
        ],
        "notes": s.describe_breaks(),
    }  # fmt: skip


def diagnose_economy(
    on: str, year: int | None, region: str, system: str | None, peers: Sequence[str], model: bool,
    folder: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return findings, the largest of each system first, each with its proof drawn.

    Raises
    ------
    UnknownNameError, DataError
        As `newind.diagnose`.
    """
    kept = until(on, year, folder)
    reference = default_reference(kept.last, region)
    found = diagnose(kept, region, system, list(peers) or None, reference, model=model)
    lost = [part.plain() for part in found.left_out]
    return body(region=found.region, year=found.year, findings=[_finding(f) for f in found], left_out=lost)


def _finding(f: Finding) -> dict[str, Any]:
    names = ("id", "system", "clause", "kind", "sentence", "detail", "value", "unit", "range", "year", "status")
    svg = {lang: chart(f.proof, partial(_name, lang), lang, f.sentence[lang], key=f.id) for lang in ("en", "zh")}
    more = {"mark": MARKS[f.kind], "indicators": f.indicators, "size": f.size, "svg": svg}
    return {n: getattr(f, n) for n in names} | more


def _name(lang: str, code: str) -> str:
    """Return the name of a region or an industry."""
    return str(getattr(apply_house_style(code), lang)) if code in read_regions() else industry_name(code, lang)
