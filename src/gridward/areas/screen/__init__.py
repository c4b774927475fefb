"""The map on screen: what it shows to whom, how it is coloured, and the file it may lie on."""
