package dev.agentservice.endtoend.providers;

import java.util.Map;

/**
 * A provider with what is special about how it speaks.
 */
enum Dialect {

	OPENAI("OpenAI", "openai/gpt-5-mini", "each call in pieces with an index", "told to nobody, wanted back by nobody",
			"a chunk of its own; thoughts within `completion_tokens`", "`error` with `type`, `code`, `param`",
			"`finish_reason`, then `[DONE]`"),

	AZURE("Azure OpenAI", "azure/gpt-5-mini", "as OpenAI", "as OpenAI",
			"as OpenAI, between chunks with results of the content filter",
			"`code` \"429\"; `innererror` where the content filter refuses",
			"a choice without `delta` behind the one with `finish_reason`"),

	ANTHROPIC("Anthropic", "anthropic/claude-sonnet-5", "a block each, the arguments in pieces",
			"`thinking` blocks with a signature, wanted back with the results",
			"the prompt in `message_start`, the completion in `message_delta`; caches apart",
			"`error` with `type`; in a stream `event: error`", "`stop_reason`, then `message_stop`"),

	GEMINI("Gemini, compatible", "gemini/gemini-3-pro", "whole, all at index 0, ended with `stop`",
			"a signature on the first call, wanted back there",
			"so far in every chunk; thoughts only in `total_tokens`", "an array; `status` in words",
			"two words: `content_filter: SAFETY`"),

	DEEPSEEK("DeepSeek", "deepseek/deepseek-reasoner", "as OpenAI",
			"`reasoning_content`, wanted back with each turn that called tools",
			"in the last chunk; `prompt_cache_hit_tokens`", "`error` with `type`; comments while one waits",
			"also `insufficient_system_resource`"),

	MISTRAL("Mistral", "mistral/magistral-medium", "whole; ids of nine characters; arguments an object",
			"parts of the content", "in the last chunk", "no `error`: `message` at the top; 422 for unknown fields",
			"also `model_length`, `error`"),

	XAI("xAI", "xai/grok-4", "whole", "`reasoning_content`, wanted back by nobody",
			"so far in every chunk; thoughts beside `completion_tokens`", "`error` is a text", "as OpenAI"),

	OPENROUTER("OpenRouter", "openrouter/anthropic/claude-sonnet-5", "as OpenAI, between comments",
			"`reasoning_details` in pieces, wanted back in one", "a chunk of its own, with a `cost`",
			"`code` a number; in a stream beside a choice", "also `error`"),

	VLLM("vLLM", "vllm/qwen3", "the name in each piece; ids of 46 characters",
			"`reasoning_content` and `reasoning`, the same", "a chunk of its own", "no `error`: `message` at the top",
			"also `abort`"),

	OLLAMA("Ollama", "ollama/qwen3", "whole, all at index 0", "`reasoning`", "a chunk of its own",
			"`error` with `type` `api_error`", "an empty `finish_reason` in each chunk before the last"),

	LLAMACPP("llama.cpp", "llamacpp/qwen3", "as OpenAI", "`<think>` in the text", "a chunk of its own, with timings",
			"`code` a number; in a stream on a line of its own", "no `[DONE]`"),

	KIMI("Kimi", "kimi/kimi-k2-thinking", "ids like `functions.clock:0`, the same in each answer",
			"`reasoning_content`, wanted back with each turn that called tools",
			"in the last choice; `cached_tokens` beside the others", "`error` without a `code`", "as OpenAI");

	private final String title;

	private final String model;

	@SuppressWarnings("ImmutableEnumChecker") // nobody writes to it later
	private final Map<Topic, String> says;

	Dialect(String title, String model, String calls, String thoughts, String usage, String errors, String ends) {
		this.title = title;
		this.model = model;
		this.says = Map.of(Topic.CALLS, calls, Topic.THOUGHTS, thoughts, Topic.USAGE, usage, Topic.ERRORS, errors,
				Topic.ENDS, ends);
	}

	String title() {
		return this.title;
	}

	/** Provider and model. */
	String model() {
		return this.model;
	}

	/** The provider's name, which is also that of its agent. */
	String provider() {
		return this.model.substring(0, this.model.indexOf('/'));
	}

	/** How it speaks about this. */
	String says(Topic topic) {
		return this.says.getOrDefault(topic, "");
	}

	/** What providers differ in. */
	enum Topic {

		/** Calls of tools. */
		CALLS,
		/** What the model thought. */
		THOUGHTS,
		/** What a call used. */
		USAGE,
		/** Refusals. */
		ERRORS,
		/** Reasons to stop. */
		ENDS

	}

	/** What it has to be configured with beside its address, its key and its prices. */
	Map<String, String> settings() {
		return switch (this) {
			case AZURE -> Map.of("output-cap-parameter", "max_completion_tokens", "api-key-header", "api-key",
					"query.api-version", "2025-04-01-preview");
			case OPENAI -> Map.of("output-cap-parameter", "max_completion_tokens", "refuse-storage", "true");
			case MISTRAL -> Map.of("omit", "stream_options");
			case VLLM, OLLAMA, LLAMACPP -> Map.of("key-required", "false");
			default -> Map.of();
		};
	}

}
