"""Keyed hashes and sealed addresses: what tells two writers apart without saying who they are.

Every key is made from SECRET_KEY and a label. Whoever changes SECRET_KEY parts authors from their
history, closes every receipt, and can open no sealed address any more.
"""

import base64
import hashlib
import hmac
import ipaddress
import secrets
from datetime import date

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from broadsheet.comments.models import DayKey
from broadsheet.stylebook.ids import is_minted

HASH_BYTES = 16
DOTS_MEAN_NOTHING = {"gmail.com", "googlemail.com"}


def secret(label: str) -> bytes:
    """The 32-byte key for one use, `label`."""
    return hmac.digest(str(settings.SECRET_KEY).encode(), f"comments {label}".encode(), "sha256")


def keyed(label: str, *parts: str) -> str:
    """32 hex digits that only this newsroom can make from `parts`."""
    return _digest(secret(label), "\0".join(parts))


def author_of(mail: str) -> str:
    """The keyed hash of a mailbox; its aliases have the same one."""
    return keyed("author", canonical(mail))


def canonical(mail: str) -> str:
    """One spelling for all aliases of a mailbox: small letters, no `+tag`, no idle dots."""
    name, _, domain = mail.strip().casefold().rpartition("@")
    name = name.partition("+")[0]
    if domain in DOTS_MEAN_NOTHING:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def seal(mail: str) -> str:
    """The address, readable by this newsroom alone."""
    return _fernet().encrypt(mail.encode()).decode()


def unseal(sealed: str) -> str:
    """The address; empty for none, and for one that was sealed under another SECRET_KEY."""
    if not sealed:
        return ""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def truncated(machine: str) -> str:
    """The network that a machine is in: the first 24 bits of IPv4, 48 of IPv6; "" for nonsense."""
    try:
        address = ipaddress.ip_address(machine)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    bits = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False).network_address)


def machine_on(day: date, machine: str) -> str:
    """The hash of a machine's network under the day's own key; "" where there is no address."""
    network = truncated(machine)
    if not network:
        return ""
    row, _new = DayKey.objects.get_or_create(day=day, defaults={"key": secrets.token_hex(32)})
    return _digest(bytes.fromhex(row.key), network)


def token_for(use: str, row_id: str) -> str:
    """The secret end of an address such as a receipt's: the id, and what proves that we gave it.

    Made anew whenever it is needed and stored nowhere.
    """
    return f"{row_id}-{keyed(use, row_id)}"


def id_in_token(use: str, token: str) -> str | None:
    """The id in a token of ours for this use; None for any other text."""
    row_id, _, proof = token.partition("-")
    if not is_minted(row_id) or not hmac.compare_digest(
        proof.encode(), keyed(use, row_id).encode()
    ):
        return None
    return row_id


def _digest(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()[:HASH_BYTES].hex()


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(secret("mail")))
