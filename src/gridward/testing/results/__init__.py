"""From the laboratory's word on a tube to the release of everybody who was in it."""
