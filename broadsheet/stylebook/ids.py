"""An id is ten characters that sort by the time they were minted and never come back.

Fifty bits in lower-case Crockford base32 (no i, l, o, u): 39 bits count units of 8 ms since
2020-01-01 UTC, which lasts until 2159, and 11 bits are random. A row number would be reused by
a database restored from yesterday; a time and a random number are not.

Two processes can mint the same id only within the same 8 ms, and then once in 2048 times: the
column that holds ids is unique, and who saves one mints again when it is taken.
"""

import secrets
import threading
from datetime import UTC, datetime, timedelta
from typing import Final

from broadsheet.stylebook.errors import IdOutOfRangeError, NotAnIdError, require_aware

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH: Final = 10

_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
_UNIT: Final = timedelta(milliseconds=8)
_TIME_BITS: Final = 39
_RANDOM_BITS: Final = 11
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}


class _Mint:
    """Hands out numbers that only grow, however many threads ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest = -1

    def next(self) -> int:
        with self._lock:
            self._latest = max(_number(datetime.now(UTC)), self._latest + 1)
            return self._latest


def _number(at: datetime) -> int:
    units = (at - _EPOCH) // _UNIT
    if not 0 <= units < 1 << _TIME_BITS:
        raise IdOutOfRangeError(at)
    return units << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)


def _spelled(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


_mint: Final = _Mint()


def mint(at: datetime | None = None) -> str:
    """Make a new id.

    Without ``at`` every id is greater than the one before it in this process, even when the
    machine's clock is set back. With ``at`` (aware) the id tells that time and is not ordered
    against others of the same 8 ms. Raises ``NaiveTimeError`` and ``IdOutOfRangeError``.
    """
    if at is None:
        return _spelled(_mint.next())
    require_aware(at)
    return _spelled(_number(at))


def is_minted(text: str) -> bool:
    """Tell whether the text has the shape of an id; whether it is in use only a database knows."""
    return len(text) == LENGTH and all(letter in _VALUES for letter in text)


def minted_at(minted: str) -> datetime:
    """Read the time of minting in UTC, to 8 ms. Raises ``NotAnIdError``."""
    if not is_minted(minted):
        raise NotAnIdError(minted)
    number = 0
    for letter in minted:
        number = number << 5 | _VALUES[letter]
    return _EPOCH + (number >> _RANDOM_BITS) * _UNIT
