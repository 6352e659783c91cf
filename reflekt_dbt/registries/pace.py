"""How fast a registry may be asked, by a clock that tests replace."""

from __future__ import annotations

import time
from collections import deque
from datetime import datetime, timezone


class Clock:
    """The time, and waiting for it to pass."""

    def monotonic(self) -> float:
        """Return seconds since some moment; never goes back."""
        return time.monotonic()

    def now(self) -> datetime:
        """Return the date and time, in UTC."""
        return datetime.now(timezone.utc)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Pace:
    """At most so many requests in any stretch of so many seconds.

    Attributes:
        most: Number of requests.
        seconds: Length of the stretch.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._sent: deque[float] = deque(maxlen=most)

    def wait(self, clock: Clock) -> None:
        """Wait until the next request may be sent, and count it as sent."""
        if len(self._sent) == self.most:
            left = self._sent[0] + self.seconds - clock.monotonic()
            if left > 0:
                clock.sleep(left)
        self._sent.append(clock.monotonic())
