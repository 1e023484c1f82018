"""Settings from the environment, addresses, start-up checks, logging."""
