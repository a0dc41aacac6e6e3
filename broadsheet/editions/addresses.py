"""Where things stand: paths in the public folder, addresses on a page, absolute addresses.

A path is relative to the public folder and always begins with the edition's code. An edition with
a host of its own is served from its folder, so its addresses go without the code.
"""

from urllib.parse import quote, urlsplit

from django.conf import settings

from broadsheet.editions.models import Edition

SHARED = {"assets", "pictures", "robots.txt"}


def origin(edition: Edition) -> str:
    """Scheme and host of the edition's readers' site, without a final slash."""
    if not edition.host:
        return str(settings.SITE_URL)
    scheme = urlsplit(str(settings.SITE_URL)).scheme
    return f"{scheme}://{edition.host}"


def address(edition: Edition, path: str = "") -> str:
    """The address, from the host's root, of `path` inside the edition; percent-encoded."""
    prefix = "/" if edition.host else f"/{edition.code}/"
    return prefix + quote(path)


def absolute(edition: Edition, path: str = "") -> str:
    return origin(edition) + address(edition, path)


def file_of(edition: Edition, path: str = "") -> str:
    """The file in the public folder that answers `path` inside the edition."""
    full = f"{edition.code}/{path}"
    return full + "index.html" if full.endswith("/") else full


def addresses_of_file(file: str) -> list[str]:
    """Every absolute address at which readers ask for a file of the public folder.

    An edition with a host of its own stands there and under its code on the group's; what all
    editions share (pictures, styles, robots.txt) is on every host.
    """
    folder, _, rest = file.partition("/")
    if folder == "_press":
        return []
    site = str(settings.SITE_URL)
    asked = "/" + quote(_without_index(file))
    hosts = dict(Edition.objects.exclude(host="").values_list("code", "host"))
    scheme = urlsplit(site).scheme
    if folder in SHARED:
        return [site + asked, *(f"{scheme}://{host}{asked}" for host in hosts.values())]
    own = hosts.get(folder)
    at_home = [f"{scheme}://{own}/{quote(_without_index(rest))}"] if own else []
    return [site + asked, *at_home]


def _without_index(file: str) -> str:
    return file.removesuffix("index.html") if f"/{file}".endswith("/index.html") else file
