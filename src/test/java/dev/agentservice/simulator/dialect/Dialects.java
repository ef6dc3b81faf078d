package dev.agentservice.simulator.dialect;

import java.util.List;
import java.util.Set;

import dev.agentservice.simulator.openai.OpenAiDialect;

/**
 * All servers of OpenAI's protocol besides OpenAI.
 */
public final class Dialects {

	/** Those that tell what of a prompt they read from their cache. */
	private static final Set<String> CACHING = Set.of("azure", "deepseek", "kimi", "xai", "openrouter");

	private Dialects() {
	}

	/** One of each. */
	public static List<OpenAiDialect> all() {
		return List.of(new Azure(), new DeepSeek(), new Gemini(), new Kimi(), new LlamaCpp(), new Mistral(),
				new Ollama(), new OpenRouter(), new Vllm(), new XAi());
	}

	/** Whether this provider caches prompts and tells so. */
	public static boolean caches(String provider) {
		return CACHING.contains(provider);
	}

}
