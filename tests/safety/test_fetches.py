"""A document fetches nothing but its own assets, whatever asks for it (row E2)."""

from pathlib import Path
from urllib.request import urlopen

import pytest

from dealdesk.errors import RenderError
from tests.abuse.fetches import ADDRESSES, CHANNELS, Opened, cases, fetched, listener, secret_in
from tests.abuse.templates import PAGE, made_here


def test_there_are_enough_ways_and_addresses() -> None:
    assert len(set(CHANNELS)) >= 26
    assert len(set(ADDRESSES)) >= 10
    assert len(set(cases(Path("/x"), 1))) >= 250


@pytest.mark.parametrize("channel", range(len(CHANNELS)), ids=lambda number: CHANNELS[number][:40])
def test_nothing_is_fetched_through_any_channel(channel: int, tmp_path: Path) -> None:
    secret = secret_in(tmp_path)
    with listener() as (port, calls):
        found = list(cases(secret, port))[channel * len(ADDRESSES) : (channel + 1) * len(ADDRESSES)]
        for markup, _ in (found[channel % len(found)], found[(channel + 7) % len(found)]):
            assert fetched(markup, secret, calls)[1] == []


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "asset:../../secret.png", "asset:%2e%2e/x.png", "//h/x.png"]
)
def test_what_is_refused_is_named(address: str) -> None:
    with pytest.raises(RenderError, match="a document may fetch nothing but its own assets, not "):
        made_here(PAGE.replace("{}", f'<img src="{address}">'), "pdf")


def test_the_listener_and_the_watch_would_notice(tmp_path: Path) -> None:
    secret = secret_in(tmp_path)
    Opened.watch(secret)
    secret.read_text("utf-8")
    assert Opened.seen == 1
    with listener() as (port, calls):
        with pytest.raises(OSError, match="302"):
            urlopen(f"http://127.0.0.1:{port}/x")
        assert calls == ["a connection"]
