"""Who is asked about a site, and how far away they are."""

from __future__ import annotations

import numpy as np
import pytest
from shapely import Point

from data.event import Event
from data.frame import to_frame
from data.memory import MemoryStore
from data.rules import nearby
from data.rules.context import from_metres, metres
from data.site import Site
from data.ward import Ward
from tests.data.makers import a_draft, a_site


def a_store(*sites: Site) -> MemoryStore:
    store = MemoryStore()
    store.append_many(Event.version(site) for site in sites)
    return store


def test_nearby_fetches_what_the_rules_will_look_at_and_little_else() -> None:
    beside = a_site(name="隣", at=Point(139.6541, 35.646563))
    datum_twin = a_site(name="双子", at=Point(139.65, 35.6498))
    far = a_site(name="遠く", at=Point(139.60, 35.62))
    store = a_store(beside, datum_twin, far)
    near = nearby(store, to_frame([a_draft()]))
    assert set(near["name"]) == {"隣", "双子"}
    assert len(nearby(store, to_frame([a_draft(at=Point())]))) == 0
    assert len(nearby(store, to_frame([a_draft(at=Point(139.653221, 95.0))]))) == 0
    many = to_frame([a_draft(name=str(number)) for number in range(60)])
    assert set(nearby(store, many)["name"]) == {"隣", "双子", "遠く"}


def test_metres_and_degrees_are_each_others_way_back() -> None:
    places = np.array([[139.653221, 35.646563], [139.6, 35.6]])
    plane = Ward.default().plane_crs
    assert from_metres(metres(places, plane), plane) == pytest.approx(places, abs=1e-9)
