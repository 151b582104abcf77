"""Understanding, as the settings want it: which models, with an embedding or without, and what may be plugged in."""

from pathlib import Path

from bot.understanding import embedding
from bot.understanding.guessing import Opinions
from bot.understanding.model import FILE
from bot.understanding.proposing import Proposer, nobody, plugged
from bot.understanding.second import FILE as SECOND_FILE
from bot.understanding.words import Layered
from doorstep.settings import Settings, SettingsProblem


def understanding(settings: Settings) -> Layered:
    """Nothing is loaded here: models and embedding are read when the first text needs them.

    Raises SettingsProblem where the settings ask for what is not there.
    """
    folder = settings.understanding_models or FILE.parent
    if not (folder / FILE.name).exists():
        raise SettingsProblem(
            f"DOORSTEP_UNDERSTANDING_MODELS names a folder without {FILE.name}: "
            "make one with `doorstep understanding train`."
        )
    return Layered(Opinions(folder, embedding.embed if _embeds(settings, folder) else None), _proposer(settings))


def _embeds(settings: Settings, folder: Path) -> bool:
    is_there = embedding.is_there() and (folder / SECOND_FILE.name).exists()
    if settings.understanding_embedding and not is_there:
        raise SettingsProblem(
            f"DOORSTEP_UNDERSTANDING_EMBEDDING is 1, but {embedding.PACKAGE} or {SECOND_FILE.name} is missing: "
            "install the package and train, or leave the variable out."
        )
    return is_there if settings.understanding_embedding is None else settings.understanding_embedding


def _proposer(settings: Settings) -> Proposer:
    if settings.understanding_proposer is None:
        return nobody
    try:
        return plugged(settings.understanding_proposer, settings.understanding_proposer_seconds)
    except ValueError as problem:
        raise SettingsProblem(f"DOORSTEP_UNDERSTANDING_PROPOSER cannot be used: {problem}") from problem
