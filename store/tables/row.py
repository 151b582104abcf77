"""What all tables are made of."""

from pydantic import ConfigDict
from sqlmodel import SQLModel


class Row(SQLModel):
    """A table's class. Rows are written and read through the tables alone, so no validator is built for them."""

    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]  # its own name for the same
