from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "jineng.web"
    label = "web"
