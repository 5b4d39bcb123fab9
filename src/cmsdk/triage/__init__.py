"""From items to decided cases: read, normalise, classify, locate, route, due; in batches, with a trail."""
