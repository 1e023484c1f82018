"""How fast both are: processor time of this one process, the median of several stretches, both sides by turns."""

import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from statistics import median

from bench.law.cases import MAKERS, Case, case
from bench.law.columns import portfolio
from bench.law.compare import ours
from bench.law.sides import ByKind, Ours, together, whole
from bench.law_openfisca.questions import QUESTIONS

STRETCHES = 5
# Different facts by turns, so that no side lives on the last answer.
ROUND = 60


@dataclass(frozen=True, slots=True)
class OneByOne:
    """Calculations a second and core; ours with its reasons, OpenFisca's without (it keeps none)."""

    topic: str
    ours: float
    openfisca: float

    @property
    def ratio(self) -> float:
        return self.ours / self.openfisca


@dataclass(frozen=True, slots=True)
class Batch:
    """Milliseconds of processor time for so many files, from plain columns to plain columns."""

    what: str
    files: int
    ours: float
    openfisca: float

    @property
    def ratio(self) -> float:
        return self.openfisca / self.ours


def one_by_one(*, seconds: float, seed: int) -> list[OneByOne]:
    """Each topic, one calculation at a time."""
    found = []
    for topic in MAKERS:
        asked = [case(seed, number, (topic,)) for number in range(ROUND)]
        found.append(OneByOne(topic, *_rates(asked, seconds / STRETCHES / 2)))
    return found


def _rates(asked: list[Case], seconds: float) -> tuple[float, float]:
    sides: tuple[Callable[[Case], object], ...] = (ours, lambda each: QUESTIONS[each.topic]([each.facts]))
    found: tuple[list[float], list[float]] = ([], [])
    for stretch in range(STRETCHES + 1):
        for side, rates in zip(sides, found, strict=True):
            rate = _per_second(side, asked, seconds)
            if stretch:  # the first stretch warms up
                rates.append(rate)
    return median(found[0]), median(found[1])


def _per_second(act: Callable[[Case], object], asked: list[Case], seconds: float) -> float:
    began, done = time.process_time(), 0
    while (took := time.process_time() - began) < seconds or not done:
        act(asked[done % len(asked)])
        done += 1
    return done / took


def batches(*, files: int, seed: int) -> list[Batch]:
    """The whole portfolio against OpenFisca's one simulation and its four, then each kind of file alone.

    AssertionError when the two sides differ by a cent in one file.
    """
    columns, mine, theirs = portfolio(files, seed), Ours(), ByKind()
    expected = whole(mine, columns)
    assert expected == together(columns) == whole(theirs, columns), "the portfolio differs"
    kinds = {
        "daily allowances": (columns.daily, len(columns.daily.bases), mine.daily, theirs.daily),
        "yearly allowances": (columns.yearly, len(columns.yearly.bases), mine.yearly, theirs.yearly),
        "public annuities": (columns.public, len(columns.public.degrees), mine.public, theirs.public),
        "public, later index": (columns.later, len(columns.later.degrees), mine.later, theirs.later),
    }
    runs: list[tuple[str, int, Callable[[], object], Callable[[], object]]] = [
        ("whole, one simulation", files, lambda: whole(mine, columns), lambda: together(columns)),
        ("whole, one simulation a kind", files, lambda: whole(mine, columns), lambda: whole(theirs, columns)),
    ]
    for what, (part, count, left, right) in kinds.items():
        runs.append((what, count, partial(left, part), partial(right, part)))
    found = []
    for what, count, left, right in runs:
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(STRETCHES):
            for run, taken in zip((left, right), times, strict=True):
                began = time.process_time()
                run()
                taken.append(1000 * (time.process_time() - began))
        found.append(Batch(what, count, median(times[0]), median(times[1])))
    return found


def machine() -> dict[str, object]:
    """Where and under what load it was measured."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": [round(load, 1) for load in os.getloadavg()],
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def as_json(rows: list[OneByOne] | list[Batch]) -> list[dict[str, object]]:
    return [{**asdict(row), "ratio": round(row.ratio, 2)} for row in rows]
