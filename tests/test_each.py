"""A test of many cases runs them all, and names all that fail."""

from __future__ import annotations

from inspect import signature

import pytest

from each import check_each


def test_every_case_runs_and_all_that_fail_are_named():
    seen = []

    @check_each("a", [1, 2])
    @check_each("b, c", [("x", 1), pytest.param("y", 2, id="second"), ("z", 3)])
    def check(a, b, c, fixture):
        seen.append((a, b, c, fixture))
        assert (a, b) != (1, "x")
        if (a, b) == (2, "y"):
            pytest.fail("as planned")
        if (a, b) == (2, "z"):
            pytest.skip("no case is left out")

    assert list(signature(check).parameters) == ["fixture"]
    with pytest.raises(BaseExceptionGroup, match="3 of 6 cases fail: x-1-1, second-2, z-3-2") as caught:
        check(fixture="given")
    assert seen == [(a, *bc, "given") for bc in [("x", 1), ("y", 2), ("z", 3)] for a in (1, 2)]
    assert [e.__notes__ for e in caught.value.exceptions] == [
        [f"in the case {k}"] for k in ("x-1-1", "second-2", "z-3-2")
    ]


@pytest.mark.parametrize(("ids", "names"), [(["one", "two"], "one, two"), (len, "3, 2"), (None, "a0, a1")])
def test_cases_are_called_as_parameters_are(ids, names):
    @check_each("a", [[1, 2, 3], [4, 5]], ids=ids)
    def check(a):
        assert not a

    with pytest.raises(ExceptionGroup, match=f"2 of 2 cases fail: {names}"):
        check()


def test_a_class_of_tests_runs_each_with_all_cases():
    @check_each("a", [1, 2])
    class Tests:
        def test_first(self, a):
            assert a == 1

        @check_each("b", [3, 4])
        def test_second(self, a, b):
            assert a < b

    with pytest.raises(ExceptionGroup, match="1 of 2 cases fail: 2"):
        Tests().test_first()
    Tests().test_second()
