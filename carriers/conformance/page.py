"""`docs/carriers.md`: every sender, how it signs, what is read, and its score."""

from collections.abc import Iterable

from carriers.conformance.axes import AXES, told
from carriers.conformance.card import ScoreCard
from carriers.conformance.demands import DEMANDS
from carriers.conformance.subject import folder_of
from carriers.dialect import Dialect
from carriers.registry import ADAPTERS
from carriers.signatures import Scheme, Signature

_HEAD = """# Carriers

Every sender Doorstep reads. This page is generated from the adapters and checked by a test:
`.venv/bin/python -m carriers.conformance --page > docs/carriers.md`. How to add one:
[adding a carrier](adding-a-carrier.md). What holds for all of them: [the rules they share](carriers/rules.md).

"""

_SCHEMES = {
    Scheme.STANDARD_WEBHOOKS: "Standard Webhooks",
    Scheme.BASIC: "Basic",
    Scheme.URL_TOKEN: "token in the address",
    Scheme.NONE: "none",
}


def page(cards: Iterable[ScoreCard]) -> str:
    """The whole page."""
    scored = {card.adapter: card for card in cards}
    rows = [
        _row(ADAPTERS[name], scored[name]) for name in sorted(scored, key=lambda name: ADAPTERS[name].title.lower())
    ]
    return _HEAD + "\n".join((*_table(rows), "", *_axes(list(scored)), "", *_weak(), "", *_demands())) + "\n"


def _table(rows: list[str]) -> list[str]:
    return [
        "| Sender | Adapter | Signature | Words mapped | Polled | Handshake | Largest body | Pages read | Score |",
        "|---|---|---|---|---|---|---|---|---|",
        *rows,
    ]


def _row(dialect: Dialect, card: ScoreCard) -> str:
    words = sum(len(table.rows) for table in dialect.tables) or "by mapping"
    cells = (
        f"[{dialect.title}](../carriers/{folder_of(dialect).name}/README.md)",
        f"`{dialect.name}`",
        _signature(dialect.signature) + (" (weak)" if dialect.signature.weak else ""),
        str(words),
        _polled(dialect),
        "yes" if dialect.handshake({"check": "x"}) else "–",
        f"{dialect.max_body_bytes // 1024} KiB",
        dialect.pages_read_on,
        f"{card.passed} of {card.demanded}",
    )
    return f"| {' | '.join(cells)} |"


def _polled(dialect: Dialect) -> str:
    if dialect.poller:
        return "yes"
    return "answers are read" if dialect.poll_reader or dialect.name == "generic" else "–"


def _signature(signature: Signature) -> str:
    match signature.scheme:
        case Scheme.BODY_DIGEST:
            kind = "HMAC" if signature.keyed else "hash"
            return f"`{signature.header}`: {kind} {signature.algorithm}, {signature.encoding}"
        case Scheme.HEADER_SECRET:
            return f"secret in `{signature.header}`"
        case Scheme.BODY_SECRET:
            return f"secret in the body's `{signature.field}`"
        case Scheme.RSA_KEYS:
            return f"`{signature.header}`: RSA sha256, keys by id"
        case scheme:
            return _SCHEMES[scheme]


def _axes(names: list[str]) -> list[str]:
    ordered = sorted(names, key=lambda name: ADAPTERS[name].title.lower())
    return [
        "## What each of them tells",
        "",
        "As its fixtures show it; a dash is what the sender never says, and nothing is made up in its place. *Of*: a",
        "parcel, or a task, stop or order; a collection is told apart from a delivery.",
        "",
        f"| Sender | {' | '.join(AXES)} |",
        f"|---|{'---|' * len(AXES)}",
        *(f"| {ADAPTERS[name].title} | {' | '.join(told(name))} |" for name in ordered),
    ]


def _weak() -> list[str]:
    told = [_weakness(one) for one in ADAPTERS.values() if one.signature.weak]
    first = "What staff are told about these sources; where an API can be asked, `--fetch-first` believes it alone."
    return ["## Weak authentication", "", first, "", *sorted(told)]


def _weakness(one: Dialect) -> str:
    return f"* **{one.title}**: {one.signature.weak}" + (" *Its API can be asked first.*" if one.poller else "")


def _demands() -> list[str]:
    return [
        "## What every adapter must do",
        "",
        "An adapter is accepted on its score alone; a demand that makes no sense for a sender does not count.",
        "",
        *[f"* **{demand.name}**: {demand.asks}" for demand in DEMANDS],
    ]
