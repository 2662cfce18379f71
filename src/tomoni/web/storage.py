"""Static files with a content hash in their names, so that browsers may keep them for ever."""

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class VersionedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; JavaScript module imports are rewritten to the hashed names."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def url(self, name: str, force: bool = False) -> str:
        """The plain name while nothing has been collected, as in tests and development."""
        if not (settings.STATIC_ROOT / self.manifest_name).exists():
            return self.base_url + name
        return super().url(name, force)
