"""Records for people's eyes: what stands on the terminal, and how an article is kept from acting on it."""
