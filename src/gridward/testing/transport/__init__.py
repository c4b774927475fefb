"""From the station to the laboratory: boxes, hand-over, receipt."""
