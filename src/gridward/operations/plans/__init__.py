"""Plan documents: written, submitted to a named person, approved, put in force, withdrawn; every version stays."""
