"""Programs that tests run and PyPI does not have: installed on the machine, or unpacked from Debian's packages by
`make tools`.
"""

import os
import shutil
import sys
from pathlib import Path

import pytest

UNPACKED = Path(sys.executable).parents[1] / "debian" / "usr"


def program(name: str) -> str:
    """Its path; the test is skipped where there is none."""
    places = os.pathsep.join(str(UNPACKED / folder) for folder in ("bin", "sbin"))
    found = shutil.which(name) or shutil.which(name, path=places)
    if found is None:
        pytest.skip(f"there is no {name}: `make tools` unpacks it where the system is Debian")
    return found


def environment() -> dict[str, str]:
    """Ours, with the libraries that were unpacked."""
    libraries = [str(folder) for folder in (UNPACKED / "lib").glob("*-linux-*")]
    return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(libraries)}
