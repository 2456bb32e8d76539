# SPDX-License-Identifier: GPL-2.0-or-later
"""What the distance of a buffer counts.

    distance_unit("km", "EPSG:4326", 5)   # (UNIT_METRES, 1000.0)
    distance_unit(None, "EPSG:4326", 500) # InvalidArgument: write unit="metres"
"""

from __future__ import annotations

from typing import Any, Optional, Tuple

from geotask.errors import InvalidArgument
from geotask.geo.crs import is_geographic
from geotask.v1 import buffer_pb2

# True lengths on the ellipsoid, in metres.
_LENGTHS = {
    1.0: ("metres", "metre", "meters", "meter", "m"),
    1000.0: ("kilometres", "kilometre", "kilometers", "kilometer", "km"),
    0.3048: ("feet", "foot", "ft"),
    1609.344: ("miles", "mile", "mi"),
    1852.0: ("nautical miles", "nmi"),
}
_METRES = {name: metres for metres, names in _LENGTHS.items() for name in names}
_DEGREES = ("degrees", "degree", "deg")
ACCEPTED = "metres, km, feet, miles, nautical miles, degrees, layer (the unit of the coordinates)"


def distance_unit(unit: Optional[str], crs: str, distance: Any) -> Tuple[int, float]:
    """The unit of the API, and what a distance is to be multiplied by.

    Data in degrees without a unit is refused: 500 degrees is never meant.
    """
    geographic = is_geographic(crs)
    if unit is None:
        if geographic:
            raise _unit_missing(crs, distance)
        return buffer_pb2.Buffer.UNIT_UNSPECIFIED, 1.0
    name = unit.lower().strip()
    if name in _METRES:
        return buffer_pb2.Buffer.UNIT_METRES, _METRES[name]
    if name == "layer":
        return buffer_pb2.Buffer.UNIT_LAYER, 1.0
    if name in _DEGREES and geographic:
        return buffer_pb2.Buffer.UNIT_LAYER, 1.0
    if name in _DEGREES:
        raise InvalidArgument(
            f"The data is not in degrees: it is in {crs or 'no CRS that is known'}.",
            reason="INVALID_UNIT", field="unit", given=unit, accepted=ACCEPTED,
            remedy='Write unit="metres", or unit="layer" for the unit of the coordinates.',
        )
    raise InvalidArgument(
        f"There is no unit {unit!r}.", reason="INVALID_UNIT", field="unit", given=unit,
        accepted=ACCEPTED, remedy="Give one of these.",
    )


def _unit_missing(crs: str, distance: Any) -> InvalidArgument:
    shown = distance if isinstance(distance, (int, float)) else "this distance"
    name = crs if len(crs) <= 24 else "a geographic CRS"
    return InvalidArgument(
        f"The data is in degrees ({name}) and no unit is given, so {shown} would count degrees.",
        reason="UNIT_MISSING", field="unit", accepted=ACCEPTED,
        remedy='Write unit="metres" for true metres on the ground, or unit="degrees" when degrees '
        "are meant.",
    )
