"""Prints the rows of the honest windows alone."""

import sys

from tests.bench.eta import rows, what_is_replayed


def main() -> int:
    sys.stdout.write(what_is_replayed() + "\n")
    kept = True
    for row in rows():
        goal = f"  goal {row.goal}" if row.goal else ""
        base = "" if row.baseline is None else f"  without {row.baseline:.2f}"
        sys.stdout.write(f"{row.name:44}{row.value:9.2f} {row.unit}{base}{goal}{'' if row.ok else '  MISSED'}\n")
        kept = kept and row.ok
    return 0 if kept else 1


sys.exit(main())
