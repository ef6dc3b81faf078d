package dev.agentservice.compat.openai;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.regex.Pattern;

import dev.agentservice.session.Message;
import dev.agentservice.support.json.JsonFields;

/**
 * An entry of {@code messages}.
 *
 * @param role who said it
 * @param text what was said; the parts of a list stand in lines of their own
 */
record ChatMessage(String role, String text) {

	private static final String ROLE = "role";

	private static final String CONTENT = "content";

	private static final String ASSISTANT = "assistant";

	/** What clients copy from an answer, or write out though there is nothing. */
	private static final Map<String, List<String>> SAYS_NOTHING = Map.of("tool_calls", List.of("[]"), "annotations",
			List.of("[]"), "refusal", List.of("\"\""), "reasoning_content", List.of("\"\""));

	private static final int MAX_NAME = 256;

	private static final Pattern ROLES = Pattern.compile("system|developer|user|assistant|tool|function");

	private static final Pattern TYPE = Pattern.compile("[a-z_]{1,64}");

	private static final int MAX_PARTS = 1000;

	static ChatMessage read(JsonFields fields, int maxCharacters, UnsupportedParameters unsupported) {
		String role = role(fields, unsupported);
		String text = text(fields, role, maxCharacters, unsupported);
		// Agents know one user, whatever name the client gives the author.
		fields.optionalText("name", MAX_NAME);
		SAYS_NOTHING.forEach((name, values) -> unsupported.addUnless(fields, name, values));
		unsupported.addUnknown(fields);
		return new ChatMessage(role, text);
	}

	boolean isSystem() {
		return "system".equals(this.role) || "developer".equals(this.role);
	}

	Message toMessage() {
		return ASSISTANT.equals(this.role) ? new Message.Assistant(this.text, List.of()) : new Message.User(this.text);
	}

	/** Tools are the agent's own: a client has no results of theirs to tell. */
	private static String role(JsonFields fields, UnsupportedParameters unsupported) {
		fields.require(ROLE);
		String role = Objects
			.requireNonNullElse(fields.optionalText(ROLE, ROLES, "system, developer, user or assistant"), "");
		if ("tool".equals(role) || "function".equals(role)) {
			unsupported.add(fields, ROLE);
		}
		return role;
	}

	/** Assistants may have said nothing, as those that only called tools. */
	private static String text(JsonFields fields, String role, int maxCharacters, UnsupportedParameters unsupported) {
		if (ASSISTANT.equals(role) && fields.saysNothingBut(CONTENT, "[]")) {
			return "";
		}
		fields.require(CONTENT);
		if (!fields.isList(CONTENT)) {
			return Objects.requireNonNullElse(fields.optionalText(CONTENT, maxCharacters), "");
		}
		StringJoiner text = new StringJoiner("\n");
		for (JsonFields entry : fields.optionalObjects(CONTENT, MAX_PARTS)) {
			text.add(part(entry.withoutNulls(), maxCharacters, unsupported));
		}
		fields.limit(CONTENT, text.toString(), maxCharacters);
		return text.toString();
	}

	private static String part(JsonFields fields, int maxCharacters, UnsupportedParameters unsupported) {
		fields.require("type");
		String type = fields.optionalText("type", TYPE, "text");
		if (type != null && !"text".equals(type)) {
			unsupported.add(fields, "type");
			return "";
		}
		fields.require("text");
		String text = fields.optionalText("text", maxCharacters);
		unsupported.addUnknown(fields);
		return Objects.requireNonNullElse(text, "");
	}

	/** Without the text: whatever is printed ends up in a log. */
	@Override
	public String toString() {
		return "ChatMessage[role=" + this.role + "]";
	}

}
