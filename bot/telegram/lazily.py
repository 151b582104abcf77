"""aiogram without what nobody uses.

On import it has pydantic build a validator for each of Telegram's four hundred types, with all that it refers to: a
hundred megabytes and two seconds, for the dozen that Doorstep uses. Here that is put off until a type is used first, as
aiogram's own setting (`defer_build`) asks for.
"""

import re
import sys
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel


def import_aiogram() -> None:
    """Imports aiogram's types, whose references to each other are resolved when they are looked at. Where somebody has
    imported them before, they are all built already.
    """
    if "aiogram.types" in sys.modules:
        return
    names: dict[str, Any] = {}
    build = BaseModel.__dict__["model_rebuild"]

    def later(cls: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **how: Any) -> Any:
        if _types_namespace is None:
            return build.__func__(cls, **how)
        names.update(_types_namespace)
        return None

    BaseModel.model_rebuild = classmethod(later)  # type: ignore[assignment, method-assign]
    try:
        from aiogram import types
    finally:
        BaseModel.model_rebuild = build  # type: ignore[method-assign]
    for name in types.__all__:
        _introduce(getattr(types, name), names)


def _introduce(kind: Any, names: Mapping[str, Any]) -> None:
    """The names in a type's annotations stand in its module from now on: there they are for type checkers only."""
    if not isinstance(kind, type):
        return
    known = vars(sys.modules[kind.__module__])
    for base in kind.__mro__:
        for annotation in vars(base).get("__annotations__", {}).values():
            for word in re.findall(r"\w+", str(annotation)):
                if word in names:
                    known.setdefault(word, names[word])
