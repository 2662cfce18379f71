"""Static files with a content hash in their names, so that browsers may keep them for ever."""

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

_suffix, _patterns = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns
# A type in a comment, `{import("./map.js").View}`, is not an import. Two modules that name each
# other's types would otherwise need each other's hash first, and no pass could ever finish.
_AWAITED = (
    r"""(?P<matched>await\s+import\(["'](?P<url>[./].*?)["']\))""",
    """await import("%(url)s")""",
)


class VersionedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; JavaScript module imports are rewritten to the hashed names."""

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (_suffix, (*_patterns[:-1], _AWAITED))
    manifest_strict = False

    def url(self, name: str, force: bool = False) -> str:
        """The plain name while nothing has been collected, as in tests and development."""
        if not (settings.STATIC_ROOT / self.manifest_name).exists():
            return self.base_url + name
        return super().url(name, force)
