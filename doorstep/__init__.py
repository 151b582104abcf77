"""The composition root and the command line: what puts the rooms together."""

import sys

# structlog looks for rich as it is imported: three megabytes in every process, for tracebacks in colour alone. Rich is
# imported where a progress bar is drawn.
sys.modules["rich"] = None  # type: ignore[assignment]  # makes the import fail, as the documentation of import says
import structlog  # noqa: E402, F401

del sys.modules["rich"]
