"""Settings that make an installation unsafe, each with the variable to change."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.core.doctor import Finding, check, fail, ok, warn

FILE_OR_CONSOLE = ("filebased", "console", "locmem", "dummy")


@check("settings.mode")
def mode() -> Finding:
    if settings.PRODUCTION:
        return ok("settings.mode", _("本番の設定で動いています。"))
    return warn(
        "settings.mode",
        _("試用の設定で動いています。この機械の外から使わせないでください。"),
        _("本番では TOMONI_MODE=production にしてください。"),
    )


@check("settings.debug")
def debug() -> Finding:
    if settings.DEBUG:
        return fail(
            "settings.debug",
            _("DEBUG が入っています。間違いの画面に、内部のことや個人のことが出ます。"),
            _("TOMONI_DEBUG を消してください。"),
        )
    return ok("settings.debug", _("DEBUG は切れています。"))


@check("settings.secret_key")
def secret_key() -> Finding:
    key = settings.SECRET_KEY
    if len(key) < 32 or len(set(key)) < 10 or "insecure" in key:
        return fail(
            "settings.secret_key",
            _("秘密の鍵が短いか、単純すぎます。"),
            _("TOMONI_SECRET_KEY に、でたらめな50文字を入れてください（docs/operations.md）。"),
        )
    return ok("settings.secret_key", _("秘密の鍵は十分に長いです。"))


@check("settings.hosts")
def hosts() -> Finding:
    if "*" in settings.ALLOWED_HOSTS or any(h.startswith(".") for h in settings.ALLOWED_HOSTS):
        return fail(
            "settings.hosts",
            _("どの名前でも開けるようになっています。偽の名前でメールのリンクを作られます。"),
            _("TOMONI_HOSTS に、使う名前だけを書いてください。"),
        )
    return ok("settings.hosts", _("開ける名前は限られています。"))


@check("settings.https")
def https() -> Iterator[Finding]:
    local = ("http://127.0.0.1", "http://localhost", "http://[::1]")
    if settings.SITE_URL.startswith("https://"):
        yield ok("settings.https", _("このサイトのアドレスは https です。"))
    elif settings.SITE_URL.startswith(local) and not settings.PRODUCTION:
        yield warn(
            "settings.https",
            _("この機械の中だけの http です。"),
            _("人に使わせる前に、TOMONI_SITE_URL を https のアドレスにしてください。"),
        )
    else:
        yield fail(
            "settings.https",
            _("このサイトのアドレスが https ではありません。パスワードが途中で読まれます。"),
            _("TOMONI_SITE_URL を https のアドレスにしてください。"),
        )
    if settings.PRODUCTION and not settings.SECURE_HSTS_SECONDS:
        yield warn(
            "settings.hsts",
            _("次から必ず https で開く約束（HSTS）を出していません。"),
            _("SECURE_HSTS_SECONDS を消していないか確かめてください。"),
        )


@check("settings.cookies")
def cookies() -> Finding:
    closed = settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY
    lax = {settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE} <= {"Lax", "Strict"}
    secure = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    if not (closed and lax) or (settings.PRODUCTION and not secure):
        return fail(
            "settings.cookies",
            _("ログインの Cookie の守りが足りません。"),
            _("config/accounts.py の Cookie の設定を、もとに戻してください。"),
        )
    return ok("settings.cookies", _("ログインの Cookie は守られています。"))


@check("settings.content")
def content() -> Finding:
    """No page may run foreign or inline scripts."""
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = [w for words in rules.values() for w in words if "unsafe" in str(w) or w == "*"]
    if loose:
        return fail(
            "settings.content",
            _("よそのプログラムを動かせる設定になっています。"),
            _("CONTENT_SECURITY_POLICY から unsafe と * を消してください。"),
        )
    return ok("settings.content", _("ページは、このサイトのプログラムだけを動かします。"))


@check("settings.mail")
def mail() -> Finding:
    backend = settings.EMAIL_BACKEND.lower()
    if any(word in backend for word in FILE_OR_CONSOLE):
        if settings.PRODUCTION:
            return fail(
                "settings.mail",
                _("メールが外に送られません。確認の番号も、招待も届きません。"),
                _("TOMONI_EMAIL_URL に、メールサーバーを書いてください。"),
            )
        return warn(
            "settings.mail",
            _("メールは送らず、%(folder)s にためています。")
            % {"folder": getattr(settings, "EMAIL_FILE_PATH", "")},
            _("本番では TOMONI_EMAIL_URL に、メールサーバーを書いてください。"),
        )
    if settings.EMAIL_HOST in {"", "localhost"} and settings.PRODUCTION:
        return warn(
            "settings.mail",
            _("メールは、この機械の中のメールサーバーに渡します。"),
            _("それが動いているか確かめるか、TOMONI_EMAIL_URL を書いてください。"),
        )
    return ok("settings.mail", _("メールサーバーが決まっています。"))


@check("settings.proxies")
def proxies() -> Finding:
    if settings.PRODUCTION and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return warn(
            "settings.proxies",
            _("前に立つサーバー（リバースプロキシ）の数が 0 です。"),
            _(
                "プロキシがあるなら TOMONI_PROXIES に数を書いてください。ないと、みなが同じ人に見えます。"
            ),
        )
    return ok("settings.proxies", _("前に立つサーバーの数が決まっています。"))


@check("settings.city")
def town() -> Finding:
    here = city()
    return ok("settings.city", _("city.toml は正しいです（%(name)s）。") % {"name": here.name})
