"""Kill tests: a day of the house, ended by force at each of its steps, and what is left of it judged from outside."""
