"""Accounts as they are: who is in them, what can be measured, what is found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, cast

from pydantic import Field
from typing_extensions import TypedDict

from newind.accounts.classification import industry_name
from newind.accounts.groups import groups
from newind.accounts.regions import apply_house_style
from newind.charts import chart
from newind.data.reference import ranges
from newind.errors import DataError, tell
from newind.language.phrases import name_code
from newind.measures.measure import measure
from newind.measures.references import default_reference
from newind.measures.series import series
from newind.measures.zh import source as in_chinese
from newind.messages import list_languages
from newind.questions.findings import MARKS, diagnose
from newind.questions.wording import format_range, headline
from newind.web.economies import economy, panel_of, until
from newind.web.responses import Body, CodeNames, Number, Range, Text, body

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.measures.series import Series
    from newind.questions.findings import Finding

MOST_ROWS = 50_000
"""Rows of one answer."""


class RegionRow(CodeNames):
    """A region of accounts."""

    kind: str
    country: str


class GroupBody(TypedDict):
    """A set of industries or regions that a selector may name."""

    id: str
    kind: Annotated[str, Field(description="`industries` or `regions`.")]
    label: Text
    members: Sequence[str]


class AccountsMeta(Body):
    """Who and what is in accounts."""

    on: str
    year: int
    years: Sequence[int]
    status: str
    unit: str
    source: str
    source_label: Annotated[Text, Field(description="The source, in each language.")]
    hash: str
    closed: bool
    boundary: Sequence[str]
    regions: Sequence[RegionRow]
    industries: Sequence[CodeNames]
    satellites: Sequence[str]
    gdp: Mapping[str, Number]
    groups: Sequence[GroupBody]


class MeasuredRow(TypedDict):
    """A figure in the one schema of measuring."""

    scenario: str
    region: str | None
    industry: str | None
    partner: str | None
    year: int
    indicator: str
    value: Number
    unit: str
    status: str
    note: str


class MeasuredBody(Body):
    """Figures in the one schema of measuring."""

    rows: Sequence[MeasuredRow]


class SeriesPieceBody(TypedDict):
    """The years of one database."""

    span: Sequence[int]
    status: str
    years: Sequence[int]
    values: Sequence[Number]


class SeriesBreakBody(TypedDict):
    """The year in which two databases meet, with the value of each."""

    year: int
    before: Number
    after: Number
    difference: Number


class SeriesBody(TypedDict):
    """An indicator over all years, each database by itself."""

    id: str
    region: str
    unit: str
    pieces: Sequence[SeriesPieceBody]
    breaks: Sequence[SeriesBreakBody]
    notes: Sequence[Text]


class SeriesList(Body):
    """Indicators over all years."""

    series: Sequence[SeriesBody]


class FindingBody(TypedDict):
    """One sentence of a diagnosis with its number."""

    id: str
    system: str
    clause: str
    kind: str
    mark: str
    sentence: Text
    detail: Text
    value: Number
    unit: str
    range: Range
    shown: Annotated[Text, Field(description="The number as the sentence writes it, with its unit.")]
    over: Annotated[Text, Field(description="Its range and what that is over; empty where there is none.")]
    year: int
    status: str
    indicators: Sequence[str]
    size: float
    svg: Annotated[Text, Field(description="The proof, drawn in both languages.")]


class OmissionBody(TypedDict):
    """A figure that could not be found, with the reason."""

    name: str
    reason_en: str
    reason_zh: str


class DiagnosedBody(Body):
    """Obstacles of an economy."""

    region: str
    year: int
    findings: Sequence[FindingBody]
    left_out: Sequence[OmissionBody]


def describe_accounts(on: str, year: int | None, folder: Path | None = None) -> AccountsMeta:
    """Return who and what is in accounts."""
    panel, w = panel_of(on, folder), economy(on, year, folder)
    rows = map(apply_house_style, w.regions.rows)
    regions: list[RegionRow] = [
        {"code": r.code, "en": r.en, "zh": r.zh, "kind": r.kind, "country": r.country} for r in rows
    ]
    return body(
        AccountsMeta, on=on, year=w.year, years=panel.years, status=w.status, unit=w.unit, source=w.source,
        source_label={"en": w.source, "zh": in_chinese(w.source)},
        hash=w.hash,
        closed=not w.boundary, boundary=w.boundary,
        regions=regions,
        industries=[{"code": i, "en": industry_name(i), "zh": industry_name(i, "zh")} for i in w.industries],
        satellites=sorted(w.satellites), gdp=dict(zip(w.regions.codes, w.gdp.tolist(), strict=True)),
        groups=_groups(w),
    )  # fmt: skip


def _groups(w: Accounts) -> list[GroupBody]:
    """Return the groups that have members here, with them."""
    found: list[GroupBody] = []
    for g in groups():
        try:
            members = g.select_members(w.regions.codes if g.kind == "regions" else w.industries)
        except DataError:
            continue
        found.append({"id": g.id, "kind": g.kind, "label": g.label, "members": members})
    return found


def measure_indicators(
    on: str, year: int | None, ids: Sequence[str], regions: Sequence[str], totals: bool, folder: Path | None = None
) -> MeasuredBody:
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
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return body(MeasuredBody, rows=cast("list[MeasuredRow]", rows))


def list_series(on: str, ids: Sequence[str], regions: Sequence[str], folder: Path | None = None) -> SeriesList:
    """Return indicators over all years, each database by itself, with the breaks where two of them meet.

    Raises
    ------
    UnknownNameError
        For accounts, an indicator or a region that there is not.
    """
    panel = panel_of(on, folder)
    found = [series(panel, id, region) for id in ids for region in regions]
    return body(SeriesList, series=[_describe_series(s) for s in found])


def _describe_series(s: Series) -> SeriesBody:
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
) -> DiagnosedBody:  # fmt: skip
    """Return findings, the largest of each system first, each with its proof drawn.

    Raises
    ------
    UnknownNameError, DataError
        As `newind.diagnose`.
    """
    kept = until(on, year, folder)
    reference = default_reference(kept.last, region)
    found = diagnose(kept, region, system, list(peers) or None, reference, model=model)
    lost = [cast("OmissionBody", part.plain()) for part in found.left_out]
    return body(
        DiagnosedBody,
        region=found.region,
        year=found.year,
        findings=[_finding(f, kept.last, region) for f in found],
        left_out=lost,
    )


def _finding(f: Finding, w: Accounts, region: str) -> FindingBody:
    named = {lang: partial(name_code, w, lang=lang) for lang in list_languages()}
    around = ranges(w).get(f.indicators[0], {}).get(region)
    own = f.range is not None and around is not None and f.range == tuple(around)
    svg = {lang: chart(f.proof, names, lang, f.sentence[lang], key=f.id) for lang, names in named.items()}
    return {
        "id": f.id, "system": f.system, "clause": f.clause, "kind": f.kind, "mark": MARKS[f.kind],
        "sentence": f.sentence, "detail": f.detail, "value": f.value, "unit": f.unit, "range": f.range,
        "shown": {lang: " ".join(filter(None, headline(f, lang))).replace(" %", "%") for lang in list_languages()},
        "over": {lang: format_range(f, lang, estimate=own) for lang in list_languages()},
        "year": f.year, "status": f.status, "indicators": f.indicators, "size": f.size, "svg": svg,
    }  # fmt: skip
