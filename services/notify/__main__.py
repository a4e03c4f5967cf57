"""``python -m services.notify``: the service in a process of its own."""

from services.notify.app import create
from services.notify.settings import NotifySettings
from shared.runtime.serve import serve

if __name__ == "__main__":
    serve(create, NotifySettings)
