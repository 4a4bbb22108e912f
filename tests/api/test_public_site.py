"""The built site is served whole, also while the builder swaps its files."""

from __future__ import annotations

import threading
from pathlib import Path

import httpx
import pytest

from tests.api.door import Door


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_file_has_the_length_it_says(door: Door, method: str) -> None:
    page = Path(door.workspace.public) / "length.html"
    page.write_bytes(b"x" * 700_000)
    answer = door.client.request(method, "/length.html")
    assert answer.status_code == 200
    assert answer.headers["content-length"] == "700000"
    assert len(answer.content) == (700_000 if method == "GET" else 0)
    again = door.client.get("/length.html", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    part = door.client.get("/length.html", headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)


def test_a_swapped_file_is_served_old_or_new_and_always_whole(door: Door) -> None:
    page = Path(door.workspace.public) / "swapped.html"
    beside = page.with_name(".swapped.html")
    page.write_bytes(b"a" * 100)
    over = threading.Event()

    def swap() -> None:
        turn = 0
        while not over.is_set():
            turn += 1
            letter = b"ab"[turn % 2 : turn % 2 + 1]
            beside.write_bytes(letter * (100 if turn % 2 else 400_000))
            beside.replace(page)

    swapper = threading.Thread(target=swap)
    swapper.start()
    try:
        for _ in range(300):
            answer: httpx.Response = door.client.get("/swapped.html")
            assert answer.status_code == 200
            assert (answer.content[:1], len(answer.content)) in {(b"b", 100), (b"a", 400_000)} | {
                (b"a", 100)
            }
            assert len(set(answer.content)) == 1
    finally:
        over.set()
        swapper.join()
