"""Money and other things that are counted: envelopes of circles, and a ledger that always balances."""
