"""What a city does with its plan and its stores: takes in, is asked, acts, counts deadlines, answers about points."""
