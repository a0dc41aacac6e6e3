"""A real SMTP server on loopback: what it took, and what it refuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from tests.storage import free_port


class Postbox:
    """Keeps each message with the addresses of its envelope; `refusals` maps addresses to replies.

    An address in `refusals` is answered with that line, as servers do for mailboxes that are gone
    (550) or full (452).
    """

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], EmailMessage]] = []
        self.refusals: dict[str, str] = {}
        self.asked: list[str] = []

    async def handle_RCPT(  # noqa: N802 - the library's name.
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self.asked.append(address)
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.letters.append((envelope.rcpt_tos, message))
        return "250 OK"

    def text_of(self, number: int) -> str:
        return self.letters[number][1].get_content()


@contextmanager
def smtp_server(postbox: Postbox, *, port: int = 0) -> Iterator[int]:
    """Run the server, and send Django's mail to it; gives its port."""
    port = port or free_port()
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with sends_to(port):
            yield port
    finally:
        controller.stop()


def sends_to(port: int) -> Any:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_USE_TLS=False, EMAIL_USE_SSL=False,
        EMAIL_HOST_USER="", EMAIL_HOST_PASSWORD="", EMAIL_TIMEOUT=10,
    )  # fmt: skip
