from django.apps import AppConfig


class EncryptionConfig(AppConfig):
    name = "jineng.platform.encryption"
    label = "encryption"
    default_auto_field = "django.db.models.BigAutoField"
