"""Tables of system 4 in depth: exports and value by partner group, partners whose loss costs most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.accounts.panel import Panel
from newind.analyses.circulation.decomposition import export_terms
from newind.analyses.circulation.sides import HOME, UNNAMED, sides_of, value_by_group
from newind.analyses.losses import STATEMENTS
from newind.language.phrases import plain_share
from newind.language.words import scale_of
from newind.questions.circulation.findings_risks import ENOUGH, PARTS
from newind.questions.depth.parts import figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.analyses.circulation.exposures import PartnerLoss
    from newind.analyses.circulation.sides import FairDivision
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import MeasureRow, TableSection


def by_group(voice: SystemWording) -> Iterator[TableSection]:
    """Yield the tables by partner group that these accounts give."""
    for make in (exports, division):
        found = make(voice)
        if found is not None:
            yield found


def exports(voice: SystemWording) -> TableSection | None:
    """Return the parts of gross exports to each group of partners, and in all."""
    w, region = voice.w, voice.ctx.region
    title = voice.say("exports")
    sides = sides_of(w, region)[1:]
    groups = {s.code: [w.regions[int(i)] for i in s.members] for s in sides}
    found = voice.make_or_log(title, lambda: export_terms(w, exporter=region, importer=list(groups), groups=groups))
    if found is None:
        return None
    frame = found.table(by=("importer",), level="group")
    sums = found.table(by=(), level="group").assign(importer="all")
    names = {s.code: s.label[voice.lang] for s in sides} | {"all": voice.say("all")}
    rows = [*(_parts(voice, names, c, f) for c, f in frame.groupby("importer", sort=False)),
            _parts(voice, names, "all", sums)]  # fmt: skip
    head = (*voice.head("exports"), *(_upper(label[voice.lang]) for label in PARTS.values()))
    return voice.table("exports", title, rows, refs=voice.find_source_numbers("s4.export_terms"), header=head)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _parts(voice: SystemWording, names: dict[str, str], code: Any, frame: Any) -> tuple[str, ...]:
    """Return exports to a group and the share of each part of them."""
    shares = dict(zip(frame["family"], frame["share"], strict=True))
    total = float(frame["value"].sum())
    money = scale_of([total], voice.w.unit, voice.lang).text(total)
    return (names[str(code)], money, *(voice.share(float(shares[k])) for k in PARTS))


def division(voice: SystemWording) -> TableSection | None:
    """Return who captures what is paid for manufactures, and what an hour of work earns on either side."""
    found = compute_division(voice)
    if found is None:
        return None
    frame = found.table()
    pays, earns = (frame[frame["direction"] == d].set_index("group") for d in ("pays", "earns"))
    exchange = found.exchange().set_index("group")
    rows = [_side(voice, s.code, pays, earns, exchange) for s in found.sides]
    known = float(found.hours_known[-1, 0])
    partly = found.sides[-1].code == UNNAMED and known == known and known < 1
    hours = any(cell != voice.say("none") for row in rows for cell in row[4:])
    note = voice.say("division-note", known=voice.share(known), enough=plain_share(ENOUGH)) if partly else ""
    seen = voice.phrase("division-seen") if any(row[1] != voice.say("none") for row in rows) else ""
    return voice.table(
        "division",
        voice.say("division"),
        rows,
        lead=voice.say("division-lead", year=found.year, name=voice.name(), seen=seen),
        note=note if hours else voice.say("division-hours", year=found.year),
        refs=voice.refs.number_indicators(("s4.value_per_hour" if hours else "s2.gvc_income_share",), found.year),
    )


def _side(voice: SystemWording, code: str, pays: Any, earns: Any, exchange: Any) -> tuple[str, ...]:
    """Return a row of the division; the economy itself has no exchange with itself."""
    name = voice.label_economy(voice.ctx.region) if code == HOME else pays.loc[code, f"label_{voice.lang}"]
    seen = voice.say("none") if code == HOME else voice.share(float(pays.loc[code, "seen_gdp"]))
    shares = (voice.share(float(f.loc[code, "share"])) for f in (pays, earns))
    if code == HOME:
        rates = [float(earns.loc[code, "value_per_hour"]), float("nan"), float("nan")]
    else:
        enough = float(exchange.loc[code, "hours_known"]) >= ENOUGH
        theirs = (float(exchange.loc[code, k]) if enough else float("nan") for k in ("group_earns", "quotient"))
        rates = [float(exchange.loc[code, "region_earns"]), *theirs]
    return (name, seen, *shares, *(voice.number(v, 1) for v in rates))


def compute_division(voice: SystemWording) -> FairDivision | None:
    """Return the division itself, for its figures."""
    accounts = voice.ctx.accounts
    years = voice.w if len(accounts) == 1 else Panel(accounts)
    found: FairDivision | None = voice.make_or_log(
        voice.say("division"), lambda: value_by_group(years, voice.ctx.region)
    )
    return found


def figures(voice: SystemWording) -> Iterator[MeasureRow]:
    """Yield what an hour of work earns on either side of the exchange with each group."""
    found = compute_division(voice)
    if found is None:
        return
    for r in found.exchange().to_dict("records"):
        for name, value in (("own hour for", r["region_earns"]), ("hour of", r["group_earns"])):
            if value == value and (name != "hour of" or r["hours_known"] >= ENOUGH):
                yield figure(voice, "s4.value_per_hour", value, unit="USD/hour", year=found.year,
                             status=found.status, note=f"{name} {r['group']}")  # fmt: skip


def partners(voice: SystemWording, shown: Sequence[PartnerLoss], refs: tuple[int, ...]) -> TableSection:
    """Return the partners whose loss costs most on either side, with the loss at each horizon."""
    rows = [
        (
            voice.phrase(p.side),
            voice.label_economy(p.partner),
            voice.share(p.share_of_foreign),
            *(voice.loss(p.loss, statement) for statement in STATEMENTS),
        )
        for p in shown
        if p.loss is not None
    ]
    return voice.table("partners", voice.say("partner-table"), rows, refs=refs, texts=(0, 1))
