"""Checks of what was collected, before a city may open: references, catalogues, the division tree, drawings, rows."""
