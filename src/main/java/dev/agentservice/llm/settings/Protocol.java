package dev.agentservice.llm.settings;

/**
 * The wire protocols a provider can speak.
 */
public enum Protocol {

	/** OpenAI's chat completions, spoken by vLLM, Ollama, OpenRouter and others too. */
	OPENAI,
	/** Anthropic's messages. */
	ANTHROPIC

}
