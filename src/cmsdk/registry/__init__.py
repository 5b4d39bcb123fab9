"""From manifests to a plan: discovery, selection, collection, combination, checks, assembly."""
