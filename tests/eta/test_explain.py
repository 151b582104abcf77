"""Why a window may be said, in a sentence."""

import pytest

from domain.eta.explain import because
from domain.eta.learned import Record


@pytest.mark.parametrize(
    ("record", "sentences"),
    [
        (None, ["Nothing has been measured of this carrier's parcels at this stage: usual caution counts."]),
        (
            Record(dated=412, days=1, lane="US-10"),
            ["Nine of ten of the last 412 ups parcels to US-10 under way came by 1 day after the estimated day."],
        ),
        (
            Record(parcels=300, low_s=-1800, high_s=7200, quiet_s=22 * 3600.0),
            [
                "Nine of ten of the last 300 ups parcels under way came from 30 min before to 2 h after the middle of "
                "the estimated time.",
                "Nineteen of twenty ups parcels were never without a scan for longer than 22 h under way.",
            ],
        ),
        (
            Record(dated=90, days=6),
            [
                "Nine of ten of the last 90 ups parcels under way came only 6 days after the estimated day or sooner: "
                "its dates are not repeated."
            ],
        ),
        (Record(dated=3), ["Too few ups parcels have come yet to measure anything under way: usual caution counts."]),
    ],
)
def test_what_was_measured_is_said(record: Record | None, sentences: list[str]) -> None:
    assert because(record, "ups", "under way") == sentences
