"""Work of one shape: ``decide(state, command, …) -> entries | refusal`` and ``evolve(state, entry) -> state``, pure."""
