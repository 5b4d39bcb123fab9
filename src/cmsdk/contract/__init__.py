"""The contract between core and plugins: hookspecs, contribution types, the plan, the ports."""
