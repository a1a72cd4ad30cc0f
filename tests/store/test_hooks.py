"""Lists of functions that are called when something happens."""

from __future__ import annotations

import pytest

from mockclio.store.hooks import Hooks


def test_functions_are_called_in_the_order_in_which_they_were_added() -> None:
    heard: list[str] = []
    hooks: Hooks[[str]] = Hooks()
    first, second = (lambda text: heard.append(f"first {text}")), (lambda text: heard.append(f"second {text}"))
    for function in (first, second, first):
        hooks.add(function)
    hooks("a")
    hooks.remove(first)
    hooks.remove(first)
    hooks("b")
    assert heard == ["first a", "second a", "second b"]


def test_an_error_reaches_the_caller_and_ends_the_round() -> None:
    heard: list[int] = []
    hooks: Hooks[[]] = Hooks()
    hooks.add(lambda: heard.append(1))
    hooks.add(lambda: [][0])
    hooks.add(lambda: heard.append(3))
    with pytest.raises(IndexError):
        hooks()
    assert heard == [1]


def test_a_function_may_leave_while_it_is_called() -> None:
    heard: list[int] = []
    hooks: Hooks[[]] = Hooks()

    def once() -> None:
        heard.append(1)
        hooks.remove(once)

    hooks.add(once)
    hooks.add(lambda: heard.append(2))
    hooks()
    hooks()
    assert heard == [1, 2, 2]
