"""Two tables side by side: what was added, dropped, renamed, raised or lowered, by what it means."""
