"""The way in: login and a new password by mail, in both languages."""

import asyncio
import re
import threading
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail

from tests.integration.desk.screens import at
from tests.newsroom import PASSWORD, a_reporter, an_edition

pytestmark = pytest.mark.django_db

LANGUAGES = [("en", 'lang="en" dir="ltr"'), ("ar", 'lang="ar" dir="rtl"')]


class PostOffice:
    """An SMTP server on the loopback that keeps what it is sent."""

    def __init__(self):
        self.letters = []
        self.port = 0

    async def answer(self, reader, writer):
        writer.write(b"220 post office\r\n")
        while line := await reader.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                self.letters.append(await self.letter(reader))
            writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")
            await writer.drain()
            if word == b"QUIT":
                break
        writer.close()

    async def letter(self, reader):
        lines = []
        while (line := await reader.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        return message_from_bytes(b"".join(lines), policy=default)

    @contextmanager
    def open(self):
        loop = asyncio.new_event_loop()
        server = loop.run_until_complete(asyncio.start_server(self.answer, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            server.close()
            loop.run_until_complete(asyncio.sleep(0))
            loop.close()


def link_in(letter):
    return re.search(r"http://[^/]+(/password_reset/\S+)", letter).group(1)


def test_person_with_a_grant_logs_in(client):
    user = a_reporter(an_edition())

    response = client.post(
        at("wagtailadmin_login"), {"username": user.username, "password": PASSWORD}
    )

    assert response.status_code == 302
    assert client.get(at("wagtailadmin_home")).status_code == 200


@pytest.mark.parametrize(("language", "direction"), LANGUAGES)
def test_login_speaks_the_language_of_the_browser(client, language, direction):
    page = client.get(at("wagtailadmin_login"), headers={"accept-language": language}).text

    assert direction in page


@pytest.mark.parametrize(("language", "direction"), LANGUAGES)
def test_new_password_comes_by_mail(client, language, direction):
    user = a_reporter(an_edition())
    client.post(
        at("wagtailadmin_password_reset"), {"email": user.email},
        headers={"accept-language": language},
    )  # fmt: skip

    link = link_in(mail.outbox[0].body)
    form = client.get(link, follow=True, headers={"accept-language": language})
    new = {"new_password1": "tidal-lamp-77-rope", "new_password2": "tidal-lamp-77-rope"}
    client.post(form.request["PATH_INFO"], new)

    assert mail.outbox[0].to == [user.email]
    assert direction in form.text
    assert client.login(username=user.username, password="tidal-lamp-77-rope")


def test_new_password_goes_out_by_a_real_mail_server(client, settings):
    user = a_reporter(an_edition())
    with PostOffice().open() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port

        client.post(at("wagtailadmin_password_reset"), {"email": user.email})

    letter = office.letters[0]
    assert letter["To"] == user.email
    assert client.get(link_in(letter.get_content()), follow=True).status_code == 200


def test_letter_is_sent_to_no_stranger(client):
    client.post(at("wagtailadmin_password_reset"), {"email": "stranger@elsewhere.example"})

    assert mail.outbox == []
