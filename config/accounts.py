"""Settings of accounts: signing in, second factors, lockout, sessions."""

import os
from datetime import timedelta

from config import env

PRODUCTION = env.text("TOMONI_MODE", "local") == "production"

# People whose role opens staff pages need a second factor. Only a local try-out may go without;
# `tomoni doctor` reports it.
STAFF_SECOND_FACTOR = env.flag("TOMONI_STAFF_SECOND_FACTOR", PRODUCTION)
if PRODUCTION and not STAFF_SECOND_FACTOR:
    raise env.BadSetting(
        "TOMONI_STAFF_SECOND_FACTOR", "0", "in production staff always need a second factor"
    )

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "tomoni.ground.people.backends.PhoneBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": _VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "name_kana")},
    },
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:me"

# allauth: an address and a password. The address is confirmed by typing a number from the mail
# into the page that is already open, so that nobody ends up signed in on another device.
ACCOUNT_ADAPTER = "tomoni.ground.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "tomoni.ground.people.forms.who.WhoAreYou"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
# The library's own limit on wrong passwords stands behind the lockout below, which comes first
# and has a page with a time on it; this one also limits guesses at the six digits.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,10/5m/key",
    "letter_code": "10/m/ip,60/d/ip",
    "text_code": "5/10m/ip,20/d/ip",
    "outside": "20/m/ip",
}
ACCOUNT_FORMS = {
    "login": "tomoni.ground.people.forms.signing_in.SignInForm",
    "signup": "tomoni.ground.people.forms.signing_in.SignUpForm",
    "reset_password": "tomoni.ground.people.forms.signing_in.AskForLinkForm",
    "reset_password_from_key": "tomoni.ground.people.forms.signing_in.ChoosePasswordForm",
    "change_password": "tomoni.ground.people.forms.signing_in.ChangePasswordForm",
    "add_email": "tomoni.ground.people.forms.signing_in.ChangeAddressForm",
    "reauthenticate": "tomoni.ground.people.forms.signing_in.PasswordAgainForm",
    "confirm_email_verification_code": "tomoni.ground.people.forms.signing_in.NumberFromMailForm",
}
MFA_ADAPTER = "tomoni.ground.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_FORMS = {
    "authenticate": "tomoni.ground.people.forms.second_factor.SixDigitsForm",
    "reauthenticate": "tomoni.ground.people.forms.second_factor.SixDigitsAgainForm",
    "activate_totp": "tomoni.ground.people.forms.second_factor.StartAppForm",
    "authenticate_webauthn": "tomoni.ground.people.forms.second_factor.ConfirmByPasskeyForm",
    "reauthenticate_webauthn": "tomoni.ground.people.forms.second_factor.PasskeyAgainForm",
    "login_webauthn": "tomoni.ground.people.forms.second_factor.SignInByPasskeyForm",
    "add_webauthn": "tomoni.ground.people.forms.second_factor.AddPasskeyForm",
    "edit_webauthn": "tomoni.ground.people.forms.second_factor.NamePasskeyForm",
}

# How many proxies of ours stand in front; without the number a forged X-Forwarded-For would
# let a guesser look like a new visitor each time.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TOMONI_PROXIES", 0, most=5)

# Identity providers stand in city.toml; what they gave us as a secret stands in the environment.
_SECRET = "TOMONI_IDENTITY_SECRET_"  # noqa: S105  (A name, not a secret.)
IDENTITY_SECRETS = {
    name.removeprefix(_SECRET).lower().replace("_", "-"): env.text(name)
    for name in os.environ
    if name.startswith(_SECRET) and env.text(name)
}

# Lockout after wrong passwords, for one account from one address. Axes keeps its rows in the
# database, so all workers count together; it sees a keyed hash instead of the e-mail address.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_USERNAME_CALLABLE = "tomoni.ground.people.lockout.hashed_address"
AXES_CLIENT_IP_CALLABLE = "tomoni.ground.people.lockout.client_ip"
AXES_LOCKOUT_CALLABLE = "tomoni.ground.people.lockout.locked_page"
AXES_SENSITIVE_PARAMETERS = ["login", "email", "next", "username", "ip_address"]

# Sessions
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
