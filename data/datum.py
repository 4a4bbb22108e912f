"""From the old Tokyo Datum to today's.

PROJ has no shift at all from EPSG:4301 to EPSG:6668 where the national grid file is not
installed, and says so only in a warning. So the Helmert transformation is written out
here: the same on every machine, and good to about nine metres, where the datums are 460 m
apart.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import pyproj
from numpy.typing import NDArray

# EPSG 15483, Tokyo to JGD2000. Longitude and latitude in degrees, in and out.
_PIPELINE: Final = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 "
    "+step +proj=cart +ellps=bessel +step +proj=helmert +x=-146.414 +y=507.337 +z=680.507 "
    "+step +inv +proj=cart +ellps=GRS80 +step +proj=pop +v_3 "
    "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
)


def from_tokyo_datum(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitudes and latitudes, a row each, of the Tokyo Datum in JGD2011.

    >>> from_tokyo_datum(np.array([[139.65322, 35.64656]])).round(4).tolist()
    [[139.65, 35.6498]]
    """
    lon, lat = _transformer().transform(places[:, 0], places[:, 1])
    return np.column_stack([lon, lat])


@cache
def _transformer() -> pyproj.Transformer:
    return pyproj.Transformer.from_pipeline(_PIPELINE)
