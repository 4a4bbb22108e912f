"""Is everything in a ledger as it should be? What `kufu check` asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from data import rules
from data.finding import Severity
from data.frame import to_frame
from data.geojson import decode
from data.ledger import Ledger
from data.vocabulary import Vocabulary
from data.ward import Ward


def problems(
    ledger: Ledger,
    *,
    ward: Ward,
    vocabulary: Vocabulary,
    today: date,
    has_picture: Callable[[str], bool],
) -> Iterator[str]:
    """Yield a sentence for each thing that a maintainer should look at; repair nothing.

    `has_picture` tells whether a rendition's file is where published ones are.
    """
    for line in ledger.damaged:
        yield f"{ledger.path.name}: line {line} cannot be read; put it back from a backup"
    sites = [decode(line) for line in ledger.all()]
    for site in sites:
        for photo in site.photos:
            for rendition in photo.renditions:
                if not has_picture(rendition.file):
                    yield f"{site.id} {site.name}: its picture {rendition.file} is missing"
    if not sites:
        return
    context = rules.Context(
        ward=ward,
        vocabulary=vocabulary,
        today=today,
        asserter="source",
        consents=frozenset(site.id for site in sites),
    )
    for finding in rules.check(to_frame(sites, rows=[site.id for site in sites]), context):
        if finding.severity is Severity.ERROR:
            yield f"{finding.row}{finding.pointer}: {finding.words()['en']}"
