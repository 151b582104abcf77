"""What a simulation will post: drawn from a seed before anything is posted, so that it can be drawn again."""

import random
from dataclasses import dataclass

from doorstep.simulation.stories import Story, day


@dataclass(frozen=True, slots=True)
class Chances:
    """Shares of parcels (failures, delays) and of webhooks (out of order, duplicates); each 0 to 1."""

    failures: float = 0.1
    delays: float = 0.2
    out_of_order: float = 0.1
    duplicates: float = 0.1


@dataclass(frozen=True, slots=True)
class Plan:
    """One parcel's day. `posts[i]` are the scenes (by index) whose webhooks go out when scene i happens.

    A scene that is missing from its own turn is overtaken by the next; one that is named twice is a repetition.
    """

    story: Story
    posts: tuple[tuple[int, ...], ...]
    missed: bool
    late: bool
    picks: int
    """Which of the offered slots this customer takes, counted from 0."""

    @property
    def webhooks(self) -> int:
        return sum(map(len, self.posts))


def draw(count: int, seed: int, chances: Chances) -> list[Plan]:
    """Plans for so many parcels: the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - it must be the same again
    return [_plan(chance, chances) for _ in range(count)]


def _plan(chance: random.Random, chances: Chances) -> Plan:
    missed, late = chance.random() < chances.failures, chance.random() < chances.delays
    story = day(late=late, missed=missed)
    posts: list[list[int]] = [[] for _ in story]
    for scene in range(len(story)):
        is_last = scene == len(story) - 1
        turn = scene if is_last or chance.random() >= chances.out_of_order else scene + 1
        posts[turn].append(scene)
        if chance.random() < chances.duplicates:
            posts[min(turn + 1, len(story) - 1)].append(scene)
    ordered = tuple(tuple(sorted(turn, key=lambda scene: scene != position)) for position, turn in enumerate(posts))
    return Plan(story, ordered, missed, late, chance.randrange(3))
