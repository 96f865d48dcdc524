"""What Discord accepts, in one table: no other module of this adapter holds such a number.

Where each is from stands behind it: API is Discord's documentation, SPEC its OpenAPI description, LIB the library
discord.py, 8554 the issue of that number in discord/discord-api-docs, SEEN what others measured and Discord does not
say.
"""

from typing import Final

# Messages made of components
COMPONENTS: Final = 40  # API; those inside others count too
MESSAGE_TEXT: Final = 4_000  # LIB; over all text displays of a message
MESSAGE_BYTES: Final = 10_170  # 8554; UTF-8, and TEXT_DISPLAY_BYTES for each text display; beyond it: HTTP 500
TEXT_DISPLAY_BYTES: Final = 12  # 8554
ROW_BUTTONS: Final = 5  # API
BUTTON_LABEL: Final = 80  # SPEC; about 34 of them are shown
CUSTOM_ID: Final = 100  # SPEC; each once in a message
CONTENT: Final = 2_000  # API; a message without components (the SPEC says 4,000)
MENTIONS: Final = 100  # SPEC; accounts in `allowed_mentions`
PICTURE_TEXT: Final = 1_024  # SPEC; what a picture shows, in words
ATTACHMENTS: Final = 10  # SPEC
UPLOAD_BYTES: Final = 10 * 1024 * 1024  # API; one file, on a server without boosts
NONCE: Final = 25  # SPEC
LINK: Final = 512  # SPEC; the address of a link button, kept for links in texts too

# Threads
THREAD_NAME: Final = 100  # SPEC
THREAD_SLEEPS_MINUTES: Final = 10_080  # API; a week without a message, the longest there is

# Modals
MODAL_TITLE: Final = 45  # SPEC
MODAL_PARTS: Final = 5  # API; top-level components (the SPEC says 40)
LABEL: Final = 45  # SPEC
LABEL_HELP: Final = 100  # SPEC
INPUT: Final = 4_000  # SPEC; characters of a text input
PLACEHOLDER: Final = 100  # SPEC; of a text input
RADIO_LEAST: Final = 2  # SPEC
RADIO_MOST: Final = 10  # SPEC
SELECT_OPTIONS: Final = 25  # SPEC
OPTION_TEXT: Final = 100  # SPEC; label, value and description of an option

# Commands
COMMANDS: Final = 100  # API; slash commands
MENU_COMMANDS: Final = 15  # API; commands of a message's menu, and as many of a person's
TREE_TEXT: Final = 8_000  # API; of one command with all that is under it: names, descriptions, choices and their values
OPTIONS: Final = 25  # SPEC; options of a command, subcommands included
CHOICES: Final = 25  # SPEC
CHOICE_TEXT: Final = 100  # SPEC; a choice's name; the same for its value (API)
COMMAND_NAME: Final = 32  # SPEC
COMMAND_HELP: Final = 100  # SPEC
COMMANDS_A_DAY: Final = 200  # API; new ones, a server

# Interactions
ANSWER_SECONDS: Final = 3  # API; to the first answer
TOKEN_SECONDS: Final = 15 * 60  # API; for everything after it

# Pace
EDITS_OF_OLD: Final = 2  # SEEN: 3 are taken; edits of messages over an hour old, a channel, every OLD_SECONDS
OLD_SECONDS: Final = 6  # SEEN
OLD_AFTER_SECONDS: Final = 3_600  # API; error 30046
REQUESTS_A_SECOND: Final = 50  # API; all routes together
REFUSED_REQUESTS: Final = 10_000  # API; 401, 403 and 429 in ten minutes lead to a ban of the address
IDENTIFIES_A_DAY: Final = 1_000  # API; then the token is reset
PINS: Final = 250  # API; error 30003
