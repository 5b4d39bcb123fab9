"""What is proved of a plan on a day, and is too slow for opening a city: a matrix without holes, grids without gaps."""
