"""Accept-Encoding is read by RFC 9110, section 12.5.3, into the codings to try in order."""

from functools import lru_cache

_PREFERENCE = {"br": 0, "gzip": 1}
_ALIASES = {"x-gzip": "gzip"}
_LONGEST_HEADER = 256


def codings_for(accept_encoding: str | None) -> tuple[str, ...]:
    """Name the codings to try before sending the file as it is, best first.

    Brotli comes before gzip where the reader ranks them alike. A missing or overlong header asks
    for no coding. Identity always remains: it is what the standard sends when nothing else suits.
    """
    if not accept_encoding or len(accept_encoding) > _LONGEST_HEADER:
        return ()
    return _codings_for(accept_encoding)


@lru_cache(maxsize=512)
def _codings_for(accept_encoding: str) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        name, _, parameters = item.partition(";")
        name = name.strip()
        weights[_ALIASES.get(name, name)] = _weight(parameters)
    rest = weights.get("*", 0.0)
    wanted = {name: weights.get(name, rest) for name in _PREFERENCE}
    identity = weights.get("identity", 0.0)
    usable = [name for name, weight in wanted.items() if weight > 0 and weight >= identity]
    return tuple(sorted(usable, key=lambda name: (-wanted[name], _PREFERENCE[name])))


def _weight(parameters: str) -> float:
    """Read `q=0.5`; a weight that is no number counts as 0, so that nobody gets it unasked."""
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0
