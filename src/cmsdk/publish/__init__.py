"""What leaves the city: documents from definitions, periods, explanations, files written whole or not at all."""
