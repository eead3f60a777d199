"""What asking a model took, and what it cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Requests answered by the endpoint, answers found in the cache, and tokens of the former."""

    requests: int = 0
    cached: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            requests=self.requests + other.requests,
            cached=self.cached + other.cached,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
        )

    def cost(self, price: tuple[float, float]) -> float:
        """What the tokens cost at `price`, for a million tokens of question and of answer, in its
        currency."""
        return (self.prompt_tokens * price[0] + self.completion_tokens * price[1]) / 1_000_000
