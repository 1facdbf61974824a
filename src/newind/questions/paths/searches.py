"""A search as an answer: the package, why, what else there is, and whether it holds in other cases."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.language.words import percent
from newind.messages import complete_text, fill, in_each, message_group
from newind.pathways.aims import better
from newind.pathways.recommendations import INCOME, MEASURED
from newind.policy.signs import SIGNS, STATED
from newind.policy.triage import TAGS
from newind.questions.answers import Answer, share
from newind.questions.paths import pathways, skills
from newind.questions.table import DataTable
from newind.questions.words import join_texts, name_place, place

if TYPE_CHECKING:
    from newind.messages import Text
    from newind.pathways.reasons import MarginalContribution, SearchConstraint
    from newind.pathways.search import SearchResult
    from newind.pathways.searching import CandidatePackage

KEPT = 3
"""Actions that are named."""
LEAST = 0.005
"""Size below which an action is not named."""
CRITERIA = ("expected", "worst", "regret", "enough")


def load_words() -> dict[str, Any]:
    """Return all words."""
    return message_group("paths.search")


def search_of(f: SearchResult) -> Answer:
    """Return what a search comes to."""
    of_paths = pathways.load_words()
    words = {"last": f.request["until"], "start": f.request["start"]}
    names = {c.name: complete_text(c.label, c.name) for c in f.choices}
    goals = {g: fill(load_words()["goals"][g], **words) for g in f.aims.goals}
    tables = {"package": _package(f), "front": _front(f)}
    if f.bounds:
        tables["limits"] = _limits(f)
    if f.robust is not None:
        tables |= {"robust": _robust(f), "worlds": _worlds(f)}
    tables["hindcast"] = skills.skills_table(f.aims.region)
    dated = ("start",) if f.request["starts"] else ()
    adds, changes = tuple(f"adds {g}" for g in f.aims.goals), tuple(f"change {g}" for g in f.aims.goals)
    sizes = tuple(f"size {n}" for n in f.chosen.active_sizes)
    return Answer(
        title=_title(f, words),
        tables=tables,
        labels={**skills.load_words()["columns"], **of_paths["columns"], **_labels(f, goals, names)},
        heads={**load_words()["heads"], "hindcast": skills.load_words()["head"]},
        short={
            **skills.load_words()["short"], **of_paths["short"], **load_words()["short"],
            **{f"change {g}": goals[g] for g in goals},
        },
        values={
            "sign": SIGNS, "alone": SIGNS, "action": names, "tag": dict(TAGS.items()),
            "best_by": _best_by(f), **_limit_words(f, goals),
            "world": {c["name"]: c["label"] for c in f.request["cases"]}, **skills.load_words()["values"],
        },
        points=skills.POINTS,
        numbers=frozenset({"per_cost"}),
        shown={
            "package": ("action", "size", *dated, "tag", *adds, "alone", "cost", "per_cost"),
            "front": ("package", "is_chosen", *changes, "sign", *(() if "bill" in f.aims.goals else ("bill",)), *sizes),
            "worlds": (),
            "hindcast": skills.SHOWN,
        },
        central=frozenset({"package", "front", "limits"}),
        lead=tuple(_lead(f, goals, names, words)),
        notes=(*_notes(f, words), f.request["outlook_note"], skills.load_words()["notes"]["levels"]),
        about={
            "region": f.aims.region, "goals": list(f.aims.goals), "limits": dict(f.aims.limits), "method": f.method,
            "until": f.request["until"], "start": f.request["start"], "horizon": f.request["horizon"],
            "outlook_hash": f.request["outlook_hash"], "evaluated": f.evaluated, "failed": f.failed,
            "verdict": f.verdict, "is_recommended": f.is_recommended, "left_out": describe_left_out(f),
            "sizes": dict(f.chosen.sizes),
            "starts": dict(f.chosen.starts), "figures": dict(f.chosen.figures), "package": f.package().to_dict(),
        },
    )  # fmt: skip


def describe_left_out(f: SearchResult) -> dict[str, Any]:
    """Return how many better packages may not be recommended, by what may be said of them, and the best, as data."""
    best = [
        {"sizes": p.active_sizes, "starts": dict(p.starts), "figures": dict(p.figures), "verdict": p.verdict}
        for p in f.left_out[:1]
    ]
    kinds = Counter(p.verdict for p in f.left_out)
    return {"packages": len(f.left_out), "by_verdict": dict(kinds.most_common()), "best": best[0] if best else None}


# ---- tables
def _package(f: SearchResult) -> DataTable:
    """Return what each action adds, without a number for real income where that may not be stated of it by itself."""
    tags, first = {c.name: c.tag for c in f.choices}, f.aims.goals[0]
    rows = [
        {
            "action": m.name, "size": m.size, "start": m.start, "tag": tags[m.name],
            **{f"adds {g}": v if stands(m, g) else np.nan for g, v in zip(f.aims.goals, m.adds, strict=True)},
            "alone": m.verdict, "cost": m.cost,
            "per_cost": m.per_cost if np.isfinite(m.per_cost) and stands(m, first) else np.nan,
        }
        for m in sorted(f.marginals, key=lambda m: not stands(m, first))
    ]  # fmt: skip
    adds = [f"adds {g}" for g in f.aims.goals]
    return DataTable.from_rows(rows, ("action", "size", "start", "tag", *adds, "alone", "cost", "per_cost"))


def stands(m: MarginalContribution, goal: str) -> bool:
    """Return whether what an action adds to a goal may be stated: of real income its sign by itself has to be."""
    return goal not in INCOME or m.verdict in STATED


def _front(f: SearchResult) -> DataTable:
    rows = [
        {
            "package": str(f.number(p)), "is_chosen": p == f.chosen,
            **{f"change {g}": p.figures[g] for g in f.aims.goals}, "sign": p.verdict, "bill": p.figures["bill"],
            **{f"size {n}": s for n, s in p.sizes.items()},
        }
        for p in f.front
    ]  # fmt: skip
    return DataTable.from_rows(rows)


def _limits(f: SearchResult) -> DataTable:
    rows = [
        {
            "limit": f"asked {b.name}", "reached": f"reached {b.name}", "binds": b.binds,
            "relaxed": f"relaxed {b.name}" if b.binds else "", "gain": b.gain,
        }
        for b in f.bounds
    ]  # fmt: skip
    return DataTable.from_rows(rows)


def _robust(f: SearchResult) -> DataTable:
    r = f.robust
    assert r is not None  # asked for where it is
    best = {k: "+".join(best_by(f, k)) for k in range(len(r.points))}
    return DataTable.from_columns(
        {
            "package": [str(f.number(p)) for p in r.points],
            "is_chosen": [p == f.chosen for p in r.points],
            **{c: getattr(r.judged, c) for c in CRITERIA},
            "best_by": [best[k] for k in range(len(r.points))],
        }
    )


def best_by(f: SearchResult, k: int) -> list[str]:
    """Return the criteria by which a package is the best over other cases, none where the goal distinguishes none."""
    r = f.robust
    assert r is not None  # asked for where it is
    if r.is_indifferent(r.points.index(f.chosen), f.aims.goals[0]):
        return []
    return [c for c in CRITERIA if r.judged.best[c] == k]


def _worlds(f: SearchResult) -> DataTable:
    r = f.robust
    assert r is not None  # asked for where it is
    rows = [
        {"world": case, "package": str(f.number(p)), "adds": float(r.values[n, k]), "kept": bool(r.kept[n, k])}
        for k, case in enumerate(r.cases)
        for n, p in enumerate(r.points)
    ]
    return DataTable.from_rows(rows)


# ---- words
def _title(f: SearchResult, words: dict[str, Any]) -> Text:
    return fill(load_words()["titles"]["search"], who=name_place(f.aims.region), **words)


def _labels(f: SearchResult, goals: dict[str, Text], names: dict[str, Text]) -> dict[str, Text]:
    columns = load_words()["columns"]
    found: dict[str, Text] = {}
    for g, goal in goals.items():
        for column in ("adds", "change"):
            found[f"{column} {g}"] = fill(columns[column], goal=goal)
    first = goals[f.aims.goals[0]]
    filled = {n: fill(t, goal=first) for n, t in columns.items()}
    kept: dict[str, Text] = message_group("paths.searches.labels.kept")
    return {**filled, **found, **{f"size {n}": t for n, t in names.items()}, **kept}


def _best_by(f: SearchResult) -> dict[str, Text]:
    """Return the words of every combination of criteria."""
    if f.robust is None:
        return {}
    words = load_words()["best_by"]
    combined = set(_robust(f)["best_by"]) - {""}
    return {c: join_texts([words[x] for x in c.split("+")]) for c in combined}


def _limit_words(f: SearchResult, goals: dict[str, Text]) -> dict[str, dict[str, Text]]:
    """Return the words of limits as they are asked, reached and relaxed."""
    asked = {f"asked {b.name}": _limit(f, b.name, b.limit, goals) for b in f.bounds}
    relaxed = {f"relaxed {b.name}": _limit(f, b.name, b.relaxed, goals) for b in f.bounds}
    return {"limit": asked, "reached": {f"reached {b.name}": _format_bound(f, b) for b in f.bounds}, "relaxed": relaxed}


def _limit(f: SearchResult, name: str, value: float, goals: dict[str, Text]) -> Text:
    words = load_words()["limits"]
    if name in words:
        return fill(words[name], value=in_each(partial(share, value)), year=f"{value:.0f}")
    goal = goals.get(name) or fill(load_words()["goals"][name], last=f.request["until"])
    text = words["least" if better(name) == "higher" else "most"]
    return fill(text, goal=goal, value=in_each(partial(share, value)))


def _format_bound(f: SearchResult, b: SearchConstraint) -> Text:
    if b.name != "peak":
        return in_each(partial(share, b.value))
    last = f.request["until"]
    text = load_words()["reached"]["peak" if b.value <= last else "rising"]
    return fill(text, year=f"{b.value:.0f}", last=last)


def _line(id: str, /, **words: Any) -> Text:
    """Return a sentence; words may be texts of both languages."""
    return fill(load_words()["lines"][id], **words)


def join_actions(p: CandidatePackage, names: dict[str, Text]) -> Text:
    """Return the actions of a package with their sizes."""
    done = {n: s for n, s in p.active_sizes.items() if s >= LEAST}
    if not done:
        return _line("none")
    parts = [_line("part", name=names[n], size=in_each(lambda lang, s=s: percent(s, lang, 0))) for n, s in done.items()]  # type: ignore[misc]
    return join_texts(parts)


def _passed(f: SearchResult, names: dict[str, Text]) -> dict[str, Any]:
    """Return words on what may not be recommended: how many packages, of what kind, and the best of them."""
    kinds = describe_left_out(f)["by_verdict"]
    reasons = [_line("counted", n=n, what=SIGNS[said]) for said, n in kinds.items()]
    return {"n": len(f.left_out), "reasons": join_texts(reasons), "taken": join_actions(f.left_out[0], names)}


def _lead(f: SearchResult, goals: dict[str, Text], names: dict[str, Text], words: dict[str, Any]) -> list[Text]:
    if f.left_out and not f.chosen.active_sizes:
        return [_line("unstated", who=place(f.aims.region), evaluated=f.evaluated, **_passed(f, names), **words)]
    changes = [_line("goal", goal=goals[g], change=_format_change(f.chosen.figures[g])) for g in f.aims.goals]
    limits = [_limit(f, b.name, b.limit, goals) for b in f.bounds]
    told = _line("limited", limits=join_texts(limits)) if limits else _line("unlimited")
    who, gives = place(f.aims.region), join_texts(changes)
    found = [_line("result", who=who, limits=told, goals=gives, evaluated=f.evaluated, **words)]
    if not f.chosen.active_sizes:
        return [*found, _line("nothing")]
    if not f.is_recommended:
        found.append(_line("doubt", who=who, verdict=SIGNS[f.verdict]))
    bill = f.chosen.figures["bill"]
    size = in_each(lambda lang: share(abs(bill), lang))
    found.append(_line("does" if bill >= 0 else "saves", taken=join_actions(f.chosen, names), bill=size))
    found += [_line("passed", **_passed(f, names))] if f.left_out else []
    first = goals[f.aims.goals[0]]
    found += _why(f, names, first)
    binding = [b for b in f.bounds if b.binds]
    for b in binding:
        gain = in_each(lambda lang, b=b: share(max(b.gain, 0.0), lang))  # type: ignore[misc]
        asked, wider = _limit(f, b.name, b.limit, goals), _limit(f, b.name, b.relaxed, goals)
        found.append(_line("binds", limit=asked, relaxed=wider, gain=gain, goal=first))
    found += [_line("free")] if f.bounds and not binding else []
    if f.runner_up is not None and len(f.aims.goals) == 1:
        by = abs(f.chosen.figures[f.aims.goals[0]] - f.runner_up.figures[f.aims.goals[0]])
        cost = f.runner_up.figures["bill"]
        found.append(
            _line(
                "next", taken=join_actions(f.runner_up, names), goal=first, gives=in_each(lambda lang: share(by, lang)),
                bill=in_each(lambda lang: share(cost, lang)),
            )
        )  # fmt: skip
    return [*found, *_describe_robustness(f, first)]


def _why(f: SearchResult, names: dict[str, Text], goal: Text) -> list[Text]:
    """Return what most is lost without, what gives most for its money, and what is left out."""
    sign = -float(f.aims.signs[0])
    stated = [m for m in f.marginals if stands(m, f.aims.goals[0])]
    helps = [m for m in stated if sign * m.adds[0] > 0][:KEPT]
    found = []
    if helps:
        adds = [_line("part", name=names[m.name], size=_format_change(m.adds[0])) for m in helps]
        found.append(_line("most", which=join_texts(adds), goal=goal))
    paid = [m for m in stated if m.cost > 0 and np.isfinite(m.per_cost) and sign * m.per_cost > 0]
    if len(paid) > 1:
        found.append(_line("bang", which=names[max(paid, key=lambda m: sign * m.per_cost).name]))
    idle = [names[n] for n, s in f.chosen.sizes.items() if s < LEAST]
    return [*found, _line("idle", which=join_texts(idle))] if idle else found


def _describe_robustness(f: SearchResult, goal: Text) -> list[Text]:
    """Return by which criteria the chosen package is the best over other cases."""
    r = f.robust
    if r is None or len(r.points) < 2:
        return []
    mine, first = r.points.index(f.chosen), f.aims.goals[0]
    won = [load_words()["best_by"][c] for c in best_by(f, mine)]
    counted = {"n": len(r.cases), "many": len(r.points), "goal": goal}
    if r.is_indifferent(mine, first):
        most = max(r.gap(mine, k, first) for k in range(len(r.points)))
        return [_line("alike", gap=in_each(partial(share, most)), **counted)]
    return [_line("holds", which=join_texts(won), **counted)] if won else [_line("yields", **counted)]


def _format_change(value: float) -> Text:
    return in_each(lambda lang: ("+" if value > 0 else "") + share(value, lang))


def _notes(f: SearchResult, words: dict[str, Any]) -> list[Text]:
    notes = load_words()["notes"]
    found = [fill(t, **words) for t in (notes["sizes"], notes["bill"])]
    found += [notes["chosen"]] if len(f.aims.goals) > 1 else []
    kinds = {"income": INCOME, "signs": MEASURED}
    for kind, meant in kinds.items():
        if some := [fill(load_words()["goals"][g], **words) for g in f.aims.goals if g in meant]:
            found.append(fill(notes[f"rule-{kind}"], goals=join_texts(some)))
    found.append(notes[f.method])
    found += [notes["enough"]] if f.robust is not None else []
    found += [in_each(lambda lang: str(notes["failed"][lang].format(n=f.failed)))] if f.failed else []
    return found
