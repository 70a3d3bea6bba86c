"""A request and its answer, with the framework's type parameters filled once."""

from typing import Any, TypeAlias

import litestar
from litestar.di import NamedDependency

from jianyan.accounts import SignedIn
from jianyan.runtime import Runtime

Request: TypeAlias = litestar.Request[Any, Any, Any]
"""What a browser asks."""
Response: TypeAlias = litestar.Response[Any]
"""What it gets."""
Running: TypeAlias = NamedDependency[Runtime]
"""The parameter `runtime` of a handler: the running parts of this process."""
Member: TypeAlias = NamedDependency[SignedIn]
"""The parameter `member` of a handler below /me: who is signed in."""
