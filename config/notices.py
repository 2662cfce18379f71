"""The ways by which notices go out, beside the mail server (config/mail.py)."""

from config import env

# How many conversations with the mail server are held at once.
MAIL_CONNECTIONS = env.integer("TOMONI_MAIL_CONNECTIONS", 4, least=1, most=50)
# Where mails that cannot be delivered come back to; empty is the sender's own address.
BOUNCE_ADDRESS = env.text("TOMONI_BOUNCE_ADDRESS")

# Push services that browsers may name; others are refused, so that nobody makes us call
# addresses inside the town's own network.
PUSH_HOSTS = env.words(
    "TOMONI_PUSH_HOSTS",
    "fcm.googleapis.com,.push.services.mozilla.com,.notify.windows.com,.push.apple.com",
)
PUSH_CONTACT = env.text("TOMONI_PUSH_CONTACT")

LINE_URL = env.text("TOMONI_LINE_URL", "https://api.line.me/v2/bot/message/push")
LINE_TOKEN = env.text("TOMONI_LINE_TOKEN")
LINE_SECRET = env.text("TOMONI_LINE_SECRET")
LINE_NAME = env.text("TOMONI_LINE_NAME")

SMS_URL = env.text("TOMONI_SMS_URL")
SMS_TOKEN = env.text("TOMONI_SMS_TOKEN")

GATEWAY_TIMEOUT = 15  # Seconds.

# Machines of the town's own network whose calendars may be read, with http too; every other address
# that staff type must be https and lie outside (core/fetching.py).
CALENDAR_HOSTS = env.words("TOMONI_CALENDAR_HOSTS")
