"""The optional reader with a language model: asked over the OpenAI protocol, believed in nothing it cannot
quote.

Reach for it where an endpoint is configured (a hosted one, or Ollama, llama.cpp or vLLM on this machine).
Without one, nothing here opens a connection.
"""
