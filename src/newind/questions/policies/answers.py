"""The same money elsewhere, as an answer; the words of all answers about policies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newind.accounts.regions import apply_house_style as named_region, name_region
from newind.language.words import listing, percent, span
from newind.messages import fill, message, message_group
from newind.pathways.comparing import REAL_INCOME, clear
from newind.pathways.reallocation import find_rate_shock, redesign
from newind.policy.signs import SIGNS, STATED, sign
from newind.policy.triage import TAGS
from newind.policy.triage.told import format_selection
from newind.policy.verdicts import KINDS
from newind.questions.answers import LANGS, Answer
from newind.questions.options import read_register
from newind.questions.panels import assumption, with_economy
from newind.questions.policies.screen_memo import TEXTS, case
from newind.questions.table import DataTable

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.pathways.reallocation import Redesign
    from newind.policy.schema import Package
    from newind.policy.screening import Triage
    from newind.questions.policies.declared import PolicyOptions, RedesignOptions

STAGES = {"end-product": "production", "export": "export"}
"""Words of the command for stages of production."""
LEAST = 5e-5
"""Change that two places of a per cent still show."""


def load_words() -> dict[str, Any]:
    """Return all words."""
    return message_group("policies.answers")


def build_economy(panel: Panel, asked: PolicyOptions) -> Accounts:
    """Return the accounts of the year that was asked for, with an economy in place of their boundary where one was."""
    return with_economy(panel.until(asked.year).last, asked.abroad)


def add_assumption(found: Answer, w: Accounts) -> Answer:
    """Return an answer that begins with what is assumed of an economy abroad."""
    return replace(found, lead=(*assumption(w), *found.lead))


# ---- the same money elsewhere


def redesign_support(panel: Panel, region: str, asked: RedesignOptions) -> Answer:
    """Return what support comes to where it goes to research or to buyers at the same cost."""
    w = build_economy(panel, asked)
    made = redesign(
        w, read_register(asked.actions), region, asked.goal, stage=STAGES[asked.source], horizon=asked.horizon,
        exchange=asked.exchange, parameters=asked.parameters,
    )  # fmt: skip
    return add_assumption(build_redesign_answer(made), w)


def build_redesign_answer(found: Redesign) -> Answer:
    """Return what a redesign of support comes to: outcomes with ranges, what moves, industries, regions."""
    w, at = found.before.baseline, found.before.baseline.regions.index(found.region)
    ranges = found.range()
    outcomes = DataTable.from_rows(  # without a headline where the sign is not the same throughout
        {"outcome": k, "change": mid if said in STATED else None, "low": low, "high": high, "sign": said}
        for k, (low, mid, high) in ranges.items()
        for said in (found.sign(low, high) if k == REAL_INCOME else sign(low, high),)
    )
    before, after = found.screenings
    tags = {str(tag): text for tag, text in TAGS.items()}
    moved = DataTable.from_rows(
        {
            "action": m.action.id, "name": m.action.label["en"], "amount": m.amount,
            "industries": ", ".join(m.industries), "rate": float(m.rate),
            "goal_rate": abs(float(m.goal)) * found.size,
            "tag": before[m.action.id].tag, "tag_after": after[m.action.id].tag,
        }
        for m in found.moved
    )  # fmt: skip
    judged, told = _build_triage_table(found)
    told["name"] = {m.action.label["en"]: {lang: m.action.title(lang) for lang in LANGS} for m in found.moved}
    told["industries"] = {
        ", ".join(m.industries): {lang: format_selection(m.industries, "industries", lang) for lang in LANGS}
        for m in found.moved
    }
    output = DataTable.from_columns({"industry": w.industries, "output": found.output[at]})
    regions = DataTable.from_columns({"region": w.regions.codes, "real_income": found.headline, "co2": found.co2})
    return Answer(
        title=format_title("redesign", found.region),
        tables={
            "outcomes": outcomes,
            "moved": moved,
            "industries": largest(output, "output"),
            "regions": largest(regions, "real_income"),
            "judged": judged,
        } | ({"failed": DataTable.from_columns({"note": found.failed})} if found.failed else {}),
        labels=labels(w.unit),
        heads=load_words()["heads"],
        short=load_words()["short"],
        values={"sign": SIGNS, "outcome": load_words()["values"]["outcome"], "tag": tags, "tag_after": tags, **told},
        money=frozenset({"amount"}),
        shown={
            "outcomes": ("outcome", "change", "low", "high"), "failed": (),
            "moved": ("action", "amount", "rate", "goal_rate", "tag", "tag_after"),
        },
        pages=frozenset({"judged"}),
        central=frozenset({"industries", "regions"}),
        lead=tuple(_redesign_lead(found, ranges)),
        notes=tuple(_redesign_notes(found)),
        about={"region": found.region, "year": w.year, "status": "simulated", "goal": found.goal, "size": found.size,
               "verdict": str(found.kinds[at]),
               "bill_before": found.bill[0], "bill_after": found.bill[1], "horizon": found.before.horizon},
    )  # fmt: skip


def _build_triage_table(found: Redesign) -> tuple[DataTable, dict[str, dict[str, Text]]]:
    """Return the WTO classification of what moves, before and redesigned, in English; its texts in both languages."""
    pages = [
        {lang: _page(s[m.action.id], lang) | {"state": load_words()["states"][when][lang]} for lang in LANGS}
        for m in found.moved
        for s, when in zip(found.screenings, ("now", "then"), strict=True)
    ]
    columns = ("title", "state", "verdict", "article", "why", "facts", "changes", "notes", "source")
    texts = {c: {page["en"][c]: {lang: page[lang][c] for lang in LANGS} for page in pages} for c in columns}
    return DataTable.from_rows((page["en"] for page in pages), columns), texts


def _page(t: Triage, lang: str) -> dict[str, str]:
    parts = case(t, lang).parts
    texts = {name: said if isinstance(said, str) else "\n".join(said) for name, said in parts.items()}
    return {"title": t.action.title(lang), "verdict": TAGS[t.tag][lang], "notes": "", **texts}


# ---- sentences
def _redesign_lead(found: Redesign, ranges: Any) -> list[Text]:
    w, place = found.before.baseline, place_of(found.region)
    total = sum(m.amount for m in found.moved)
    stage = _stage(found)
    lead = [
        line(
            "moved-rated" if _by_rate(found) else "moved",
            money=amount(total, w.unit),
            stage=load_words()["stages"][stage],
            goal=load_words()["goals"][found.goal],
            bill=amount(found.bill[0], w.unit),
            gap=f"{abs(found.imbalance):.0e}",
        )
    ]
    low, mid, high = ranges[REAL_INCOME]
    digits = 2 if min(abs(low), abs(mid), abs(high)) >= LEAST else 4
    span_of = {lang: span(low, high, "1", lang, digits) for lang in LANGS}
    change = {lang: percent(abs(mid), lang, digits) for lang in LANGS}
    said = found.sign(low, high)
    way = {"positive": "up", "negative": "down", **dict.fromkeys(KINDS, "refused")}.get(said, "unsure")
    lead.append(line(f"income-{way}", who=place, change=change, range=span_of, verdict=SIGNS[said]))
    unsure = [k for k, (a, _, b) in ranges.items() if not clear(a, b) and k != REAL_INCOME]
    if unsure:
        names = load_words()["topics"]
        lead.append(line("unsure", what={lang: listing([names[k][lang] for k in unsure], lang) for lang in LANGS}))
    return lead


def _redesign_notes(found: Redesign) -> list[Text]:
    w, after = found.before.baseline, found.screenings[1]
    tags = dict.fromkeys(after[m.action.id].tag for m in found.moved)
    status = load_words()["status"].get(w.status, dict.fromkeys(LANGS, w.status))
    horizon = load_words()["horizons"][found.before.horizon]
    notes = [
        line("harbour", tags={lang: listing([TAGS[t][lang] for t in tags], lang) for lang in LANGS}),
        line("model", year=w.year, status=status, horizon=horizon, n=1 + len(found.cases) - len(found.failed)),
    ]
    if by_rate := _by_rate(found):
        notes.append(line("rated", which={lang: listing(by_rate, lang) for lang in LANGS}))
    return [*notes, *([line("failed", n=len(found.failed))] if found.failed else [])]


def _stage(found: Redesign) -> str:
    return "export" if found.moved[0].lever == "export_rebate" else "production"


def _by_rate(found: Redesign) -> list[str]:
    """Return the actions whose money is an assumed rate, not a budget."""
    return [m.action.id for m in found.moved if find_rate_shock(m.action, _stage(found), found.before.baseline)]


# ---- words
def line(name: str, **words: object) -> Text:
    """Return a sentence; words in it may be texts in both languages."""
    return {
        lang: load_words()["lines"][name][lang].format(
            **{k: v[lang] if isinstance(v, dict) else v for k, v in words.items()}
        )
        for lang in LANGS
    }


def format_title(name: str, region: str) -> Text:
    """Return the title of an answer about a region."""
    place = place_of(region)
    return {lang: load_words()["titles"][name][lang].format(place[lang]) for lang in LANGS}


def place_of(code: str) -> Text:
    """Return the name of a region."""
    return name_region(named_region(code))


def name_package(package: Package) -> Text:
    """Return the title of a package, or its name."""
    label = dict(package.label)
    return {lang: label.get(lang) or package.name or line("simulate-package")[lang] for lang in LANGS}


def labels(unit: str) -> dict[str, Text]:
    """Return the names of columns, with the currency of the accounts."""
    currency = unit.rpartition(".")[2]
    judged: dict[str, Text] = {name: TEXTS[name] for name in ("article", "why", "facts", "changes", "notes", "source")}
    return judged | {
        k: fill(v, unit=message_group("language.currencies").get(currency, currency))
        for k, v in load_words()["columns"].items()
    }


def amount(value: float, unit: str) -> Text:
    """Return money in billions of the accounts' currency."""
    currency = unit.rpartition(".")[2]
    named = message_group("language.currencies").get(currency, currency)
    return message("policies.answers.amount.billion", currency=named, billions=value / 1e3, yi=value / 100)


def largest(table: DataTable, column: str) -> DataTable:
    """Return rows by the size of a column, the largest first; what is not known comes last."""
    size = [-1.0 if value is None or value != value else abs(value) for value in table[column]]
    return table.take(sorted(range(len(table)), key=lambda k: -size[k]))
