"""Pages of the reference on levers, packages and parameters."""

from __future__ import annotations

from typing import Any

import newind as ni
from newind.messages import message_group
from pagetables import anchor, table


def list_lever_pages() -> list[dict[str, list[dict[str, str]]]]:
    """Return the navigation to the pages of levers, by family."""
    from newind.policy.levers import FAMILIES

    return [
        {title["en"]: [{v.label["en"]: f"levers/{v.id}.md"} for v in ni.levers() if v.family == family]}
        for family, title in FAMILIES.items()
    ]


def levers_page() -> str:
    """Return the page of levers and packages by family: what each moves, takes, needs and assumes."""
    from newind.policy.levers import FAMILIES
    from newind.policy.yaml_file import shock_text

    entries = list(ni.levers())
    rows = [(f"[`{v.id}`](#{anchor(v.id)})", v.label["en"], v.label["zh"], v.unit, _span(v.bounds))
            for f in FAMILIES for v in entries if v.family == f]  # fmt: skip
    page = [
        "# Levers",
        f"{len(entries)} levers (`newind levers`, `ni.levers()`): what a policy can move. Each has a page with an "
        "example that runs: [Levers](../levers/index.md). A value in force stays within the bounds; rates and "
        "proportional changes are in shares, 0.1 is 10 %.",
        "",
        table(["id", "name", "", "unit", "bounds"], rows),
    ]
    for family, title in FAMILIES.items():
        page += [f"## {title['en']} · {title['zh']}", ""]
        page += [_lever(v, shock_text(v.example)) for v in entries if v.family == family]
    page += ["## Packages", "", "Shocks that come with newind, to run or to change (`newind simulate NAME`).", ""]
    page.append(table(["package", "title", "", "clause", "shocks"], map(_package, ni.packages())))
    return "\n".join(page)


def _lever(v: Any, example: str) -> str:
    facts = {
        "page": f"[{v.id}](../levers/{v.id}.md)",
        "unit, bounds": f"{v.unit}, {_span(v.bounds)}",
        "selectors": ", ".join(v.scope) + (f"; within {v.within}" if v.within else ""),
        "users unless named": v.user if "user" in v.scope else "",
        "modes": ", ".join(v.modes),
        "needs": ", ".join(n.replace(":", " ") for n in v.needs),
        "assumes": ", ".join(f"[`{p}`](parameters.md#{anchor(p)})" for p in v.assumes),
        "moves in the model": ", ".join(f"`{m}`" for m in v.moves),
        "clause": f"[{v.clause}](clauses.md#{anchor(v.clause)})",
    }
    lines = [f"- *{name}:* {value}" for name, value in facts.items() if value]
    lines += [
        f"- *option `{k}`* ({_default(o)}; {o.allowed_values}): {o.note['en']} · {o.note['zh']}"
        for k, o in v.options.items()
    ]
    text = "\n".join(lines)
    head = f"### {v.label['en']} · {v.label['zh']} {{#{anchor(v.id)}}}"
    told, heads = v.explanation, message_group("policy.levers.explanation")
    asked = [
        " ".join([*(f"**{heads[k][lang]}:** {getattr(told, k)[lang]}" for k in ("does", "usual", "cannot"))])
        for lang in ("en", "zh")
    ]
    source = [f"*{heads['source']['en']}:* {told.source}"] if told.source else []
    return "\n\n".join([head, *asked, *source, v.note["en"], v.note["zh"], text, f"```yaml\n{example}\n```\n"])


def _default(option: Any) -> str:
    return f"parameter `{option.parameter}`" if option.parameter else f"usually {option.default}"


def _package(p: Any) -> tuple[str, ...]:
    clause = f"[{p.clause}](clauses.md#{anchor(p.clause)})" if p.clause else "all of section 4"
    levers = ", ".join(dict.fromkeys(f"[{s.lever}](#{anchor(s.lever)})" for s in p.shocks))
    return f"`{p.name}`", p.label["en"], p.label["zh"], clause, levers


def _span(bounds: tuple[float, float]) -> str:
    return f"{bounds[0]:g} to {bounds[1]:g}".replace("-", "−")


def parameters_page() -> str:
    """Return the page of assumptions that are not accounts: value, range, class of evidence, source, note."""
    from newind.parameters import parameters

    entries, takers = parameters(), _takers()
    rows = [(f"[`{p.id}`](#{anchor(p.id)})", _stated(p), p.evidence, takers.get(p.id, "")) for p in entries]
    page = [
        "# Parameters",
        "",
        f"{len(entries)} assumptions that no accounts hold. Class of evidence *A*: the source identifies cause and "
        "effect; *B*: it estimates or measures; *C*: assumed, with a range that is wide on purpose. What can be given "
        "is put in place with "
        "`ni.simulate(w, package, parameters={id: value})` or `newind simulate PACKAGE --set ID=VALUE`, and in the "
        "same way to what is named in the last column. Horizons: [The equilibrium model](../explanation/model.md), "
        "[How losses are found](../explanation/losses.md).",
        "",
        table(["id", "value [range]", "evidence", "can be given to"], rows),
    ]
    return "\n".join([*page, *(_parameter(p) for p in entries)])


def _takers() -> dict[str, str]:
    """Return which function takes a parameter, by id."""
    from newind.analyses.circulation.shortrun_rules import LEAST
    from newind.equilibrium.assumptions import PARAMETERS

    return {
        **dict.fromkeys(PARAMETERS, "`ni.simulate`"),
        **dict.fromkeys(LEAST, "`ni.circulation.propagation`"),
        "cut_probability": "`ni.circulation.joint_cuts(probabilities=…)`",
    }


def _stated(p: Any) -> str:
    if p.by_horizon:
        return ", ".join(f"{h} {_valued(s.value, s.range)}" for h, s in p.by_horizon.items())
    by = f"by industry, {len(p.by_industry)} values" if p.by_industry else ""
    return ", ".join(filter(None, [_valued(p.value, p.range) if p.value is not None else "", by]))


def _valued(value: float, range: tuple[float, float] | None) -> str:
    return (f"{value:g}" + (f" [{range[0]:g}, {range[1]:g}]" if range else "")).replace("-", "−")


def _parameter(p: Any) -> str:
    facts = {"unit": p.unit, "value": _stated(p), "evidence": _classes(p), "source": p.source}
    lines = "\n".join(f"- *{name}:* {value}" for name, value in facts.items())
    by = table(["industry", "value"], ((f"`{k}`", f"{v:g}") for k, v in p.by_industry.items())) if p.by_industry else ""
    return f"## {p.id} {{#{anchor(p.id)}}}\n\n{p.note}\n\n{lines}\n\n{by}"


def _classes(p: Any) -> str:
    return ", ".join(f"{h} {s.evidence}" for h, s in p.by_horizon.items()) or p.evidence
