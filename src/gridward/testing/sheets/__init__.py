"""What is printed for a day of testing: lists, the paper form, cards, codes, boxes and hand-overs."""
