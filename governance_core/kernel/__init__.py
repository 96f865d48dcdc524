"""The smallest shared words of the core: ids, messages, refusals, deciders and time."""
