"""Windows between JSON facts and the domain."""

from datetime import date, datetime

from domain.windows import Window


def told_window(facts: object) -> Window | None:
    """The window that `domain.rules.saying.window_facts` wrote, or None."""
    match facts:
        case {"on": str(on), "from": str(start), "to": str(end)}:
            return Window(date.fromisoformat(on), datetime.fromisoformat(start), datetime.fromisoformat(end))
        case {"on": str(on), "from": None, "to": str(end)}:
            return Window(date.fromisoformat(on), None, datetime.fromisoformat(end))
        case {"on": str(on)}:
            return Window(date.fromisoformat(on))
    return None
