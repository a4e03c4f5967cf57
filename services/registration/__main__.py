"""``python -m services.registration``: the service in a process of its own."""

from services.registration.app import create
from services.registration.settings import RegistrationSettings
from shared.runtime.serve import serve

if __name__ == "__main__":
    serve(create, RegistrationSettings)
