"""Pages of the reference, made from the registries when the site is built (a hook of mkdocs).

Each function returns one page as Markdown. Nothing is written into the repository: a page cannot fall behind the code.
"""

from __future__ import annotations

import inspect
import typing
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from ruamel.yaml import YAML

import newind as ni
from analysespage import analyses_page
from estimates import estimates_page, provinces_page
from indexpages import indices_page
from newind.questions.options import REQUIRED, write_value
from newind.questions.question import questions
from newind.web.answers.questions import path_of
from pagetables import anchor, table
from policypages import levers_page, list_lever_pages, parameters_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from newind.questions.options import Option
    from newind.questions.question import Question

PARTS = {
    "people": "People first",
    "quality": "Quality first",
    "s1": "S1 Science and technology",
    "s2": "S2 Manufacturing",
    "s3": "S3 Green and low-carbon",
    "s4": "S4 Circulation",
}
SECTIONS = {
    "2.2": "New features (2.2)",
    "2.3": "Characteristics (2.3)",
    "3.1": "Science and technology (3.1)",
    "3.2": "Manufacturing (3.2)",
    "3.3": "Green, low-carbon, circular (3.3)",
    "3.4": "Division of labour (3.4)",
    "4": "Policy families (4)",
    "0": "Five pathways (abstract)",
}


def indicators_page() -> str:
    """Return the page of all indicators by characteristic and system, an overview first."""
    entries = list(ni.indicators())
    rows = [(f"[`{i.id}`](#{anchor(i.id)})", i.label["en"], i.unit, i.better) for i in entries]
    page = ["# Indicators", f"{len(entries)} indicators (`newind indicators`, `ni.indicators()`).", ""]
    page.append(table(["id", "name", "unit", "better"], rows))
    for part, title in PARTS.items():
        page += [f"## {title}", *(_indicator(i) for i in entries if i.system == part)]
    assert all(i.system in PARTS for i in entries)
    return "\n".join(page)


def _indicator(i: Any) -> str:
    low, high = ("" if b is None else f"{b:g}" for b in i.bounds)
    detail = ", ".join(d for d in i.dims if d != "region") or "none, totals only"
    facts = {
        "id, unit": f"`{i.id}`, {i.unit}",
        "better": f"{i.better}, from {low or '−∞'} to {high or '∞'}",
        "formula": f"`{i.formula}`",
        "detail": detail,
        **({"aggregation": "of regions or industries distorts it"} if i.detail else {}),
        "needs": ", ".join(n.replace(":", " ") for n in i.needs) or "a table",
        "status": i.status or "that of the figures used",
        "source": i.source,
        "clause": f"[{i.clause}](clauses.md#{anchor(i.clause)})",
    }
    lines = "\n".join(f"- *{name}:* {value}" for name, value in facts.items())
    return f"### {i.label['en']} · {i.label['zh']} {{#{anchor(i.id)}}}\n\n{i.doc}\n\n{lines}\n"


def clauses_page() -> str:
    """Return the page of the paper's clauses: question, sub-questions, commands, what the answer is worth."""
    every = ni.clauses()
    count = ", ".join(f"{sum(c.answered == word for c in every)} {word}" for word in ("well", "thin", "not"))
    page = [
        "# Clauses of the paper",
        f"{len(every)} clauses as questions (`newind paper`), answered: {count}. *Well* means that every sub-question "
        "is answered, *thin* that some are, *not* that none is. Beside each stands what decides its answer: data, an "
        "estimated parameter or table, or an assumed parameter. The paper: China Economist (2024), "
        "doi 10.19602/j.chinaeconomist.2024.01.01.",
        "",
        table(["clause", "answered", "last data", "decided by", "CPU seconds"], map(_worth, every)),
    ]
    for section, title in SECTIONS.items():
        page += [f"## {title}", *(_clause(c) for c in every if c.id.startswith(f"{section}."))]
    assert sum(line.startswith("### ") for line in page) == len(every)
    return "\n".join(page)


def _clause(c: Any) -> str:
    links = [f"[`{i}`](indicators.md#{anchor(i)})" for i in c.indicators]
    links += [f"[`{i}`](levers.md#{anchor(i)})" for i in c.levers]
    lines = "\n".join(c.commands)
    command = f"\n```\n{lines}\n```\n\n{', '.join(links)}\n" if lines else ""
    return (
        f"### {c.id} {c.title['en']} · {c.title['zh']} {{#{anchor(c.id)}}}\n\n"
        f"**{c.question['en']}**\n\n{c.question['zh']}\n{command}\n"
        f"{_parts(c)}\n{c.reason['en']}\n\n{c.reason['zh']}\n"
    )


def _worth(c: Any) -> tuple[str, ...]:
    years = "/".join(map(str, c.last_years)) or "yours"
    answered = f"{c.answered}, {c.count[0]} of {c.count[1]}"
    return f"[{c.id}](#{anchor(c.id)})", answered, years, c.decided_by, "–" if c.seconds is None else f"{c.seconds:.0f}"


def _parts(c: Any) -> str:
    """Return the sub-questions, with what decides the answer of each."""
    head = "sub-question", "子问题", "answered by"
    return table(head, ((p.question["en"], p.question["zh"], p.by) for p in c.parts))


def groups_page() -> str:
    """Return the page of groups of economies and industries."""
    page = ["# Groups", "Groups can stand wherever a label can: `ni.measure(w, regions='rcep')`.", ""]
    for kind, title in (("regions", "Economies"), ("industries", "Industries")):
        rows = [
            (f"`{g.id}`", " · ".join(g.label.values()), ", ".join(g.members), ", ".join(g.source.values()), g.note)
            for g in ni.groups(kind)
        ]
        page += [f"## {title}", table(["group", "name", "members", "source and date", "note"], rows)]
    return "\n".join(page)


def data_page() -> str:
    """Return the page of shipped figures: sources, method, what each year has."""
    from newind.data.reference import innovation, package

    page = ["# Shipped figures", ""]
    for d in (*ni.catalog(), innovation.describe_data_set()):
        facts = package(d.name)
        columns = ("title", "author", "licence", "doi", "path")
        head = [k for k in columns if any(k in s for s in facts["sources"])]
        page += [f"## {d.name}", "", f"{d.title}: {d.status}, {d.licence}, {_held(d.years)}.", ""]
        page += ["### Sources", "", table(head, ([s.get(k, "") for k in head] for s in facts["sources"]))]
        page += ["### Method", "", *(f"{i}. {step}" for i, step in enumerate(facts["method"], 1)), ""]
        page += ["### What to know", "", *(f"- {caveat}" for caveat in facts["caveats"]), ""]
    page += _tables_of_indicators()
    r = ni.load("world").regions
    economies = table(["code", "name", "", "kind"], zip(r, r.en, r.zh, r.kind, strict=True))
    page += ["## Economies of the world set", "", economies, "## What each year of the world set has", ""]
    page += ["What a year or an economy lacks is absent, never zero.", "", _years()]
    return "\n".join(page)


def _held(years: tuple[int, ...]) -> str:
    """Return the years of a set: a span where none is left out, else each."""
    whole = len(years) > 2 and years[-1] - years[0] + 1 == len(years)
    return f"{years[0]}-{years[-1]}" if whole else ", ".join(map(str, years))


def _tables_of_indicators() -> list[str]:
    """Return what the shipped tables of indicators are, and each of their columns."""
    from newind.index import tables

    page = []
    for t in tables.tables():
        facts = tables.package(t.name)
        columns = ("title", "author", "licence", "path")
        page += [f"## {t.name}", "", f"{t.title}: {t.status}, {t.licence}. {facts['title_zh']}。", ""]
        page += ["### Sources", "", table(columns, ([s.get(k, "") for k in columns] for s in facts["sources"]))]
        page += ["### Method", "", *(f"{i}. {step}" for i, step in enumerate(facts["method"], 1)), ""]
        page += ["### What to know", "", *(f"- {caveat}" for caveat in facts["caveats"]), ""]
        page += ["### Columns", "", table(["column", "label", "unit", "better", "formula"], _columns(t.name)), ""]
    return page


def _columns(name: str) -> list[tuple[str, ...]]:
    from newind.index.tables import columns_of

    return [
        (f"`{code}`", " · ".join(c["label"].values()), c["unit"], c["better"], " · ".join(c["formula"].values()))
        for code, c in columns_of(name).items()
    ]


def _years() -> str:
    """Return a table of satellites and facts: unit, status, years, how many regions the first and last year know."""
    held: dict[str, list[tuple[Any, Any]]] = {}
    for w in ni.load("world"):
        for name, figure in (*w.satellites.items(), *w.facts.items()):
            held.setdefault(name, []).append((w, figure))
    rows = []
    for name, found in held.items():
        (first, begin), (last, end) = found[0], found[-1]
        known = f"{_known(first, begin)} to {_known(last, end)}"
        status = ", then ".join(dict.fromkeys(figure.status for _, figure in found))
        rows.append((f"`{name}`", begin.unit, status, f"{first.year}-{last.year}", known))
    return table(["figure", "unit", "status", "years", "regions known, first to last year"], rows)


def _known(w: Any, figure: Any) -> int:
    return int(np.isfinite(figure.values.reshape(w.R, -1)).any(axis=1).sum())


def formats_page() -> str:
    """Return the page of layouts that can be read: what each is, and the options of its reader."""
    from newind.data.readers import FORMATS, options_of

    rows = []
    for name, entry in FORMATS.items():
        options = ", ".join(f"`{o}`" for o in options_of(name)) or "none"
        rows.append((f"`{name}`", entry.what, "yes" if entry.folder else "no", options))
    page = [
        "# Formats",
        "",
        f"{len(FORMATS)} layouts, in the order in which they are asked whether a file is theirs. `ni.read(path)` finds "
        "the layout from what the file holds; `format=` names it, and options go to its reader. How to use them: "
        "[Load tables](../howto/load-tables.md).",
        "",
        table(["format", "what it is", "may be a folder", "options"], rows),
    ]
    return "\n".join(page)


def sources_page() -> str:
    """Return the page of external sources: what a table holds, its licence, and how to get one."""
    from newind.data.sources import USES, sources

    page = ["# Sources", "", "Tables that do not come with newind (`newind data list`, `newind data get NAME`).", ""]
    head = ["name", "years", "a table holds", "licence", "use", "format"]
    rows = [(f"[`{s.id}`](#{s.id})", s.years, s.holds, s.licence, s.use, f"`{s.format}`" if s.format else "no reader")
            for s in sources()]  # fmt: skip
    page += [table(head, rows), "Classes of use:", "", *(f"- *{use}:* {meaning}" for use, meaning in USES.items()), ""]
    for s in sources():
        page += [f"## {s.label['en']} · {s.label['zh']} {{#{s.id}}}", "", *_source(s), ""]
    return "\n".join(page)


def _source(s: Any) -> list[str]:
    how = f"fetched: `newind data get {s.id}{' --year YEAR' if s.by_year else ''}`" if s.url else "by hand"
    return [
        f"- *publisher:* {s.publisher}",
        f"- *terms:* {s.licence}, class {s.use}. {s.terms}",
        f"- *page:* <{s.page}>",
        f"- *how to get it:* {how}. {s.by_hand} Then `newind data get {s.id} --from FILE` checks and keeps it.",
    ]


def questions_page() -> str:
    """Return the page of all questions: how each is asked on the command line and of the API."""
    page = [
        "# Questions",
        "Each question is asked of one economy or province: on the command line, and at the same address below that of "
        "the API of `newind serve` (`/api/v1`), with `on` and `region`; `GET /questions` lists them. Shared by all: "
        "`--on` (accounts), `--rows`, `--out`, `--lang`, `--json`.",
    ]
    for family, asked in groupby(questions(), lambda q: q.family):
        page += [f"## {family}", *(_question(q) for q in asked)]
    return "\n\n".join(page)


def _question(q: Question) -> str:
    rows = [
        (
            f"`{o.form.metavar if o.form.argument else f'--{o.name}'}`",
            write_choices(o),
            write_default(o.default),
            q.say(o.name)["en"],
        )
        for o in q.asked
    ]
    answered = ", ".join(f"[{c}](clauses.md#{anchor(c)})" for c in q.clauses) or "none"
    said = q.say()
    ways = f"*Clauses:* {answered}." + (
        "" if q.needs_file else " *API:* the job `question`" if q.takes_long else f" *API:* `{path_of(q)}`"
    )
    lines = [f"### {q.command}", said["en"], said["zh"] + "。", ways]
    lines += [table(["option", "value", "if left out", ""], rows)] if rows else []
    return "\n\n".join([*lines, "```sh\n" + "\n".join(map(q.write_line, q.examples)) + "\n```"])


def write_choices(option: Option) -> str:
    """Return what may be given for an option."""
    return " or ".join(map(str, typing.get_args(option.kind))) or option.form.metavar


def write_default(value: object) -> str:
    """Return what an option is where it is left out."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None or value is REQUIRED else str(write_value(value))


def python_page() -> str:
    """Return the page of the public names of Python: of newind, and of each of its public modules."""
    page = ["# Python", "`import newind as ni`; `help(ni.measure)` says more.", _names(ni, "ni")]
    return "\n\n".join([*page, *(f"## {p}\n\n{_names(m, p)}" for p, m in _modules(ni, "ni"))])


def _modules(module: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Yield the public modules below a module, each before those below it."""
    for name in getattr(module, "__all__", ()):
        inner = getattr(module, name)
        if inspect.ismodule(inner):
            yield f"{prefix}.{name}", inner
            yield from _modules(inner, f"{prefix}.{name}")


def _names(module: Any, prefix: str) -> str:
    """Return the table of the public names of a module."""
    rows = []
    for name in (n for n in module.__all__ if not n.startswith("_")):
        thing = getattr(module, name)
        doc = (inspect.getdoc(thing) or "").partition("\n")[0]
        rows.append((f"`{prefix}.{name}{_signature(thing)}`", doc))
    return table(["name", ""], rows)


def _signature(thing: object) -> str:
    if inspect.ismodule(thing) or (inspect.isclass(thing) and issubclass(thing, Exception)):
        return ""
    names = list(inspect.signature(thing).parameters.values()) if callable(thing) else []
    return "(" + ", ".join(p.name if p.default is p.empty else f"{p.name}=…" for p in names) + ")"


def glossary_page() -> str:
    """Return the page of the words that newind uses, and of those that they stand for."""
    found = YAML(typ="safe").load((Path(__file__).parents[1] / "docs" / "glossary.yaml").read_text(encoding="utf-8"))
    rows = [(t["en"], t["zh"], "; ".join(t["instead"]), t.get("note", "")) for t in found["terms"]]
    return "\n".join(
        (
            "# Glossary",
            "One concept, one word, in each language. Names, help, messages, documents and pages use the words of the "
            "first two columns.",
            "",
            table(["English", "Chinese", "not", "note"], rows),
            "## Official terms",
            "Chinese texts use these where the concept is first met: " + "；".join(found["official"]) + "。",
        )
    )


def cli_page() -> str:
    """Return the page of the command line: every command's help."""
    import typer

    from newind.cli import app

    root = typer.main.get_command(app)
    page = ["# Command line", "Every command has `--help`. Exit codes: 0 success, 1 failure, 2 unusable input.", ""]
    page += _help(root, "newind", None)
    return "\n".join(page)


def _help(command: Any, name: str, parent: Any) -> list[str]:
    context = command.context_class(command, info_name=name.rpartition(" ")[2], parent=parent, max_content_width=100)
    page = [f"## {name}", "", "```", command.get_help(context), "```", ""]
    for child in command.list_commands(context) if hasattr(command, "list_commands") else ():
        page += _help(command.get_command(context, child), f"{name} {child}", context)
    return page


PAGES: dict[str, Callable[[], str]] = {
    "reference/indicators.md": indicators_page,
    "reference/questions.md": questions_page,
    "reference/analyses.md": analyses_page,
    "reference/clauses.md": clauses_page,
    "reference/data.md": data_page,
    "reference/formats.md": formats_page,
    "reference/sources.md": sources_page,
    "reference/estimates.md": estimates_page,
    "reference/provinces.md": provinces_page,
    "reference/groups.md": groups_page,
    "reference/indices.md": indices_page,
    "reference/levers.md": levers_page,
    "reference/parameters.md": parameters_page,
    "reference/glossary.md": glossary_page,
    "reference/cli.md": cli_page,
    "reference/python.md": python_page,
}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the pages of levers to the navigation (called by mkdocs)."""
    levers = next(entry["Levers"] for entry in config.nav if "Levers" in entry)
    levers += list_lever_pages()
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages (called by mkdocs)."""
    from mkdocs.structure.files import File

    for path, make in PAGES.items():
        files.append(File.generated(config, path, content=make()))
    return files
