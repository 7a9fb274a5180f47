"""URLs of the authoring room: what the public may read."""


app_name = "modules"
urlpatterns: list = []
