"""Opens the newsroom as somebody."""

from django.test import Client
from django.urls import reverse

from broadsheet.people.models import User


def opened_by(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)
