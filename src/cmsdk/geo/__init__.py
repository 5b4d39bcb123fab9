"""Points and polygons: which grid a point lies in. Shared by those who locate and those who check."""
