"""The page of the shipped indices: what each is made of, how, and what it leaves out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import newind as ni
from newind.index.combine import effective
from newind.index.settings import STEPS
from pagetables import table

if TYPE_CHECKING:
    from newind.index import Spec
    from newind.index.elements import Fields


def indices_page() -> str:
    """Return the page of all shipped specifications."""
    page = [
        "# Indices",
        "Specifications that come with newind (`ni.index.specs()`, `newind index spec`). "
        "`newind index build --spec NAME` builds one; [Build your own](../howto/build-an-index.md) says how to write "
        "another.",
        "",
    ]
    for name in ni.index.specs():
        page += _spec(ni.index.spec(name))
    return "\n".join([*page, "## Steps and settings", "", *_settings()])


def _spec(spec: Spec) -> list[str]:
    page = [f"## {spec.id}", "", f"**{spec.name['en']}** ({spec.name['zh']}). {spec.note['en']}", ""]
    tree = spec.tree
    whole = effective(tree, tree.list_sibling_weights())
    for pillar in tree.pillars:
        rows = [
            (f"`{code}`", spec.label(code), str(e.direction), f"{100 * whole[code]:.1f}%", e.unit)
            for code in tree.children[pillar]
            for e in (tree.by_code[code],)
        ]
        page += [f"### {spec.label(pillar)}", "", table(["code", "indicator", "better", "weight", "unit"], rows), ""]
    if unscored := spec.list_elements("unscored"):
        rows = [(f"`{e.code}`", e.label(), e.reason["en"]) for e in unscored]
        page += ["### Shown, not scored", "", table(["code", "indicator", "why"], rows), ""]
    if spec.left_out:
        rows = [(", ".join(f"`{i}`" for i in group.ids), group.reason["en"]) for group in spec.left_out]
        page += ["### Left out", "", table(["indicators", "why"], rows), ""]
    for view in spec.views.values():
        rows = [(part.name["en"], ", ".join(f"`{i}`" for i in part.indicators)) for part in view.parts.values()]
        page += [f"### As a second view: {view.name['en'].lower()}", "", table(["part", "indicators"], rows), ""]
    done = [(name, [f"{k} {_said(v)}" for k, v in _chosen(settings).items()]) for name, settings in spec.recipe]
    steps = [(name, ", ".join(said) or "–") for name, said in done]
    return [*page, "### Recipe", "", table(["step", "settings"], steps), ""]


def _chosen(settings: Fields) -> dict[str, object]:
    """Return the method of a step, and what is not the default."""
    whole = settings.model_dump(mode="json")
    return {k: v for k, v in whole.items() if k == "method" or k in settings.model_dump(exclude_defaults=True)}


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(v) for v in value)
    return "none" if value in ({}, "") else str(value)


def _settings() -> list[str]:
    """Return the steps with their settings and defaults."""
    rows = []
    for name, kind in STEPS.items():
        doc = (kind.__doc__ or "").strip().partition("\n")[0]
        schema = kind.model_json_schema()["properties"] if kind.model_fields else {}
        fields = "; ".join(f"`{k}`{_choices(v)} (default {_said(v.get('default', 'none'))})" for k, v in schema.items())
        rows.append((name, doc, fields))
    return [table(["step", "what it does", "settings"], rows), ""]


def _choices(schema: dict[str, object]) -> str:
    found = schema.get("enum") or (schema.get("items") or {}).get("enum")  # type: ignore[union-attr, attr-defined]
    return f": {', '.join(map(str, found))}" if found else ""
