"""The customers whose doings are recorded, and what they tell about themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from integration_tests.jaffle_shop.raw import words
from integration_tests.jaffle_shop.raw.context import Row

# Fixed, and long past: no clock decides what is in the data or what a filter keeps.
BASE = datetime(2025, 3, 1)  # noqa: DTZ001 - the loader writes UTC into columns without a zone


@dataclass(slots=True)
class Customer:
    """Somebody who has an account, whether or not they are signed in at the moment.

    Attributes:
        traits: As in an identify call; ``lifetime_orders`` grows as they order.
    """

    user_id: str
    anonymous_id: str
    traits: Row


@dataclass(slots=True)
class World:
    """What the calls of one data set share.

    Attributes:
        orders: IDs of the orders so far, so that later events can be about them.
    """

    rng: Random
    customers: list[Customer]
    orders: list[str] = field(default_factory=list)

    def an_order(self) -> str:
        """Return an order that was placed, or one from before the data begins."""
        return self.rng.choice(self.orders) if self.orders else "JS-000000"


class Moment(NamedTuple):
    """One call about to be made.

    Attributes:
        share: How far into the data's span it is, from 0 to 1.
    """

    world: World
    customer: Customer
    share: float

    @property
    def rng(self) -> Random:
        return self.world.rng


def new_world(rng: Random, customers: int) -> World:
    """Return a world in which nobody has ordered yet."""
    return World(rng, [_customer(rng, number) for number in range(customers)])


def new_id(rng: Random) -> str:
    """Return an ID in the form that Segment's libraries use."""
    digits = f"{rng.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _customer(rng: Random, number: int) -> Customer:
    created = BASE - timedelta(days=rng.randrange(900), seconds=rng.randrange(86_400))
    birthday = BASE - timedelta(days=rng.randrange(18 * 365, 80 * 365))
    traits = {
        "email": f"customer+{number}@example.com",
        "first_name": rng.choice(words.FIRST_NAMES),
        "last_name": rng.choice(words.LAST_NAMES),
        "phone": f"+1 555 01{rng.randrange(100):02}" if rng.random() < 0.5 else None,
        "birthday": birthday.date().isoformat() if rng.random() < 0.3 else None,
        "created_at": created,
        "favorite_store_id": rng.choice((None, *(store[0] for store in words.STORES))),
        "marketing_opt_in": rng.random() < 0.4,
        "lifetime_orders": rng.randrange(30),
        "address_city": rng.choice((None, *words.CITIES)),
        "address_postcode": f"{rng.randrange(100_000):05}" if rng.random() < 0.8 else None,
        "address_country": rng.choice(words.COUNTRIES),
    }
    return Customer(f"u_{number:06}", new_id(rng), traits)
