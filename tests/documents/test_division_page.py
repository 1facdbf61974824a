"""The page of a division: whole, safe, in both languages, and its script divides as Python does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from newind.analyses.green.sharing import divide_target
from newind.analyses.green.sharing_criteria import ORDERS
from newind.analyses.green.sharing_target import Target
from newind.documents.divisionpage import MOST, WORDS, page_data, write_division
from newind.errors import UnknownNameError

TARGET = Target(2030, {2035: "-10%", 2060: "-90%"}, growth=0.02)


def table(R: int, S: int) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    return pd.DataFrame(
        {
            "region": np.repeat([f"r{i}</script>" for i in range(R)], S),
            "industry": np.tile([f"i{i}" for i in range(S)], R),
            "emissions": rng.lognormal(0, 1, R * S),
            "population": np.repeat(rng.uniform(1, 9, R), S),
            "gdp": rng.lognormal(0, 1, R * S),
            "cumulative": rng.lognormal(2, 1, R * S),
        }
    )


@pytest.fixture(scope="module")
def found():
    return divide_target(table(3, 4), TARGET, year=2023)


def test_the_script_of_the_page_divides_as_python_does(found, tmp_path):
    if shutil.which("node") is None:
        pytest.skip("node is not installed: the page's script cannot be run outside a browser")
    data = page_data(found)
    raws = [[1, 0, 0, 0], [30, 20, 10, 40], [0, 0, 0, 0], [7, 0, 93, 1]]
    (tmp_path / "data.json").write_text(json.dumps({"data": data, "raws": raws}), encoding="utf-8")
    script = str(files("newind.documents").joinpath("templates", "division.js"))
    code = (
        "const D = require(process.argv[1]), g = JSON.parse(require('fs').readFileSync(process.argv[2]));"
        "console.log(JSON.stringify(g.data.orders.map(o => g.raws.map(r => D.rows(o.alone, D.weights(r))))));"
    )
    ran = subprocess.run(
        ["node", "-e", code, script, str(tmp_path / "data.json")], capture_output=True, text=True, check=True
    )
    for order, of_order in zip(ORDERS, json.loads(ran.stdout), strict=True):
        for raw, rows in zip(raws, of_order, strict=True):
            w = np.array(raw) / sum(raw) if sum(raw) else np.full(4, 0.25)
            own = found.apply_order(order).apply_weights(dict(zip(found.criteria, w, strict=True)))
            assert_allclose([r["path"] for r in rows], own.paths, rtol=1e-6)
            budgets, peaks = own.budgets(), own.peaks()
            for name in ("budget", "low", "high"):
                assert_allclose([r[name] for r in rows], budgets[name], rtol=1e-6)
            for name in ("peak", "earliest", "latest"):
                assert [found.years[0] + r[name] for r in rows] == list(peaks[name])
            assert_allclose([r["cut"] for r in rows], budgets["cut_last"], atol=1e-6)


def test_what_the_page_holds_adds_up_to_the_nation(found):
    data = page_data(found)
    for order in data["orders"]:
        for alone in order["alone"]:
            assert_allclose(np.sum(alone, axis=0), data["total"], rtol=1e-6)
    assert len(data["orders"]) == 3


def test_the_page_is_whole_needs_no_network_and_cannot_be_broken_out_of(found, tmp_path):
    html = write_division(found, tmp_path / "d.html", "zh", command="newind green divide <x>").read_text(
        encoding="utf-8"
    )
    assert '<html lang="zh-Hans">' in html
    assert not re.search(r"(src|href)=|@import|url\(|fetch\(|XMLHttp", html)
    assert html.count("</script>") == 2
    assert "newind green divide &lt;x&gt;" in html
    data = json.loads(html.partition('id="data">')[2].partition("</script>")[0])
    assert data == json.loads(json.dumps(page_data(found, "zh")))
    assert not {"{{", "{%"} & set(re.findall(r"\{[{%]", html))


def test_every_word_of_the_page_is_there_in_both_languages(found):
    html = files("newind.documents").joinpath("templates", "division.html").read_text(encoding="utf-8")
    used = set(re.findall(r'data-w="(\w+)"', html))
    assert used <= set(WORDS)
    assert all(set(w) == {"en", "zh"} and all(w.values()) for w in (*WORDS.values(), *page_data(found)["notes"]))


def test_too_many_parts_are_summed_to_regions_and_the_page_says_so():
    many = divide_target(table(8, 8), TARGET, year=2023)
    assert len(many.parts) > MOST
    data = page_data(many)
    assert len(data["parts"]) == 8
    assert "summed" in data["notes"][-1]["en"]
    assert_allclose(np.sum(data["orders"][0]["alone"][1], axis=0), many.path.total, rtol=1e-6)


def test_an_order_that_figures_do_not_allow_is_left_out(found, tmp_path):
    bare = divide_target(table(4, 1)[["region", "emissions", "cumulative"]], TARGET, year=2023, order="together")
    assert [o["name"]["en"] for o in page_data(bare)["orders"]] == [ORDERS["together"]["en"]]
    with pytest.raises(UnknownNameError, match="language"):
        write_division(found, tmp_path / "d.html", "de")
