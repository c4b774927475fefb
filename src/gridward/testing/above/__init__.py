"""The day of testing for street and county: counts of every community below, and never a door or a person."""
