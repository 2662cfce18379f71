from django.urls import path

from tomoni.web import views
from tomoni.web.showroom import components

app_name = "web"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("display/", views.display_settings, name="display"),
    path("needs/<slug:code>/", views.need, name="need"),
    path("about/", views.about, name="about"),
    path("about/accessibility/", views.accessibility, name="accessibility"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("offline/", views.offline_page, name="offline"),
    path("components/", components, name="components"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
