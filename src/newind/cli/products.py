"""The product screen on the command line: files in, a workbook or a table out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newind.cli.answers import give
from newind.cli.output import note
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.analyses.science.products import ProductScreen


def screen(
    files: Sequence[str],
    exports: str | None,
    region: str,
    thresholds: Mapping[str, float | None],
    revision: str | None,
    *,
    losses: str | None,
) -> ProductScreen:
    """Read trade by product and screen it; with `losses`, attach those of industries of accounts."""
    from newind.analyses.science.products import product_screen
    from newind.cli.inputs import panel_of
    from newind.data.readers.products import read_products

    read = read_products(list(files), revision=revision or "", reporter=region, exports=exports)
    found = product_screen(read, region, **thresholds)  # type: ignore[arg-type]
    return found if losses is None else found.with_losses(panel_of(losses).last)


def threshold(text: str, option: str) -> float | None:
    """Return a threshold as typed, None where the criterion is not asked for.

    Raises
    ------
    DataError
        For anything else.

    Examples
    --------
    >>> threshold("0.5", "--export-hhi"), threshold("none", "--export-hhi")
    (0.5, None)
    """
    if text.strip().casefold() == "none":
        return None
    try:
        return float(text)
    except ValueError:
        raise DataError(f"{option} {text!r} is no number. Give one from 0 to 1, or none.") from None


def show(found: ProductScreen, lang: str, *, rows: int, out: str | None, as_json: bool) -> None:
    """Write the workbook of a screen, or show its hits, near misses and sensitivity."""
    from newind.documents.productbook import write_products
    from newind.questions.science.products import products

    if out is not None and Path(out).suffix.lower() == ".xlsx":
        note(f"newind: wrote {write_products(found, out, lang)}")
        out = None
        if not as_json:
            return
    give(products(found, lang), lang, as_json=as_json, out=out, rows=rows)


def write_new(files: Sequence[str], *, template: bool, example: bool) -> tuple[Path, ...]:
    """Write an empty template and what explains it, or drawn trade of 5,000 products, to a file that is new.

    Raises
    ------
    DataError
        Where both are asked for, more than one file is named, or the file exists: it might be a user's only copy.
    """
    from newind.data.product_drawing import example_products
    from newind.data.product_layouts import product_template

    if template and example:
        raise DataError("--template and --example are two files. Ask for one at a time.")
    if len(files) > 1:
        raise DataError(f"one file is written, {len(files)} are named: {offenders(files)}. Name one.")
    if Path(files[0]).exists():
        raise DataError(f"{files[0]}: the file exists and is left as it is. Choose a new name.")
    return product_template(files[0]) if template else (Path(example_products(files[0]).path),)
