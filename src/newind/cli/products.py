"""The product screen on the command line: files in, a workbook or a table out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newind.cli.answers import give
from newind.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.systems.science.products import ProductScreen


def screen(
    files: Sequence[str],
    exports: str | None,
    region: str,
    thresholds: dict[str, float],
    revision: str | None,
    *,
    losses: str | None,
) -> ProductScreen:
    """Read trade by product and screen it; with `losses`, attach those of industries of accounts."""
    from newind.accounts.readers.products import read_products
    from newind.cli.inputs import panel_of
    from newind.systems.science.products import product_screen

    read = read_products(list(files), revision=revision or "", reporter=region, exports=exports)
    found = product_screen(read, region, **thresholds)  # type: ignore[arg-type]
    return found if losses is None else found.with_losses(panel_of(losses).last)


def show(found: ProductScreen, lang: str, *, rows: int, out: str | None, as_json: bool) -> None:
    """Write the workbook of a screen, or show its hits, near misses and sensitivity."""
    from newind.briefs.productbook import write_products
    from newind.briefs.questions.products import products

    if out is not None and Path(out).suffix.lower() == ".xlsx":
        note(f"newind: wrote {write_products(found, out, lang)}")
        out = None
        if not as_json:
            return
    give(products(found, lang), lang, as_json=as_json, out=out, rows=rows)


def write_template(path: str) -> tuple[Path, ...]:
    """Write an empty template and what explains it."""
    from newind.accounts.product_layouts import product_template

    return product_template(path)


def write_example(path: str) -> tuple[Path, ...]:
    """Write drawn trade of 5,000 products."""
    from newind.accounts.product_drawing import example_products

    return (Path(example_products(path).path),)
