"""Sensitivity of an outcome of a pathway, as an answer; how sure percentiles over draws are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.language.words import percent
from newind.messages import NOTHING, complete_text, fill, in_each, message_group
from newind.questions.answers import Answer, share
from newind.questions.table import make_tables
from newind.questions.words import join_texts, name_place, put_in_brackets

if TYPE_CHECKING:
    from newind.messages import Text
    from newind.pathways.runstore import RunStore
    from newind.pathways.sensitivity import OutcomeSensitivity, Percentiles

UNSURE = 0.25
"""Half-width of the largest index of Sobol beyond which nothing is headlined."""
KEPT = 3
"""Parameters that are named."""
SHARES = {"sobol": "total", "morris": "size"}
"""Column with the importance of a parameter, by method."""


def load_words() -> dict[str, Any]:
    """Return all words."""
    return message_group("paths.uncertainty")


def sensitivity_of(
    found: OutcomeSensitivity, store: RunStore, region: str, outcome: str, year: int, *, level: bool = False,
    kept: bool = True,
) -> Answer:  # fmt: skip
    """Return what an outcome depends on.

    Parameters
    ----------
    found : OutcomeSensitivity
        As of `newind.pathways.sensitivity.sensitivity`.
    store : RunStore
        The run it is of.
    region, outcome, year, level
        What was looked at.
    kept : bool
        Whether the run stays.
    """
    design, package = store.request["design"], store.request["package"]
    words: dict[str, Any] = {
        "year": year,
        "outcome": load_words()["outcomes"][outcome],
        "package": _name_package(package),
        "of": _name_outcome(outcome, level=level),
    }
    table = found.table()
    ranges = [design["ranges"][name] for name in table["parameter"]]
    for at, end in ((1, "low"), (2, "high")):
        table.insert(at, end, [r[at - 1] for r in ranges])
    table.insert(3, "range", [f"{low:g}–{high:g}" for low, high in ranges])
    return Answer(
        title=fill(load_words()["titles"]["sensitivity"], who=name_place(region), **words),
        tables=make_tables({"parameters": table}),
        labels=load_words()["columns"],
        heads=load_words()["heads"],
        short=load_words()["short"],
        values={"parameter": load_words()["parameters"]},
        numbers=frozenset({"low", "high"}),
        shown={"parameters": ("parameter", "range", *found.found)},
        lead=tuple(_lead(found, words)),
        notes=(*_notes(found, store, design["many"], kept=kept), store.request["outlook_note"]),
        about={
            "region": region, "package": package.get("name", ""), "outcome": outcome, "year": year, "level": level,
            "method": found.method, "draws": len(found.outcome), "seed": store.seed,
            "outlook_hash": store.request["outlook_hash"],
            **({"run": store.name} if kept else {}),
        },
    )  # fmt: skip


def doubt(drawn: Percentiles) -> Text:
    """Return how sure percentiles of the last year are, in a sentence."""
    words = load_words()["picture"]
    error = float(drawn.errors[:, -1].max())
    return fill(
        words["draws"],
        draws=drawn.draws,
        failed=fill(words["failed"], n=drawn.failed) if drawn.failed else NOTHING,
        last=drawn.years[-1],
        error=_percent(error),
        settled=words["settled" if drawn.settled[-1] else "unsettled"],
    )


def _lead(found: OutcomeSensitivity, words: dict[str, Any]) -> list[Text]:
    values = found.found[SHARES[found.method]]
    most = found.order[:KEPT]
    names, parts = ([in_each(partial(_name, found.names[k])) for k in most],
                    [in_each(partial(share, float(values[k]))) for k in most])  # fmt: skip
    which = join_texts([put_in_brackets(name, part) for name, part in zip(names, parts, strict=True)])
    low, middle, high = np.percentile(found.outcome, (0, 50, 100)).tolist()
    span = {"low": _percent(low), "middle": _percent(middle), "high": _percent(high)}
    if found.method == "sobol" and float(found.found["total_error"][most[0]]) > UNSURE:
        return [_line("few", **words), _line("spread", **span)]
    return [_line(found.method, which=which, **words), _line("spread", **span)]


def _notes(found: OutcomeSensitivity, store: RunStore, many: int, *, kept: bool) -> list[Text]:
    texts = load_words()["notes"]
    names = (found.method, "ranges", *(("kept",) if kept else ()))
    counted = {"many": many, "draws": len(found.outcome), "run": store.name}
    return [fill(texts[n], **counted) for n in names]


def _name(parameter: str, lang: str) -> str:
    label = load_words()["parameters"][parameter][lang]
    return str(label[:1].lower() + label[1:] if lang != "zh" else label)


def _name_outcome(outcome: str, *, level: bool) -> Text:
    kind, name = load_words()["of"]["level" if level else "change"], load_words()["outcomes"][outcome]
    return fill(kind, outcome=name)


def _name_package(package: dict[str, Any]) -> Text:
    return complete_text(package.get("label") or {}, package.get("name", ""))


def _percent(value: float) -> Text:
    return in_each(partial(percent, value))


def _line(name: str, **words: Any) -> Text:
    """Return a sentence, which begins with a capital."""
    texts = fill(load_words()["lines"][name], **words)
    return {lang: text[:1].upper() + text[1:] for lang, text in texts.items()}
