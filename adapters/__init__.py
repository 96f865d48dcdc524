"""What connects the core to the world: platforms, the store and the clock. No adapter knows another."""
