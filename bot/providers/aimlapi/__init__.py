"""AI/ML API (https://api.aimlapi.com), model flux-2-pro: one picture per request, no progress, no polling."""

from bot.providers.aimlapi.client import AimlApi, Timeouts

__all__ = ["AimlApi", "Timeouts"]
