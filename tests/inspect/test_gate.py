"""Before Datasette sees a request: only our own host names, and the language that its browser wants."""

import asyncio

import pytest

from harvester.inspect.gate import find_redirect, refuse_other_hosts
from harvester.inspect.languages import choose_language


def ask_with(app, *headers):
    sent = []

    async def send(event):
        sent.append(event)

    asyncio.run(app({"type": "http", "headers": list(headers)}, None, send))
    return sent[0]["status"]


async def answer(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})


@pytest.mark.parametrize("host", [b"127.0.0.1:8001", b"localhost:8001", b"LOCALHOST:8001"])
def test_its_own_names_are_answered(host):
    assert ask_with(refuse_other_hosts(answer, 8001), (b"host", host)) == 200


@pytest.mark.parametrize(
    "host", [b"evil.example:8001", b"127.0.0.1:80", b"127.0.0.1", b"localhost.evil.example:8001", b""]
)
def test_other_names_are_refused(host):
    assert ask_with(refuse_other_hosts(answer, 8001), (b"host", host)) == 421


def test_no_name_and_two_names_are_refused():
    app = refuse_other_hosts(answer, 8001)
    assert ask_with(app) == 421
    assert ask_with(app, (b"host", b"127.0.0.1:8001"), (b"host", b"evil.example")) == 421


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("", "", "en"), ("", "vi", "vi"), ("", "vi-VN,vi;q=0.9,en;q=0.8", "vi"), ("", "en-GB,en;q=0.9,vi;q=0.8", "en"),
        ("", "fr,vi;q=0.3", "vi"), ("language=en", "vi", "en"), ("a=b; language=vi", "en", "vi"),
        ("language=xx", "vi", "vi"), ("language", ";q=,,vi;q=9,\x00", "en"), ("", "vi;q=0", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_browsers_or_the_cookies(cookie, accepted, language):
    assert choose_language({b"cookie": cookie.encode(), b"accept-language": accepted.encode()}) == language


def test_a_link_sets_the_cookie_and_stays_on_the_page():
    scope = {"path": "//evil.example/", "query_string": b"q=h%E1%BB%8Dp&_language=vi"}
    address, headers = find_redirect(scope)
    assert address == "?q=h%E1%BB%8Dp"
    assert headers[0][1].startswith(b"language=vi; Path=/;")
    address, headers = find_redirect({"path": "/", "query_string": b"_language=xx%0d%0aset-cookie:a"})
    assert (address, headers) == ("?", [])
    assert find_redirect({"path": "/", "query_string": b"q=a"}) is None
