"""Lists of functions that are called when something happens."""

from __future__ import annotations

import pytest

from mockclio.store.hooks import Hooks


def test_functions_are_called_in_the_order_in_which_they_were_added() -> None:
    calls: list[str] = []
    hooks: Hooks[[str]] = Hooks()
    first, second = (lambda text: calls.append(f"first {text}")), (lambda text: calls.append(f"second {text}"))
    for function in (first, second, first):
        hooks.add(function)
    hooks("a")
    hooks.remove(first)
    hooks.remove(first)
    hooks("b")
    assert calls == ["first a", "second a", "second b"]


def test_an_error_reaches_the_caller_and_ends_the_round() -> None:
    calls: list[int] = []
    hooks: Hooks[[]] = Hooks()
    hooks.add(lambda: calls.append(1))
    hooks.add(lambda: [][0])
    hooks.add(lambda: calls.append(3))
    with pytest.raises(IndexError):
        hooks()
    assert calls == [1]


def test_a_function_may_leave_while_it_is_called() -> None:
    calls: list[int] = []
    hooks: Hooks[[]] = Hooks()

    def once() -> None:
        calls.append(1)
        hooks.remove(once)

    hooks.add(once)
    hooks.add(lambda: calls.append(2))
    hooks()
    hooks()
    assert calls == [1, 2, 2]
