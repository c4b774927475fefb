"""The live board of a day of testing: who is due, sampled, waiting, resulted, missed."""
