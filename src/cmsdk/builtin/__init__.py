"""The built-in plugin: what every city has unless it says otherwise. Held to the same door as a city's."""
