"""The conformance kit: a published list of demands, and the score of an adapter against them."""

from carriers.conformance.card import ScoreCard, as_json, as_text
from carriers.conformance.demands import DEMANDS
from carriers.conformance.subject import FIXTURES, Subject, subject

__all__ = ["DEMANDS", "FIXTURES", "ScoreCard", "as_json", "as_text", "score"]


def score(name: str, subject_: Subject | None = None) -> ScoreCard:
    """Run every demand against the adapter of that name and its fixtures. Raises UnknownAdapter."""
    about = subject_ or subject(name)
    results = tuple((demand, demand.check(about)) for demand in DEMANDS)
    return ScoreCard(about.adapter.name, about.adapter.title, results)
