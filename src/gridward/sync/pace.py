"""How often a device may call: who calls too often is told how long to wait, and nothing is lost."""

import threading
from time import monotonic
from typing import Final
from uuid import UUID

BURST: Final = 60.0
CALLS_A_SECOND: Final = 10.0
MOST_REMEMBERED: Final = 50_000


class Pace:
    """A bucket of calls for each device, in this process; a call takes one, and it fills up again by itself."""

    def __init__(self, burst: float = BURST, a_second: float = CALLS_A_SECOND) -> None:
        self.burst, self.a_second = burst, a_second
        self._left: dict[UUID, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait_for(self, device_id: UUID) -> float:
        """Seconds this device has to wait; 0 when the call may go on, which is then counted."""
        now = monotonic()
        with self._lock:
            left, at = self._left.get(device_id, (self.burst, now))
            left = min(left + (now - at) * self.a_second, self.burst)
            if left < 1:
                return (1 - left) / self.a_second
            if len(self._left) >= MOST_REMEMBERED:
                self._left.clear()
            self._left[device_id] = (left - 1, now)
        return 0.0

    def forget(self) -> None:
        """Begin anew with every device."""
        with self._lock:
            self._left.clear()


pace = Pace()
