"""What proves somebody is compared in a time that tells nothing about it, or found by its hash in the database."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("api", "bot", "carriers", "domain", "doorstep", "flows", "scheduler")
"""Not `store`: what is asked for there is a hash, and an index finds it."""
PROOFS = frozenset(
    [
        "token",
        "secret",
        "signature",
        "password",
        "nonce",
        "token_hash",
        "code_hash",
        "secret_hash",
        "password_hash",
        "digest",
    ]
)
KNOWN = frozenset(
    {
        "flows/orders.py: token_hash(token) == link.token_hash",  # one that was made just now
        "flows/talk/tapped.py: token == turn.choice_token",  # a choice that the database has found already
        "flows/talk/web_chat.py: token == choice",  # the same, on the tracking page
    }
)


@pytest.mark.parametrize("room", ROOMS)
def test_a_proof_is_never_compared_letter_by_letter(room: str) -> None:
    found = [f"{path.relative_to(ROOT)}: {one}" for path in (ROOT / room).rglob("*.py") for one in compared(path)]
    assert set(found) <= KNOWN, "compare it by hmac.compare_digest"


def test_a_comparison_letter_by_letter_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "door.py").write_text("if headers['x-token'] == settings.secret: pass\nif token in known: pass\n")
    assert list(compared(tmp_path / "door.py")) == ["headers['x-token'] == settings.secret", "token in known"]


def compared(path: Path) -> Iterator[str]:
    """The comparisons in which something with the name of a proof is one side."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq | ast.In | ast.NotIn):
            is_looked_for = isinstance(node.ops[0], ast.In | ast.NotIn)
            if any(_name(side) in PROOFS for side in (node.left, *([] if is_looked_for else node.comparators))):
                yield ast.unparse(node)


def _name(side: ast.expr) -> str:
    while isinstance(side, ast.Call | ast.Subscript):
        side = side.func if isinstance(side, ast.Call) else side.value
    return side.attr if isinstance(side, ast.Attribute) else side.id if isinstance(side, ast.Name) else ""
