"""What Slack accepts, in one table: no other module of this adapter holds such a number.

Where each is from stands behind it: API is Slack's documentation, TYPES its published types, MAN its manifest schema,
2509 the issue of that number in slackapi/bolt-js, OURS a choice of ours that keeps clear of what nobody writes down.
"""

from typing import Final

# Messages
BLOCKS: Final = 50  # API
MESSAGE_SIZE: Final = 12_000  # 2509: refused from about 13,200 characters on, blocks counted as JSON
MESSAGE_TEXT: Final = 4_000  # API; chat.update refuses a longer `text`
NOTIFICATION: Final = 3_000  # OURS; what a notification or a screen reader says

# Blocks
SECTION_TEXT: Final = 3_000  # TYPES; kept for every block that holds text
HEADER: Final = 150  # TYPES
CONTEXT_TEXT: Final = 3_000  # TYPES; of one element
ACTIONS: Final = 25  # TYPES; elements of a block
ROW: Final = 5  # OURS; buttons side by side
BLOCK_ID: Final = 255  # TYPES
ACTION_ID: Final = 255  # TYPES; each once in a message or view

# Buttons
BUTTON_TEXT: Final = 75  # TYPES; about 30 are shown
BUTTON_VALUE: Final = 2_000  # TYPES
URL: Final = 3_000  # TYPES
CONFIRM_TITLE: Final = 100  # TYPES
CONFIRM_TEXT: Final = 300  # TYPES
CONFIRM_BUTTON: Final = 30  # TYPES

# Views
VIEW_BLOCKS: Final = 100  # TYPES; of a modal and of App Home
VIEW_SIZE: Final = 240_000  # API: 250 kB, as JSON
VIEW_TITLE: Final = 24  # TYPES; also its submit and close buttons
VIEW_DEPTH: Final = 3  # API; modals on top of each other
METADATA: Final = 3_000  # TYPES; private_metadata
LABEL: Final = 2_000  # TYPES; of an input, and its hint
INPUT: Final = 3_000  # API; characters of a text input
PLACEHOLDER: Final = 150  # TYPES
OPTIONS: Final = 100  # TYPES; of a select
RADIOS: Final = 10  # TYPES; radio buttons, and checkboxes
OPTION_TEXT: Final = 75  # TYPES; label and description of an option
OPTION_VALUE: Final = 75  # TYPES; older versions of them say 150

# Commands and shortcuts
COMMANDS: Final = 50  # MAN
COMMAND_NAME: Final = 32  # MAN; the slash counts
COMMAND_HELP: Final = 2_000  # MAN
USAGE_HINT: Final = 1_000  # MAN
SHORTCUTS: Final = 10  # MAN
SHORTCUT_NAME: Final = 24  # MAN
SHORTCUT_HELP: Final = 150  # MAN

# Interactions
ANSWER_SECONDS: Final = 3  # API; to the acknowledgement, and for a trigger to open a view
RESPONSES: Final = 5  # API; uses of a response_url
RESPONSE_SECONDS: Final = 30 * 60  # API
OLDEST_REQUEST: Final = 5 * 60  # API; seconds a signed request may be old

# Pace
POSTS_A_SECOND: Final = 1  # API; in a channel
HOMES_A_MINUTE: Final = 100  # API; views.publish is of tier 4
EDITS_A_MINUTE: Final = 50  # API; chat.update is of tier 3: fifty and more a minute in a workspace
