"""`python -m carriers.conformance [--page | --json] [ADAPTER …]`: score cards, or the page of all senders."""

import json
import sys

from carriers.conformance import as_json, as_text, score
from carriers.conformance.page import page
from carriers.registry import ADAPTERS


def main(arguments: list[str]) -> int:
    """0 when every adapter asked for is accepted."""
    names = [argument for argument in arguments if not argument.startswith("--")] or list(ADAPTERS)
    cards = [score(name) for name in names]
    if "--page" in arguments:
        sys.stdout.write(page(cards))
    elif "--json" in arguments:
        sys.stdout.write(json.dumps([as_json(card) for card in cards], indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(as_text(card) for card in cards))
    return 0 if all(card.is_accepted for card in cards) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
