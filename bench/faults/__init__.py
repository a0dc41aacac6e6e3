"""Faults that the press has to survive, each a small scenario with real processes.

`python -m bench.faults` (`make bench-faults`) gives each scenario its own newsroom, injects the
fault, waits until the ledger is at rest, and holds the same three things every time: `press
check` finds nothing, the files are byte for byte a full press into an empty folder, and nothing
that was acknowledged is lost.

Nothing in `broadsheet` knows of this: the processes run the real command line, and `traps.py` wraps
the function that a kill point names before they start.
"""
