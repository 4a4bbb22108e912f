"""How long the public site takes to build, beside what one would write with Folium alone.

The Folium page is one map in one language; the built site is that map, a page for each
place in three languages, lists and downloads. Most of a first build on a disk is the
system's making of sixty thousand files and folders, so the same build is timed in memory
and in one language as well. An accepted change is timed at the same number of sites.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import folium
from folium.plugins import MarkerCluster

from data.event import Event
from data.memory import MemoryStore
from data.site import Site
from site_builder.build import Builder, build
from site_builder.options import BuildOptions
from tests.bench.figure import Figure
from tests.site_builder.makers import numbered_site

SITES: Final = 10_000
TODAY: Final = date(2026, 11, 23)
_IN_MEMORY: Final = Path("/dev/shm")
_CHANGES: Final = 7


def measure() -> list[Figure]:
    """Return what the build of 10,000 sites takes, beside Folium's page of the same."""
    took = seconds_of(SITES)
    theirs = took["folium_markercluster_s"]
    ours, change = took["full_build_s"], took["accepted_change_s"]
    return [
        Figure("10,000 sites by `folium.plugins.MarkerCluster` with popups", f"{theirs:.1f} s"),
        Figure(
            "full build of 10,000 sites, three languages",
            f"{ours:.1f} s, {ours / theirs:.2f} ×",
            "≤1 ×",
            ours <= theirs,
        ),
        Figure("rebuild after one change at 10,000 sites", f"{change:.2f} s", "≤2 s", change <= 2),
    ]


def seconds_of(sites: int) -> dict[str, float]:
    """Return seconds by name: full builds, Folium's own page, one accepted change."""
    records = [numbered_site(number) for number in range(sites)]
    store = MemoryStore()
    store.append_many([Event.version(record) for record in records])
    figures: dict[str, float] = {}
    three = BuildOptions(today=TODAY)
    with _folder(None) as disk:
        figures["folium_markercluster_s"] = _timed(lambda: _with_folium(records, disk / "f.html"))
        figures["full_build_s"] = _timed(lambda: build(store, disk / "three", three))
        figures["full_build_again_s"] = _timed(lambda: build(store, disk / "three", three))
        one = BuildOptions(today=TODAY, language_ids=("ja",))
        figures["full_build_one_language_s"] = _timed(lambda: build(store, disk / "one", one))
        figures["accepted_change_s"] = _one_change(store, records, disk / "three", three)
        figures["restart_s"] = _timed(Builder(store, disk / "three", three).refill)
    if _IN_MEMORY.is_dir():
        with _folder(_IN_MEMORY) as memory:
            figures["folium_markercluster_in_memory_s"] = _timed(
                lambda: _with_folium(records, memory / "f.html")
            )
            figures["full_build_in_memory_s"] = _timed(
                lambda: build(store, memory / "three", three)
            )
    return figures


def _one_change(
    store: MemoryStore, records: Sequence[Site], out: Path, options: BuildOptions
) -> float:
    builder = Builder(store, out, options)
    builder.refill()
    times = []
    for turn in range(_CHANGES):
        record = records[turn * len(records) // _CHANGES]
        store.append(Event.version(record.but(version=2, name=f"{turn}番めの新しい名前")))
        times.append(_timed(lambda changed=record.id: builder.rebuild([changed])))  # type: ignore[misc]
    # The first also learns what the list's pages were made of, as after a restart.
    return statistics.median(times[1:])


def _with_folium(records: Sequence[Site], file: Path) -> None:
    """Do what Folium's documentation shows: a marker with a popup for each place."""
    drawn = folium.Map(location=[35.64, 139.65], zoom_start=13)
    cluster = MarkerCluster().add_to(drawn)  # type: ignore[no-untyped-call]
    for record in records:
        popup = folium.Popup(f"<b>{record.name}</b><br>{record.description}", max_width=300)
        spot = record.geometry.centroid
        folium.Marker([spot.y, spot.x], popup=popup).add_to(cluster)
    drawn.save(str(file))


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@contextmanager
def _folder(where: Path | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kufu-bench-", dir=where))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=SITES)
    for name, seconds in seconds_of(parser.parse_args().sites).items():
        print(f"{name:36} {seconds:8.2f}")
