"""What the rules take: for one site from a phone, and for a list of a hundred thousand."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from data.frame import to_frame
from data.rules import Context, check, nearby
from data.site import SiteDraft
from data.store import SiteStore
from data.vocabulary import Vocabulary
from data.ward import Ward
from tests.bench.figure import Figure, p95, timed
from tests.bench.filling import fill, made_up_sites

_MANY = 100_000
_ONES = 300


def measure() -> list[Figure]:
    """Return what one row and 100,000 rows take; nothing but the sum of a submit is bound."""
    context = Context(Ward.default(), Vocabulary.default(), date(2026, 11, 23))
    drafts = [
        SiteDraft(
            **site.model_dump(include=set(SiteDraft.model_fields) - {"geometry"}),
            geometry=site.geometry,
        )
        for site in made_up_sites(_ONES, seed=7)
    ]
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for size in (0, _MANY):
            store = fill(Path(folder) / f"{size}.geojsonl", size)
            _submitted(drafts[0], store, context)
            took = [timed(partial(_submitted, draft, store, context)) for draft in drafts]
            what = f"check one site, {size:,} published around it"
            figures.append(Figure(what, f"p95 {p95(took) * 1e3:.1f} ms"))
    sites = list(made_up_sites(_MANY, seed=8))
    framing = timed(lambda: to_frame(sites))
    frame = to_frame(sites)
    checking = timed(lambda: check(frame, replace(context, asserter="source")))
    rate = f"{_MANY / checking:,.0f} rows/s"
    figures.append(Figure(f"check {_MANY:,} sites of one ward", f"{checking:.1f} s, {rate}"))
    figures.append(Figure(f"frame of {_MANY:,} sites", f"{framing:.2f} s"))
    return figures


def _submitted(draft: SiteDraft, store: SiteStore, context: Context) -> None:
    frame = to_frame([draft])
    check(frame, replace(context, neighbours=nearby(store, frame)))
