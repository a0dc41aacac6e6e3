"""What readers get of a picture: a few widths in WebP and one JPEG, without what the file knew.

Pictures are pressed like pages. A rendition is made from the pixels alone, so position, serial
numbers and everything else that a camera writes stay with the original, which is private.
"""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from PIL import Image, ImageOps

from broadsheet.paper.pieces import Photo, PictureSource
from broadsheet.press.recording import note
from broadsheet.press.registry import NO_EDITION, Page, edition_of, make_key, rest_of
from broadsheet.stories.models import Picture, PictureUse
from broadsheet.stories.queries import picture_tag

WIDTHS = (400, 800, 1200)
RECIPE = "1"  # Part of every address; raise it when renditions are made differently.
WEBP_QUALITY, JPEG_QUALITY = 78, 82
KIND = "picture"


@dataclass(frozen=True)
class Rendition:
    """One file made of a picture: `name` is its width and ending, such as `800.webp`."""

    width: int
    height: int
    ending: str

    @property
    def name(self) -> str:
        return f"{self.width}.{self.ending}"


def renditions_of(picture: Picture) -> list[Rendition]:
    """From narrow to wide, never wider than the original; the JPEG comes last."""
    widths = [width for width in WIDTHS if width < picture.width] or []
    if len(widths) < len(WIDTHS):
        widths.append(picture.width)
    sizes = [(width, max(1, round(picture.height * width / picture.width))) for width in widths]
    return [*(Rendition(*size, "webp") for size in sizes), Rendition(*sizes[-1], "jpg")]


def address_of(picture: Picture, rendition: Rendition) -> str:
    """The path in the public folder; new bytes get a new path, so it may be kept for a year."""
    known = f"{picture.file_hash}:{RECIPE}".encode()
    digest = hashlib.blake2b(known, digest_size=6).hexdigest()
    return f"pictures/{digest}/{rendition.name}"


def photo(picture: Picture, *, caption: str = "") -> Photo | None:
    """What a page shows of a picture; nothing of one that was killed."""
    note(picture_tag(picture.pk))
    if picture.killed_at is not None:
        return None
    made = renditions_of(picture)
    jpeg = made[-1]
    return Photo(
        alt=picture.description or picture.title,
        caption=caption or picture.caption,
        credit=picture.credit,
        width=jpeg.width,
        height=jpeg.height,
        sources=tuple(
            PictureSource(width=one.width, url="/" + address_of(picture, one)) for one in made[:-1]
        ),
        jpeg_url="/" + address_of(picture, jpeg),
    )


def expected_pictures() -> Iterable[str]:
    for picture in _used_pictures().order_by("pk").iterator(chunk_size=200):
        yield from _keys(picture)


def pictures_among(keys: Sequence[str]) -> Iterable[str]:
    numbers = {int(rest_of(key).partition(":")[0]) for key in keys}
    used = _used_pictures().filter(pk__in=numbers)
    return {key for picture in used for key in _keys(picture)}.intersection(keys)


def _used_pictures() -> QuerySet[Picture]:
    """Pictures that a published story shows, however many of them do."""
    used = PictureUse.objects.filter(picture=OuterRef("pk"))
    return Picture.objects.filter(Exists(used), killed_at=None)


def keys_of_picture(tag: str) -> Iterable[str]:
    name, _, number = tag.partition(":")
    if name != "picture" or not number.isdigit():
        return []
    picture = Picture.objects.filter(pk=int(number)).first()
    return _keys(picture) if picture else []


def _keys(picture: Picture) -> list[str]:
    return [
        make_key(NO_EDITION, KIND, f"{picture.pk}:{one.name}") for one in renditions_of(picture)
    ]


def subject_of_picture(key: str) -> str:
    return picture_tag(int(rest_of(key).partition(":")[0]))


def picture_newness(key: str) -> int:
    return int(rest_of(key).partition(":")[0])


def build_picture(key: str) -> Page | None:
    """One rendition of a picture that a published story shows."""
    number, _, name = rest_of(key).partition(":")
    note(picture_tag(int(number)))
    picture = _used_pictures().filter(pk=int(number)).first()
    if picture is None or edition_of(key) != NO_EDITION:
        return None
    for rendition in renditions_of(picture):
        if rendition.name == name:
            return Page(address_of(picture, rendition), _made(picture, rendition))
    return None


def _made(picture: Picture, rendition: Rendition) -> bytes:
    with picture.open_file() as file, Image.open(file) as opened:
        upright = ImageOps.exif_transpose(opened)
        plain = upright.convert("RGB")
        small = plain.resize((rendition.width, rendition.height), Image.Resampling.LANCZOS)
        bare = Image.frombytes("RGB", small.size, small.tobytes())
    out = io.BytesIO()
    if rendition.ending == "webp":
        bare.save(out, "WEBP", quality=WEBP_QUALITY, method=4)
    else:
        bare.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return out.getvalue()
