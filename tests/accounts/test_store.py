"""Saving and loading: equal again, whole or not at all, and one clear error for a damaged file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import newind as ni
from newind.accounts import store
from newind.accounts.accounts import canonical
from newind.accounts.store import array_of
from newind.testing import economies


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def plain() -> ni.Accounts:
    """Return small accounts with everything that can be stored."""
    return ni.Accounts(
        Z=[[1, 2, 0], [3, 4, 0], [1, 1, 0]],
        Y=[[5, 6, 1.5], [7, -1, 1], [2, 2, 0]],
        regions=["CHN", ni.Region("DEU", "Germany!", "德国", "country", "DEU"), "ROW"],
        industries=["all"],
        demand=["f"],
        year=2008,
        boundary=["ROW"],
        satellites={"co2": ni.Satellite([1, np.nan, 2.5], final=[1, 2, 3], unit="kt", follows="emissions", source="s")},
        facts={"population": ni.Fact([1300, 80, np.nan], unit="million persons", combine="sum", source="p")},
        scenario="observed",
        status="estimated",
        source="made up, 虚构",
    )


@given(w=economies())
def test_what_is_loaded_equals_what_was_saved(folder, w):
    path = folder / "w.npz"
    w.save(path)
    back = store.load(path)
    assert back.hash == w.hash
    assert back.equals(w)
    assert back.labels() == w.labels()
    for name, array in w.arrays().items():
        np.testing.assert_array_equal(back.arrays()[name], array, err_msg=name)
    again = folder / "again.npz"
    back.save(again)
    assert again.read_bytes() == path.read_bytes()


def test_every_field_comes_back(plain, tmp_path):
    plain.save(tmp_path / "w.npz")
    back = store.load(tmp_path / "w.npz")
    assert back.hash == plain.hash
    assert back.regions.en[1] == "Germany!"
    assert back.boundary == ("ROW",)
    assert back.source == "made up, 虚构"
    assert back.facts["population"].combine == "sum"
    assert back.satellites["co2"].follows == "emissions"
    assert back.Z.dtype == np.float64


def test_the_file_is_arrays_and_json_without_pickle(plain, tmp_path):
    plain.save(tmp_path / "w.npz")
    with zipfile.ZipFile(tmp_path / "w.npz") as archive:
        meta = json.loads(archive.read(store.META))
        assert meta["schema_version"] == store.SCHEMA_VERSION
        assert archive.testzip() is None
    with np.load(tmp_path / "w.npz", allow_pickle=False) as arrays:
        assert arrays["Z"].dtype == np.int32
        assert arrays["Y"].dtype == np.float64


@given(st.lists(st.floats(-(2**33), 2**33) | st.integers(-(2**33), 2**33).map(float), min_size=1, max_size=4))
def test_packing_loses_nothing(values):
    array = np.array(values)
    np.testing.assert_array_equal(store.pack(array).astype(np.float64), array)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ni.DataError, match=r"nothing.npz: there is no such file"):
        store.load(tmp_path / "nothing.npz")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ni.DataError, match=r"truncated, corrupt or not an .npz file"):
        store.load(tmp_path)


def test_a_truncated_file_is_one_clear_error(plain, tmp_path):
    plain.save(tmp_path / "w.npz")
    whole = (tmp_path / "w.npz").read_bytes()
    cut = tmp_path / "cut.npz"
    for size in range(0, len(whole), 7):
        cut.write_bytes(whole[:size])
        with pytest.raises(ni.DataError, match=r"cut.npz: truncated, corrupt or not an .npz file"):
            store.load(cut)


def test_a_damaged_file_is_refused_or_harmless(plain, tmp_path):
    """Whichever byte is damaged: a DataError that names the file, or accounts with the same figures."""
    plain.save(tmp_path / "w.npz")
    whole = (tmp_path / "w.npz").read_bytes()
    bad = tmp_path / "bad.npz"
    refused = 0
    for at in range(len(whole)):
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            assert store.load(bad).equals(plain)
        except ni.DataError as error:
            assert "bad.npz: " in str(error)  # noqa: PT017 - either outcome is right
            refused += 1
    assert refused > len(whole) // 2


def rewritten(path, meta=None, arrays=None, drop=()):
    """Write a file as `save` does, with changes."""
    with zipfile.ZipFile(path) as archive:
        members = {n: archive.read(n) for n in archive.namelist() if n not in drop}
    if meta:
        members[store.META] = json.dumps(json.loads(members[store.META]) | meta).encode()
    for name, array in (arrays or {}).items():
        buffer = io.BytesIO()
        np.save(buffer, array, allow_pickle=True)
        members[f"{name}.npy"] = buffer.getvalue()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"meta": {"schema_version": 99}}, r"format version 99, this newind reads 1. Update newind"),
        ({"drop": [store.META]}, r"not accounts of newind \(no newind.json\)"),
        ({"drop": ["Z.npy"]}, r"labels and arrays do not fit together \(KeyError\('Z'\)\)"),
        ({"meta": {"regions": [["CHN"]]}}, r"labels and arrays do not fit together"),
        ({"meta": {"industries": ["a", "b"]}}, r"w.npz: Z has shape \(3, 3\), 3 regions × 2 industries need \(6, 6\)"),
        ({"meta": {"boundary": ["ROV"]}}, r"w.npz: unknown economy 'ROV'. Did you mean 'ROW'"),
        ({"arrays": {"Z": np.array([[1, 2, 0], [3, np.nan, 0], [1, 1, 0]])}}, r"w.npz: Z: 1 cells are NaN"),
        ({"arrays": {"Z": np.array([object()])}}, r"truncated, corrupt.*a member is not an array"),
        ({"arrays": {"Z": np.array(["x"])}}, r"truncated, corrupt.*a member is not an array"),
    ],
)  # fmt: skip
def test_a_file_with_wrong_contents_is_one_clear_error(plain, tmp_path, change, message):
    path = tmp_path / "w.npz"
    plain.save(path)
    rewritten(path, **change)
    with pytest.raises(ni.DataError, match=message):
        store.load(path)


def test_another_programs_npz_is_not_accounts(tmp_path):
    np.savez(tmp_path / "other.npz", Z=np.eye(2))
    with pytest.raises(ni.DataError, match=r"other.npz: not accounts of newind"):
        store.load(tmp_path / "other.npz")


def test_names_must_end_in_npz(plain, tmp_path):
    with pytest.raises(ni.DataError, match=r"accounts are saved as .npz. Name the file w.npz"):
        plain.save(tmp_path / "w.csv")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_does_not_exist_is_named(plain, tmp_path):
    with pytest.raises(ni.DataError, match=r"cannot write there \(No such file or directory\)"):
        plain.save(tmp_path / "nowhere" / "w.npz")


def test_a_folder_in_the_place_of_the_file_stays(plain, tmp_path):
    (tmp_path / "w.npz").mkdir()
    with pytest.raises(ni.DataError, match=r"cannot write there \(Is a directory\)"):
        plain.save(tmp_path / "w.npz")
    assert [p.name for p in tmp_path.iterdir()] == ["w.npz"]


def test_nothing_is_left_when_writing_fails(tmp_path):
    (tmp_path / "w.npz").write_bytes(b"before")

    def half(path):
        path.write_bytes(b"half")
        raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        store.write_whole(tmp_path / "w.npz", half)
    assert [p.name for p in tmp_path.iterdir()] == ["w.npz"]
    assert (tmp_path / "w.npz").read_bytes() == b"before"


WRITES = re.compile(r"\.to_csv\(|csv\.writer\(")
OWN_WORDS = {
    "data/product_layouts.py", "data/template.py", "pathways/prospects.py",
    "pathways/hindcast.py",
}  # fmt: skip
"""What is filled in and read again, so that labels stay as they are, and what holds figures of the package alone."""


def test_no_text_in_an_exported_csv_runs_as_a_formula():
    frame = pd.DataFrame({"a;=1": ["x;@y", 1.0, None], "n": [-1, 2, 3]}, index=["=k", "l", "m|-1"])
    safe = store.escape_cells(frame)
    assert (list(safe.columns), list(safe.index)) == (["a;'=1", "n"], ["'=k", "l", "m|'-1"])
    assert safe.iloc[0].tolist() == ["x;'@y", -1]
    assert safe.iloc[1].tolist() == [1.0, 2]
    package = Path(store.__file__).parents[1]
    writers = [p for p in package.rglob("*.py") if WRITES.search(p.read_text(encoding="utf-8"))]
    safe_ones = re.compile(r"\bescape_(?:cells|formulas|row)\b")
    armed = {p.relative_to(package).as_posix() for p in writers if not safe_ones.search(p.read_text(encoding="utf-8"))}
    assert armed == OWN_WORDS


# ---- arrays as they are stored
@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype="<i4").reshape(2, 3),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.array([0.5, np.nan], dtype=">f8"),
        np.zeros((0, 3)),
        np.float64(2.0),
        np.array([True, False]),
    ],
)
def test_every_kind_of_numbers_is_read_as_numpy_reads_it(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    found = array_of(buffer.getvalue())
    np.testing.assert_array_equal(found, np.asarray(array, dtype=np.float64))
    assert found.dtype == np.float64


def test_an_array_that_is_cut_off_or_holds_objects_is_no_array():
    for array in (np.arange(6.0), np.array([{}], dtype=object), np.array(["a"])):
        buffer = io.BytesIO()
        np.save(buffer, array)
        whole = buffer.getvalue()
        with pytest.raises(zipfile.BadZipFile, match="a member is not an array"):
            array_of(whole[:-1] if array.dtype == np.float64 else whole)


@pytest.mark.parametrize("order", ["C", "F"])
def test_equal_figures_have_equal_bytes_whatever_zero_nan_and_order(order):
    plain = np.array([[0.0, np.nan], [1.0, 2.0]])
    odd = np.array([[-0.0, -np.nan], [1.0, 2.0]], order=order)
    assert canonical(odd).tobytes() == plain.tobytes()
    assert np.signbit(odd[0, 0])  # what was given is left as it is
