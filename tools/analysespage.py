"""Page of the reference on analyses: what findings are based on beside the indicators."""

from __future__ import annotations

from typing import Any

from newind.measures.registry import analyses
from pagetables import anchor, table


def analyses_page() -> str:
    """Return the page of analyses: what findings are based on that is no indicator, and the function that gives it."""
    entries = list(analyses().values())
    rows = [(f"[`{a.id}`](#{anchor(a.id)})", a.label["en"], a.unit, a.status, f"`{_called(a)}`") for a in entries]
    page = [
        "# Analyses",
        "",
        f"{len(entries)} quantities on which findings and briefs are based, beside the [indicators](indicators.md). "
        "Each describes one economy, many of them with the model. How: [What does my economy depend "
        "on](../howto/dependence.md), [How value circulates](../howto/circulation.md).",
        "",
        table(["id", "name", "unit", "status", "function"], rows),
    ]
    return "\n".join([*page, *map(_analysis, entries)])


def _called(a: Any) -> str:
    """Return a function of an analysis as one calls it."""
    return str(a.function).replace("newind.", "ni.", 1)


def _analysis(a: Any) -> str:
    facts = {
        "id, unit": f"`{a.id}`, {a.unit}",
        "better": a.better,
        "formula": f"`{a.formula['en']}`",
        "公式": f"`{a.formula['zh']}`",
        "source": a.source,
        "status": a.status,
        "function": f"`{_called(a)}`",
        "clause": f"[{a.clause}](clauses.md#{anchor(a.clause)})",
    }
    lines = "\n".join(f"- *{name}:* {value}" for name, value in facts.items())
    return f"## {a.label['en']} · {a.label['zh']} {{#{anchor(a.id)}}}\n\n{lines}\n"
