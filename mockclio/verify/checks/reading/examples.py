"""Examples that Hypothesis draws: bounded, the same ones each time, without a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from mockclio.testing.target import Target

T = TypeVar("T")


class Draw:
    """What an example is made of."""

    def __init__(self, data: Any) -> None:
        self._data = data

    def integer(self, least: int, most: int) -> int:
        from hypothesis import strategies as st

        return int(self._data.draw(st.integers(least, most)))

    def some(self, among: Sequence[T], most: int) -> list[T]:
        """Some of them in some order, at least one."""
        from hypothesis import strategies as st

        result: list[T] = self._data.draw(st.lists(st.sampled_from(list(among)), unique=True, min_size=1, max_size=most))
        return result

    def one(self, among: Sequence[T]) -> T:
        from hypothesis import strategies as st

        result: T = self._data.draw(st.sampled_from(list(among)))
        return result


def examples(target: Target, judge: Callable[[Draw], None]) -> None:
    """Judge as many examples as the account's run asks for; what is raised is that of the first that fails."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    @settings(
        max_examples=target.examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def run(data: Any) -> None:
        judge(Draw(data))

    run()
