"""Frequency, severity, hours of exposure, aggravated risk."""

from accident_manager.foundation.explained import Explained
from accident_manager.law import indicators
from accident_manager.law.door import Result, written
from accident_manager.law.facts import Facts
from accident_manager.law.questions import PRIVATE, either_regime, only


def frequency_severity(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = indicators.rates(
        accidents=facts.whole("accidents_with_at_least_1_day", most=indicators.LARGEST_COUNT),
        days_lost=facts.whole("calendar_days_lost", most=indicators.LARGEST_COUNT),
        permanent_percent=facts.number("sum_permanent_percent", most=indicators.LARGEST_NUMBER),
        deaths=facts.whole("deaths", most=indicators.LARGEST_COUNT),
        hours=facts.number("exposure_hours", most=indicators.LARGEST_NUMBER),
        on=facts.maybe_day("on"),
    )
    result = {
        "frequency_rate": written(found.value.frequency),
        "real_severity_rate": written(found.value.real_severity),
        "global_severity_rate": written(found.value.global_severity),
    }
    return Explained(result, found.because, found.warnings)


def exposure_hours(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = indicators.exposure_hours(
        full_time_equivalents=facts.number("full_time_equivalents", most=indicators.LARGEST_NUMBER),
        on=facts.maybe_day("on"),
    )
    return Explained({"hours": written(found.value)}, found.because, found.warnings)


_YEARS = ("first", "second", "last")


def aggravated_risk(facts: Facts) -> Explained[Result]:
    """Facts of each year by its name (accidents_first, … days_last); `last_day` ends the three years."""
    only(facts, PRIVATE)
    years = [
        indicators.RiskYear(
            accidents=facts.whole(f"accidents_{year}", most=indicators.LARGEST_COUNT),
            days=facts.whole(f"days_{year}", most=indicators.LARGEST_COUNT),
            full_time_equivalents=facts.number(f"full_time_equivalents_{year}", above_zero=True),
            private_sector_index=facts.number(f"private_sector_index_{year}"),
            own_sector_index=facts.number(f"own_sector_index_{year}"),
        )
        for year in _YEARS
    ]
    found = indicators.aggravated_risk(years=years, observed_until=facts.day("last_day"))
    indexes = {f"index_{year}": str(index) for year, index in zip(_YEARS, found.value.indexes, strict=True)}
    return Explained({**indexes, "warning": found.value.warning}, found.because, found.warnings)


QUESTIONS = {
    "frequency_severity": frequency_severity,
    "exposure_hours": exposure_hours,
    "aggravated_risk": aggravated_risk,
}
