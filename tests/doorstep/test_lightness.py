"""A service carries only what it uses: each of these costs megabytes for as long as the process lives."""

import subprocess
import sys

HEAVY = ("aiogram", "alembic", "cryptography", "numpy", "psycopg", "twilio")
COMPOSED = f"""
import sys
import doorstep.serving
print([name for name in {HEAVY} if name in sys.modules])
"""


def test_a_service_brings_no_library_before_it_is_needed() -> None:
    process = subprocess.run([sys.executable, "-c", COMPOSED], capture_output=True, text=True, check=False)

    assert (process.stdout.strip(), process.stderr) == ("[]", "")
