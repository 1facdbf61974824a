"""Sensitivity of an outcome of a pathway, as an answer; how sure percentiles over draws are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.regions import apply_house_style as named_region
from newind.language.words import listing, percent
from newind.messages import message_group
from newind.questions.answers import Answer, share

if TYPE_CHECKING:
    from newind.messages import Text
    from newind.pathways.percentiles import Percentiles
    from newind.pathways.runstore import RunStore
    from newind.pathways.sensitivity import OutcomeSensitivity

LANGS = ("en", "zh")
BESIDE = {"en": "{} ({})", "zh": "{}（{}）"}
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
    row = named_region(region)
    title = load_words()["titles"]["sensitivity"]
    return Answer(
        title={lang: title[lang].format(getattr(row, lang), **_in(words, lang)) for lang in LANGS},
        tables={"parameters": table},
        labels=load_words()["columns"],
        heads=load_words()["heads"],
        short=load_words()["short"],
        values={"parameter": load_words()["parameters"]},
        numbers=frozenset({"low", "high"}),
        shown={"parameters": ("parameter", "range", *found.found)},
        lead=tuple(_lead(found, words)),
        notes=tuple(_notes(found, store, design["many"], kept=kept)),
        about={
            "region": region, "package": package.get("name", ""), "outcome": outcome, "year": year, "level": level,
            "method": found.method, "draws": len(found.outcome), "seed": store.seed,
            **({"run": store.name} if kept else {}),
        },
    )  # fmt: skip


def doubt(drawn: Percentiles) -> Text:
    """Return how sure percentiles of the last year are, in a sentence."""
    words = load_words()["picture"]
    error = float(drawn.errors[:, -1].max())
    found = {}
    for lang in LANGS:
        failed = words["failed"][lang].format(n=drawn.failed) if drawn.failed else ""
        settled = words["settled" if drawn.settled[-1] else "unsettled"][lang]
        found[lang] = words["draws"][lang].format(
            draws=drawn.draws, failed=failed, last=drawn.years[-1], error=percent(error, lang), settled=settled
        )
    return found


def _lead(found: OutcomeSensitivity, words: dict[str, Any]) -> list[Text]:
    values = found.found[SHARES[found.method]]
    most = found.order[:KEPT]
    which: Text = {
        lang: listing(
            [BESIDE[lang].format(_name(found.names[k], lang), share(float(values[k]), lang)) for k in most], lang
        )
        for lang in LANGS
    }
    low, middle, high = np.percentile(found.outcome, (0, 50, 100)).tolist()
    span = {"low": _percent(low), "middle": _percent(middle), "high": _percent(high)}
    if found.method == "sobol" and float(found.found["total_error"][most[0]]) > UNSURE:
        return [_line("few", **words), _line("spread", **span)]
    return [_line(found.method, which=which, **words), _line("spread", **span)]


def _notes(found: OutcomeSensitivity, store: RunStore, many: int, *, kept: bool) -> list[Text]:
    texts = load_words()["notes"]
    names = (found.method, "ranges", *(("kept",) if kept else ()))
    counted = {"many": many, "draws": len(found.outcome), "run": store.name}
    return [{lang: texts[n][lang].format(**counted) for lang in LANGS} for n in names]


def _name(parameter: str, lang: str) -> str:
    label = load_words()["parameters"][parameter][lang]
    return str(label[:1].lower() + label[1:] if lang == "en" else label)


def _name_outcome(outcome: str, *, level: bool) -> Text:
    kind, name = load_words()["of"]["level" if level else "change"], load_words()["outcomes"][outcome]
    return {lang: kind[lang].format(outcome=name[lang]) for lang in LANGS}


def _name_package(package: dict[str, Any]) -> Text:
    label = package.get("label") or {}
    return {lang: label.get(lang) or package.get("name", "") for lang in LANGS}


def _percent(value: float) -> Text:
    return {lang: percent(value, lang) for lang in LANGS}


def _in(words: dict[str, Any], lang: str) -> dict[str, Any]:
    return {k: v[lang] if isinstance(v, dict) else v for k, v in words.items()}


def _line(name: str, **words: Any) -> Text:
    """Return a sentence, which begins with a capital."""
    texts = {lang: load_words()["lines"][name][lang].format(**_in(words, lang)) for lang in LANGS}
    return {lang: text[:1].upper() + text[1:] for lang, text in texts.items()}
