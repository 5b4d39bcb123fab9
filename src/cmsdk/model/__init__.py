"""Values of the domain. This room imports nothing else of ours."""
