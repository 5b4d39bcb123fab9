"""A uniform raster of cells over polygons: which of them a cell may meet, and which one holds it whole.

A cell that lies in the inside of one polygon answers without a polygon test, and of the polygons that meet a cell only
those have to be tested. Each cell is taken a little larger than it is, so that a point that rounding puts into the
cell beside its own still finds every candidate: the answer never depends on the raster.
"""

from typing import Any, Final

import attrs

LEAST, MOST = 64, 512
"""Fewest and most cells on a side. At 512 the raster of 5,000 polygons builds in about a second; a finer one costs
more to build than a million points gain by it."""
CELLS_A_POLYGON: Final = 50
"""Cells that a polygon gets on the average, up to ``MOST``: about half of them lie wholly inside it."""
MOST_PAIRS: Final = 1_000_000
"""Pairs of polygon and cell that are looked at, at some 5 µs each: 5,000 polygons that lie side by side make half of
them. Where boxes of polygons lie over each other, the raster is made coarser until there are no more."""
_AT_ONCE: Final = 50_000
"""Pairs that are held in memory as geometries, at some 700 bytes each."""
_LOOSE: Final = 1e-6
"""By how much of its width a cell is enlarged; far more than rounding can move a point."""
_ROUNDING: Final = 1e-12
"""Degrees; at 180° a float is exact to 3e-14."""
OUTSIDE, MIXED = -1, -2
"""Instead of a polygon's number: no polygon meets the cell; those that meet it have to be tested."""


Frame = tuple[float, float, float, float, int]
"""West and south edge, width and height of a cell, cells on a side."""


@attrs.frozen(eq=False)
class Raster:
    """Numbers of polygons by cell. Candidates of cell c are ``polygons[start[c]:start[c + 1]]``, ascending."""

    west: float
    south: float
    width: float
    height: float
    side: int
    start: Any
    polygons: Any
    whole: Any
    """For each candidate, whether the cell lies in its inside."""
    answer: Any
    """For each cell the polygon that owns all of it, or ``OUTSIDE``, or ``MIXED``."""

    def cells(self, x: Any, y: Any) -> Any:  # noqa: ANN401  arrays
        """The cell of each position; −1 for what lies outside the raster, or is no number."""
        import numpy as np

        with np.errstate(invalid="ignore"):
            column, row = np.floor((x - self.west) / self.width), np.floor((y - self.south) / self.height)
            inside = (column >= 0) & (column < self.side) & (row >= 0) & (row < self.side)
        return np.where(inside, row * self.side + column, -1).astype(np.int64)

    def cell(self, x: float, y: float) -> int:
        """The same for one position."""
        column, row = (x - self.west) / self.width, (y - self.south) / self.height
        if 0 <= column < self.side and 0 <= row < self.side:
            return int(row) * self.side + int(column)
        return -1


def _side(count: int) -> int:
    return min(MOST, max(LEAST, int((count * CELLS_A_POLYGON) ** 0.5)))


def _spans(bounds: Any, frame: Frame) -> tuple[Any, Any]:  # noqa: ANN401  arrays
    """First and last column and row of the cells that the box of each polygon meets."""
    import numpy as np

    west, south, width, height, side = frame
    low = np.floor((bounds[:, :2] - [west, south]) / [width, height] - _LOOSE).astype(np.int64).clip(0, side - 1)
    high = np.floor((bounds[:, 2:] - [west, south]) / [width, height] + _LOOSE).astype(np.int64).clip(0, side - 1)
    return low, high


def _pairs(bounds: Any, frame: Frame) -> tuple[Any, Any]:  # noqa: ANN401  arrays
    """(polygon, cell) for every cell that the box of a polygon meets."""
    import numpy as np

    low, high = _spans(bounds, frame)
    columns, rows = (high - low + 1).T
    counts = columns * rows
    polygons = np.repeat(np.arange(len(bounds)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    row, column = np.divmod(within, columns[polygons])
    return polygons, (low[polygons, 1] + row) * frame[4] + low[polygons, 0] + column


def _frame(bounds: Any) -> Frame:  # noqa: ANN401  an array
    """West and south edge, width and height of a cell, and cells on a side: few enough for the pairs they make."""
    (west, south), (east, north) = bounds[:, :2].min(axis=0).tolist(), bounds[:, 2:].max(axis=0).tolist()
    margin_x, margin_y = (max((b - a) * _LOOSE, _ROUNDING) for a, b in ((west, east), (south, north)))
    west, south = west - margin_x, south - margin_y
    side = _side(len(bounds))
    while True:
        frame = west, south, (east + margin_x - west) / side, (north + margin_y - south) / side, side
        low, high = _spans(bounds, frame)
        if side == 1 or (high - low + 1).prod(axis=1).sum() <= MOST_PAIRS:
            return frame
        side = max(1, side * 3 // 4)


def _met(shapes: Any, polygons: Any, cells: Any, frame: Frame) -> tuple[Any, Any]:  # noqa: ANN401  arrays
    """For each pair whether the polygon meets the cell, and whether it holds it whole."""
    import numpy as np
    import shapely

    west, south, width, height, side = frame
    row, column = np.divmod(cells, side)
    loose_x, loose_y = width * _LOOSE + _ROUNDING, height * _LOOSE + _ROUNDING
    boxes = shapely.box(
        west + column * width - loose_x, south + row * height - loose_y,
        west + (column + 1) * width + loose_x, south + (row + 1) * height + loose_y,
    )  # fmt: skip
    met = shapely.intersects(shapes[polygons], boxes)
    whole = np.zeros(len(cells), dtype=bool)
    whole[met] = shapely.contains_properly(shapes[polygons[met]], boxes[met])
    return met, whole


def build(shapes: Any) -> Raster:  # noqa: ANN401  an array of shapely polygons, prepared
    """The raster over ``shapes``; of polygons that hold the same place the one with the smaller number owns it."""
    import numpy as np
    import shapely

    bounds = shapely.bounds(shapes)
    frame = _frame(bounds)
    side = frame[4]
    polygons, cells = _pairs(bounds, frame)
    met, whole = np.zeros(len(cells), dtype=bool), np.zeros(len(cells), dtype=bool)
    for at in range(0, len(cells), _AT_ONCE):
        some = slice(at, at + _AT_ONCE)
        met[some], whole[some] = _met(shapes, polygons[some], cells[some], frame)
    polygons, cells, whole = polygons[met], cells[met], whole[met]
    order = np.lexsort((polygons, cells))
    polygons, cells, whole = polygons[order], cells[order], whole[order]
    start = np.searchsorted(cells, np.arange(side * side + 1))
    answer = np.full(side * side, OUTSIDE, dtype=np.int64)
    occupied = np.nonzero(np.diff(start))[0]
    first = start[occupied]
    answer[occupied] = np.where(whole[first], polygons[first], MIXED)
    return Raster(*frame, start, polygons, whole, answer)
