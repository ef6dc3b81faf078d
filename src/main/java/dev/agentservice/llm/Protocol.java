package dev.agentservice.llm;

/**
 * The wire protocols a provider can speak.
 */
enum Protocol {

	/** OpenAI's chat completions, spoken by vLLM, Ollama, OpenRouter and others too. */
	OPENAI,
	/** Anthropic's messages. */
	ANTHROPIC

}
