package dev.agentservice.compat;

import java.util.Map;

import dev.agentservice.identity.PrincipalName;
import dev.agentservice.support.JsonFields;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link ChatRequest}: what is supported, and of the rest only what says what is
 * the case anyway.
 */
final class ChatRequestReader {

	private static final int MAX_NAME = 256;

	/** Clients that write every default out must not fail. */
	private static final Map<String, String> THE_CASE_ANYWAY = Map.ofEntries(Map.entry("n", "1"),
			Map.entry("temperature", "1"), Map.entry("top_p", "1"), Map.entry("frequency_penalty", "0"),
			Map.entry("presence_penalty", "0"), Map.entry("logit_bias", "{}"), Map.entry("logprobs", "false"),
			Map.entry("store", "false"), Map.entry("parallel_tool_calls", "true"),
			Map.entry("modalities", "[\"text\"]"), Map.entry("response_format", "{\"type\": \"text\"}"),
			Map.entry("service_tier", "\"auto\""));

	private final JsonFields fields;

	private final int maxCharacters;

	private final UnsupportedParameters unsupported = new UnsupportedParameters();

	ChatRequestReader(JsonFields fields, int maxCharacters) {
		this.fields = fields.withoutNulls();
		this.maxCharacters = maxCharacters;
	}

	ChatRequest read() {
		String model = this.fields.requiredText("model", MAX_NAME);
		ChatMessages messages = ChatMessages.read(this.fields, this.maxCharacters, this.unsupported);
		boolean stream = isTrue(this.fields.optionalBoolean("stream"));
		boolean includeUsage = includeUsage(stream);
		String user = user();
		Integer maxOutputTokens = maxOutputTokens();
		Map<String, String> metadata = this.fields.optionalPairs("metadata", 16, 64, 512);
		THE_CASE_ANYWAY.forEach((name, value) -> {
			if (!this.fields.saysNothingBut(name, value)) {
				this.unsupported.add(this.fields, name);
			}
		});
		finish();
		return new ChatRequest(model, messages.history(), messages.task(), stream, includeUsage, user, maxOutputTokens,
				metadata);
	}

	/** In its one form, as the header is read. */
	private @Nullable String user() {
		String user = this.fields.optionalText("user", PrincipalName::isValid, PrincipalName.EXPECTATION);
		return (user != null) ? PrincipalName.of(user).orElseThrow() : null;
	}

	private void finish() {
		this.unsupported.addUnknown(this.fields);
		this.unsupported.throwIfAny();
		this.fields.finish();
	}

	private boolean includeUsage(boolean stream) {
		JsonFields options = this.fields.optionalObject("stream_options").map(JsonFields::withoutNulls).orElse(null);
		if (options == null) {
			return false;
		}
		if (!stream) {
			this.fields.reject("stream_options", "is only allowed with \"stream\": true");
		}
		boolean includeUsage = isTrue(options.optionalBoolean("include_usage"));
		if (!options.saysNothingBut("include_obfuscation", "false")) {
			this.unsupported.add(options, "include_obfuscation");
		}
		this.unsupported.addUnknown(options);
		return includeUsage;
	}

	/** The newer name, or the older one that most clients still use. */
	private @Nullable Integer maxOutputTokens() {
		Integer newer = this.fields.optionalInteger("max_completion_tokens", 1, 1_000_000);
		Integer older = this.fields.optionalInteger("max_tokens", 1, 1_000_000);
		if (newer != null && older != null && !newer.equals(older)) {
			this.fields.reject("max_tokens", "must be equal to max_completion_tokens, or absent");
		}
		return (newer != null) ? newer : older;
	}

	private static boolean isTrue(@Nullable Boolean value) {
		return Boolean.TRUE.equals(value);
	}

}
