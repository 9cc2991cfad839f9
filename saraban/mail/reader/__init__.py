"""The reader: bytes of a letter → what stands in it. It never raises for what a letter is.

Pure Python without Django, in linear time, with every cap applied before anything is parsed. `letter.read_letter` reads
one; `job` is what the workbench runs; `explain` is the command.
"""
