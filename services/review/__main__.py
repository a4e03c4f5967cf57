"""``python -m services.review``: the service in a process of its own."""

from services.review.app import create
from services.review.settings import ReviewSettings
from shared.runtime.serve import serve

if __name__ == "__main__":
    serve(create, ReviewSettings)
