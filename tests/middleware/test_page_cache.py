"""The shelf of finished pages: bounded, fair, safe."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse
from django.http.response import ResponseHeaders

from ratings.middleware.page_cache import (
    OVERHEAD,
    CachedPage,
    PageCache,
    negotiate_encoding,
    render_page,
)

NONE = ResponseHeaders({})


def cache_of(size: int = 100_000) -> PageCache:
    """One that knows of an edition."""
    cache = PageCache(size)
    cache.get("1", "/", "br")
    return cache


def keep(cache: PageCache, address: str, size: int = 1000, edition: str = "1") -> None:
    cache.keep(edition, address, "br", CachedPage(b"x" * size, NONE, NONE, 'W/"e"'))


def is_kept(cache: PageCache, address: str, edition: str = "1") -> bool:
    return cache.get(edition, address, "br") is not None


def test_what_is_kept_is_found_by_address_and_encoding() -> None:
    cache = cache_of()
    keep(cache, "/a/")
    assert is_kept(cache, "/a/")
    assert cache.get("1", "/a/", "gzip") is None
    assert not is_kept(cache, "/b/")


def test_a_new_edition_empties_the_cache() -> None:
    cache = cache_of()
    keep(cache, "/a/")
    assert not is_kept(cache, "/a/", edition="2")
    assert cache.size == 0
    assert not is_kept(cache, "/a/", edition="1")


def test_a_page_made_while_the_edition_changed_is_never_found_under_the_new_one() -> None:
    cache = PageCache(100_000)
    cache.get("2", "/a/", "br")
    keep(cache, "/a/", edition="1")
    assert not is_kept(cache, "/a/", edition="2")


def test_the_cache_never_holds_more_than_its_bytes() -> None:
    cache = PageCache(60_000)
    for number in range(100):
        keep(cache, f"/{number}/")
        keep(cache, f"/?as_at={number}")
        assert cache.size <= 60_000
    assert cache.size > 50_000


def test_the_page_that_nobody_has_asked_for_longest_goes_first() -> None:
    cache = cache_of(2 * 10 * (1000 + OVERHEAD + 10))
    for number in range(10):
        keep(cache, f"/{number}/")
    assert is_kept(cache, "/0/")
    keep(cache, "/new/")
    assert is_kept(cache, "/0/")
    assert not is_kept(cache, "/1/")


def test_a_thousand_random_dates_do_not_push_out_the_plain_pages() -> None:
    cache = cache_of()
    keep(cache, "/authorities/kent/")
    for number in range(1000):
        keep(cache, f"/authorities/kent/?as_at={number}")
    assert is_kept(cache, "/authorities/kent/")
    assert is_kept(cache, "/authorities/kent/?as_at=999")


def test_a_page_too_large_to_be_worth_it_is_not_kept() -> None:
    cache = cache_of()
    keep(cache, "/large/", size=10_000)
    keep(cache, "/small/", size=1_000)
    assert not is_kept(cache, "/large/")
    assert is_kept(cache, "/small/")


def test_keeping_a_page_twice_counts_it_once() -> None:
    cache = PageCache(100_000)
    keep(cache, "/a/")
    size = cache.size
    keep(cache, "/a/")
    assert cache.size == size


def test_many_threads_leave_the_count_of_bytes_right() -> None:
    cache = cache_of(60_000)
    with ThreadPoolExecutor(8) as threads:
        for number in range(2000):
            threads.submit(keep, cache, f"/{number % 50}/")
    kept = [address for n in range(50) if is_kept(cache, address := f"/{n}/")]
    assert cache.size == sum(1000 + OVERHEAD + len(address) for address in kept)
    assert 0 < cache.size <= 30_000


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("", "identity"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("deflate", "identity"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("GZIP ; q=0.1", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity", "identity"),
    ],
)
def test_the_best_encoding_that_is_accepted(accepted: str, best: str) -> None:
    assert negotiate_encoding(accepted) == best


def test_a_drawing_is_packed_and_a_picture_is_not_packed_a_second_time() -> None:
    drawing = render_page(HttpResponse(b"<svg/>" * 99, content_type="image/svg+xml"), "br", "e")
    assert drawing.headers["Content-Encoding"] == "br"
    assert len(drawing.body) < 99
    picture = render_page(HttpResponse(b"png", content_type="image/png"), "br", "e")
    assert picture.body == b"png"
    assert "Content-Encoding" not in picture.headers


def test_a_page_is_packed_to_the_same_bytes_whenever(monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for second in (1.0, 2.0):
        monkeypatch.setattr(time, "time", lambda second=second: second)
        found.add(render_page(HttpResponse(b"x" * 1000), "gzip", '"e"').body)
    assert len(found) == 1
