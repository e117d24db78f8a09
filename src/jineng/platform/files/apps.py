from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "jineng.platform.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
