"""A roadmap as an answer: how far targets are, how likely, which actions close their gaps, and when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from newind.errors import UnknownNameError, in_each_language
from newind.language.words import decimal, join_list, percent
from newind.messages import complete_text, fill, in_each, list_languages, message_group
from newind.pathways.carbon_baseline import explain_baseline
from newind.pathways.chances import LEAST
from newind.pathways.figures import FIGURES, course, find_last_observed_year, label_of
from newind.pathways.hindcast import CARBON, find_skill
from newind.pathways.progress import NEARLY, VERDICTS, collect_observations
from newind.pathways.roadmap import rank_actions
from newind.policy.levers import FAMILIES, levers
from newind.policy.signs import SIGNS
from newind.questions.answers import Answer
from newind.questions.paths import pathways, skills
from newind.questions.table import DataTable
from newind.questions.words import join_texts, name_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.messages import Text
    from newind.pathways.progress import Milestone
    from newind.pathways.roadmap import Roadmap

    Contributions = Mapping[tuple[str, int], Mapping[str, float]]

SHOWN = {
    "targets": ("target", "year", "goal", "observed_year", "observed", "achieved", "elapsed", "status", "reason"),
    "paces": ("target", "year", "per", "needed", "paced", "pace", "pace_without"),
    "chances": ("target", "year", "probability", "error", "low", "high", "draws"),
    "gaps": (
        "target",
        "year",
        "goal",
        "without",
        "projected",
        "gap",
        "closed",
        "remains",
        "guessed",
        "guess_low",
        "guess_high",
    ),
    "actions": ("target", "year", "action", "sign", "closes", "share"),
    "gantt": ("action", "begins", "in_full", "ends", "owners", "sign"),
    "hindcast": skills.SHOWN,
    "mapping": ("target", "kind", "indicator", "owners"),
    "sources": (),
}
BACK = 100
"""Years back that past errors of a guess are looked for in."""


def load_words() -> dict[str, Any]:
    """Return all words."""
    return message_group("paths.roadmap")


def roadmap_of(found: Roadmap, seed: int = 0) -> Answer:
    """Return what a roadmap comes to.

    Parameters
    ----------
    found : Roadmap
    seed : int
        Of its draws.
    """
    tables = {"targets": _targets(found), "paces": _paces(found)}
    if len(chances := _chances(found)):
        tables["chances"] = chances
    if found.path.package.shocks and found.projected_milestones:
        tables |= {"gaps": _gaps(found), "actions": _actions(found)}
    if found.actions:
        tables["gantt"] = _gantt(found)
    if found.projected_milestones:
        tables["hindcast"] = skills.skills_table(found.region)
    tables |= {"mapping": _mapping(found), "sources": _sources(found)}
    drawn = likely(len(found.draws), sum(row is not None for row in found.drawn), seed)
    notes = (drawn, *skills.load_words()["notes"].values()) if found.projected_milestones else ()
    of_paths = pathways.load_words()
    return Answer(
        title=format_title(found),
        tables=tables,
        labels={**skills.load_words()["columns"], **of_paths["columns"], **load_words()["columns"]},
        heads={**load_words()["heads"], "hindcast": skills.load_words()["head"]},
        short={**skills.load_words()["short"], **of_paths["short"], **load_words()["short"]},
        values=_values(found),
        numbers=frozenset(
            ("guessed", "guess_low", "guess_high",
             "baseline", "observed", "goal", "needed", "paced", "pace", "pace_without", "projected", "without", "gap",
             "closed", "remains", "closes")
        ),
        points=skills.POINTS,
        shown=SHOWN,
        central=frozenset({"paces", "gaps", "actions"}),
        lead=tuple(_lead(found)),
        notes=(*notes_of(found), *notes, *map(in_each_language, found.path.log)),
        about={
            "region": found.region, "package": found.path.name, "years": [found.path.years[0], found.path.years[-1]],
            "horizon": found.path.horizon, "seed": seed if found.draws else None,
            "outlook": found.path.outlook.to_dict(), "outlook_hash": found.path.outlook.hash,
            "draws": [dict(d) for d in found.draws], "roadmap": found.targets.model_dump(),
        },
    )  # fmt: skip


# ---- tables
def _targets(found: Roadmap) -> DataTable:
    rows = [
        {
            "target": m.target.id, "year": m.year, "unit": m.target.unit,
            "baseline_year": m.goal.since, "baseline": m.goal.baseline, "goal": m.goal.value,
            "observed_year": m.seen[0] if m.seen else None, "observed": m.seen[1] if m.seen else float("nan"),
            "achieved": m.progress.achieved, "elapsed": m.progress.elapsed, "status": m.progress.verdict,
            "reason": m.progress.reason,
        }
        for m in found.milestones
    ]  # fmt: skip
    return DataTable.from_rows(rows)


def _paces(found: Roadmap) -> DataTable:
    """Return yearly paces, in per cent or points."""
    rows = []
    for m in found.stated_milestones:
        per = 1.0 if m.goal.points else 100.0
        rows.append(
            {
                "target": m.target.id, "year": m.year, "per": "points" if m.goal.points else "rate",
                "needed": m.progress.needed * per, "paced": m.progress.paced * per, "pace": m.pace * per,
                "pace_without": m.pace_without * per,
            }
        )  # fmt: skip
    return DataTable.from_rows(rows)


def _chances(found: Roadmap) -> DataTable:
    """Return how likely milestones are reached whose level may be stated."""
    stated = {(m.target.id, m.year) for m in found.stated_milestones if m.projected == m.projected}
    rows = [
        {
            "target": id, "year": year, "probability": c.probability, "error": c.error, "low": c.interval[0],
            "high": c.interval[1], "draws": c.draws, "failed": c.failed,
        }
        for (id, year), c in found.chances.items()
        if c.known and (id, year) in stated
    ]  # fmt: skip
    return DataTable.from_rows(rows)


def _gaps(found: Roadmap) -> DataTable:
    """Return what the path leads to; where that is refused, what the better simple guess does, by its past errors."""
    stated = {(m.target.id, m.year): m for m in found.stated_milestones}
    rows = []
    for m in found.projected_milestones:
        shown = stated[m.target.id, m.year]
        guess = _guess(found, m) if found.refuses(m) else (float("nan"),) * 3
        rows.append(
            {
                "target": m.target.id, "year": m.year, "unit": m.target.unit, "goal": m.goal.value,
                "without": shown.without, "projected": shown.projected, "gap": shown.gap,
                "closed": m.closes(m.without), "remains": shown.remains,
                **dict(zip(("guessed", "guess_low", "guess_high"), guess, strict=True)),
            }
        )  # fmt: skip
    return DataTable.from_rows(rows)


def _guess(found: Roadmap, m: Milestone) -> tuple[float, ...]:
    """Return what the better simple guess, by how the indicator moved, makes of the last value, with its past error."""
    path, at, name = found.path, found.path.regions.index(found.region), m.target.indicator
    if name in FIGURES:
        last = find_last_observed_year(path, name, at)
        every = course(path.baseline, name, at, range(last - BACK, last + 1))
        seen = {year: value for year, value in every.items() if value > 0}
    else:
        seen = collect_observations(path, m.target, at)
    start, value = m.anchor
    skill = find_skill(CARBON if name.startswith(CARBON) else name, found.region)
    ahead = skills.guess_with_band(skill, seen, max(seen) + m.year - start)
    return tuple(value * guess / seen[max(seen)] for guess in ahead)


def _actions(found: Roadmap) -> DataTable:
    """Return what each action closes of each gap, as of `rank_actions`; nothing in years before the package starts."""
    rows = []
    for m in found.projected_milestones:
        parts = found.contributions[m.target.id, m.year]
        if not any(parts.values()) or m.year < min(a.start for a in found.actions):
            continue
        for name, closes in rank_actions(parts, found.verdicts, m.target.indicator):
            share = float("nan") if found.refuses(m) or m.gap <= 0 else closes / m.gap
            row = {"target": m.target.id, "year": m.year, "action": name, "sign": found.verdicts.get(name, "")}
            rows.append({**row, "closes": closes, "share": share})
    return DataTable.from_rows(rows, ("target", "year", "action", "sign", "closes", "share"))


def _gantt(found: Roadmap) -> DataTable:
    rows = [
        {
            "action": a.name, "begins": a.start, "in_full": a.full, "ends": a.until if a.until else None,
            "owners": _join_names(a.owners), "levers": _join_names(a.levers), "sign": found.verdicts[a.name],
        }
        for a in found.actions
    ]  # fmt: skip
    return DataTable.from_rows(rows)


def _mapping(found: Roadmap) -> DataTable:
    """Return how each target is followed, what to know of it, and who answers for it."""
    rows = [
        {
            "target": t.id, "kind": t.kind, "indicator": t.indicator, "owners": _join_names(t.owners),
            "note": t.id if t.note else "",
        }
        for t in found.targets.targets
    ]  # fmt: skip
    return DataTable.from_rows(rows)


def _sources(found: Roadmap) -> DataTable:
    rows = [
        {"target": t.id, "source": s.title, "href": s.href, "date": s.date}
        for t in found.targets.targets
        for s in t.sources
    ]
    return DataTable.from_rows(rows)


# ---- words
def _join_names(names: Iterable[str]) -> str:
    return ", ".join(names)


def _values(found: Roadmap) -> dict[str, Mapping[str, Text]]:
    """Return what stands for the words inside columns: names of targets, actions, owners and levers."""
    values: dict[str, Mapping[str, Text]] = {
        **skills.load_words()["values"],
        **load_words()["values"],
    }
    followed = {t.indicator for t in found.targets.targets if t.is_projectable}
    owners = {t.owners for t in found.targets.targets} | {a.owners for a in found.actions}
    slow = fill(values["reason"][NEARLY], enough=percent(found.limits[0], digits=0))
    return values | {
        "sign": SIGNS,
        "reason": {**values["reason"], NEARLY: slow},
        "target": {t.id: complete_text(t.label, t.id) for t in found.targets.targets},
        "action": {**values["action"], **{a.name: action_label(a.name) for a in found.actions}},
        "owners": {_join_names(o): owners_label(o) for o in owners},
        "levers": {
            _join_names(a.levers): join_texts([levers()[n].label for n in a.levers], join_list) for a in found.actions
        },
        "note": {t.id: complete_text(t.note, t.id) for t in found.targets.targets if t.note},
        "indicator": {**values["indicator"], **{i: dict(label_of(i)) for i in followed}},
    }  # fmt: skip


def action_label(name: str) -> Text:
    """Return the name of a family of policy, or of an action that comes with newind, else the name itself."""
    from newind.policy.actions import action

    if name in FAMILIES:
        return dict(FAMILIES[name])
    try:
        return complete_text(action(name).label, name)
    except UnknownNameError:
        return dict.fromkeys(list_languages(), name)


def owners_label(owners: Iterable[str]) -> Text:
    """Return who answers, in words."""
    return join_texts([load_words()["owners"][o] for o in owners], join_list)


def _line(name: str, **words: Any) -> Text:
    """Return a sentence; words may be texts of both languages."""
    return fill(load_words()["lines"][name], **words)


def format_title(found: Roadmap) -> Text:
    """Return whose targets they are, and what is done."""
    package = pathways.name_package(found.path)
    return fill(load_words()["titles"]["roadmap"], who=name_place(found.region), package=package)


def _lead(found: Roadmap) -> list[Text]:
    acts = found.projected_milestones and found.path.package.shocks
    closes = closing(_led(found), found.contributions, found.verdicts) if acts else []
    return [*standing(found), *closes, *silent(found)]


def _led(found: Roadmap) -> list[Milestone]:
    """Return the milestones of which it is stated where the path leads."""
    return [m for m in found.stated_milestones if m.projected == m.projected]


def standing(found: Roadmap) -> list[Text]:
    """Return how all milestones stand, and which ones the path reaches, in sentences."""
    lines = [counted(found), where_it_leads(describe_led(found))]
    if len(_led(found)) > 1 and (m := _furthest(found)) is not None:
        lines.append(_line("remains", **_name_values(m)))
    if not found.path.package.shocks:
        lines.append(_line("ungapped"))
    return lines


def counted(found: Roadmap) -> Text:
    """Return how all milestones stand by what was observed."""
    many = {v: sum(m.progress.verdict == v for m in found.milestones) for v in VERDICTS}
    return _line("counted", n=len(found.milestones), targets=len(found.targets.targets), **many)


def _name_values(m: Milestone) -> dict[str, Any]:
    """Return target, year, and where the path leads against what is to be reached, as sentences have them."""
    values = {"projected": m.projected, "without": m.without, "goal": m.goal.value}
    numbers = {k: in_each(partial(decimal, v, 1)) for k, v in values.items()}
    return {"target": complete_text(m.target.label, m.target.id), "year": m.year, **numbers}


class LedMilestones(NamedTuple):
    """Milestones of which it is stated where the path leads, out of how many, and what is done."""

    led: tuple[Milestone, ...]
    all: int
    package: Text
    done: bool


def describe_led(found: Roadmap) -> LedMilestones:
    """Return the milestones of which it is stated where the path leads, beside all of them."""
    done = bool(found.path.package.shocks)
    return LedMilestones(tuple(_led(found)), len(found.milestones), pathways.name_package(found.path), done)


def where_it_leads(of: LedMilestones, ranges: Sequence[tuple[float, float]] = ()) -> Text:
    """Return of how many milestones the model cannot tell whether the path reaches them, and what it tells of others.

    Parameters
    ----------
    of : LedMilestones
    ranges : sequence of (low, high)
        What the path leads each of them to at least and at most; empty where no range is known.
    """
    words = {"all": of.all, "n": of.all - len(of.led), "package": of.package}
    if not of.led:
        return _line("followed-none" if of.done else "followed-none-alone", **words)
    if len(of.led) == 1:
        which = _tell_one(of, ranges[0] if ranges else None)
    else:
        reached, without = (sum(m.goal.meets_target(getattr(m, e)) for m in of.led) for e in ("projected", "without"))
        which = _line("followed-many" if of.done else "followed-many-alone", reached=reached, without=without, **words)
    return _line("followed" if of.done else "followed-alone", which=which, **words) if words["n"] else which


def _tell_one(of: LedMilestones, ends: tuple[float, float] | None) -> Text:
    """Return where the path leads one milestone with the package and without, and whether the package decides it."""
    (m,) = of.led
    with_it = {m.goal.meets_target(v) for v in (m.projected, *(ends or ()))}
    reached = m.goal.meets_target(m.projected)
    words = {"package": of.package, "reached": load_words()["lines"]["reached" if reached else "missed"]}
    span = pathways.load_words()["lines"]["no-range"]
    if ends is not None:
        low, high = (in_each(partial(decimal, v, 1)) for v in ends)
        span = _line("followed-span", low=low, high=high)
    if not of.done:
        decided = _line("followed-open-alone") if len(with_it) > 1 else words["reached"]
        return _line("followed-one-alone", span=span, **_name_values(m), **{**words, "reached": decided})
    decides = "open" if len(with_it) > 1 else "same" if reached == m.goal.meets_target(m.without) else "decides"
    return _line("followed-one", span=span, decides=_line(f"followed-{decides}", **words), **_name_values(m), **words)


def silent(found: Roadmap) -> list[Text]:
    """Return why the model says nothing of the other milestones, in sentences."""
    refused = [m for m in found.projected_milestones if found.refuses(m)]
    outside = len(found.milestones) - len(refused) - len(_led(found))
    lines = [_line("outside", n=outside)] if outside else []
    if refused:
        names = {m.target.id: complete_text(m.target.label, m.target.id) for m in refused}
        which = join_texts([*names.values()], join_list)
        lines.append(fill(skills.load_words()["lines"]["targets"], n=len(refused), which=which))
    return lines


def closing(followed: Sequence[Milestone], contributions: Contributions, verdicts: Mapping[str, str]) -> list[Text]:
    """Return which action closes most of the most gaps, in a sentence, of those that may be ranked."""
    most = _closer(followed, contributions, verdicts)
    return [] if most is None else [_line("closes", action=action_label(most[0]), n=most[1])]


def _furthest(found: Roadmap) -> Milestone | None:
    """Return the milestone that the path misses by most of its value, None where it reaches all."""
    missed = [m for m in _led(found) if not m.goal.meets_target(m.projected)]
    return max(missed, key=lambda m: m.remains / abs(m.goal.value or 1.0), default=None)


def _closer(
    followed: Sequence[Milestone], contributions: Contributions, verdicts: Mapping[str, str]
) -> tuple[str, int] | None:
    """Return the action that closes most of the most gaps, and of how many."""
    first = []
    for m in followed:
        ranked = rank_actions(contributions[m.target.id, m.year], verdicts, m.target.indicator)
        name, closes = next((p for p in ranked if p[0] != "together"), ("", 0.0))
        if m.gap > 0 and closes > 0:
            first.append(name)
    if not first:
        return None
    most = max(dict.fromkeys(first), key=first.count)
    return most, first.count(most)


def likely(draws: int, known: int, seed: int) -> Text:
    """Return what a probability is, or why none is given: too few of the draws made have a path."""
    name = "chances" if known >= LEAST else "few" if draws else "undrawn"
    return fill(load_words()["notes"][name], n=known, seed=seed, least=LEAST)


def notes_of(found: Roadmap) -> list[Text]:
    """Return what a reader must know."""
    notes = load_words()["notes"]
    on_track, lagging = found.limits
    limits = {"on_track": percent(on_track, digits=0), "lagging": percent(lagging, digits=0)}
    lines = [fill(notes["status"], **limits)]
    if found.projected_milestones:
        lines.append(notes["projected"])
        if found.path.followed.emissions[:, found.path.regions.index(found.region)].any():
            lines.append(explain_baseline(found.path, found.region))
    if found.actions:
        lines.append(notes["actions"])
        lines.append(fill(notes["owned"], start=found.path.start))
    lines.append(found.path.outlook.describe())
    if found.targets.note:
        lines.append(complete_text(found.targets.note, ""))
    return lines
