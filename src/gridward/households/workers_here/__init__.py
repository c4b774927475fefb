"""Workers who live here themselves: one human being, who is counted and owed once."""
