"""One module for each wire format, all behind the protocol in `content`, all handing on `WireItem`.

A reader follows the published standard first and the habits of agencies second.
What a reader mends or guesses, it says in the item's repairs.
"""
