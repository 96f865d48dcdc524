"""Circlet on Slack: commands, modals, App Home and cards, grown from the core's vocabularies."""
