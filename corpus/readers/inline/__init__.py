"""Signs within a line that readers of all formats tell alike: struck through, raised, lowered."""
