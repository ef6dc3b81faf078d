package dev.agentservice.compat.openai;

import java.util.List;
import java.util.Map;

import dev.agentservice.identity.PrincipalName;
import dev.agentservice.support.json.JsonFields;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link ChatRequest}: what is supported, and of the rest only what says what is
 * the case anyway.
 */
final class ChatRequestReader {

	private static final int MAX_NAME = 256;

	/** Clients that write every default out must not fail. */
	private static final Map<String, List<String>> THE_CASE_ANYWAY = Map.ofEntries(Map.entry("n", List.of("1")),
			Map.entry("logprobs", List.of("false")), Map.entry("top_logprobs", List.of("0")),
			Map.entry("store", List.of("false")), Map.entry("parallel_tool_calls", List.of("true", "false")),
			Map.entry("modalities", List.of("[\"text\"]")),
			Map.entry("response_format", List.of("{\"type\": \"text\"}")),
			Map.entry("service_tier", List.of("\"auto\"", "\"default\"")), Map.entry("tools", List.of("[]")),
			Map.entry("tool_choice", List.of("\"auto\"", "\"none\"")), Map.entry("functions", List.of("[]")),
			Map.entry("function_call", List.of("\"auto\"", "\"none\"")));

	private final JsonFields fields;

	private final int maxCharacters;

	private final UnsupportedParameters unsupported = new UnsupportedParameters();

	private final IgnoredParameters ignored = new IgnoredParameters();

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
		THE_CASE_ANYWAY.forEach((name, values) -> this.unsupported.addUnless(this.fields, name, values));
		this.ignored.read(this.fields);
		finish();
		return new ChatRequest(model, messages.history(), messages.task(), stream, includeUsage, user, maxOutputTokens,
				metadata, this.ignored.names());
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

	/** Without a stream there is nothing that the options could be of. */
	private boolean includeUsage(boolean stream) {
		JsonFields options = this.fields.optionalObject("stream_options").map(JsonFields::withoutNulls).orElse(null);
		if (options == null) {
			return false;
		}
		boolean includeUsage = isTrue(options.optionalBoolean("include_usage"));
		if (isTrue(options.optionalBoolean("include_obfuscation"))) {
			this.ignored.add(options, "include_obfuscation");
		}
		this.unsupported.addUnknown(options);
		return stream && includeUsage;
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
