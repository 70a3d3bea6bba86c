"""Where the files of an installation lie: in a folder, or in a bucket."""

from importlib import import_module
from pathlib import Path

from jianyan.settings import Settings
from jianyan.uploads.store import Store


def store_of(settings: Settings) -> Store:
    """Give where the files of an installation lie; nothing is opened, nor imported where it is a folder."""
    folder = Path(settings.uploads)
    if not settings.bucket_url:
        return Store(folder)
    store: Store = import_module("jianyan.uploads.bucket").Bucket(settings.bucket_url, folder)
    return store
