"""What both fronts share of HTTP: bodies, headers, origins, languages, refusals and declared access."""
