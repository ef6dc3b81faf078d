package dev.agentservice.llm.model;

import java.util.HashMap;
import java.util.Map;

import dev.langchain4j.data.message.AiMessage;
import org.jspecify.annotations.Nullable;

/**
 * The part of an answer besides text and tool calls that its provider requires back
 * unchanged with the results of those calls: signed thoughts, mostly. It is sent to that
 * provider only.
 *
 * @param provider its provider, and behind a slash its interface if that is not the usual
 * one
 * @param json its own form of it, as JSON
 */
public record OpaquePart(String provider, String json) {

	private static final String ATTRIBUTE = "opaque";

	private static final String UNSTORED = "opaque_unstored";

	/** Whether it is of a provider, through whichever of its interfaces. */
	public boolean isOf(String provider) {
		return this.provider.equals(provider) || this.provider.startsWith(provider + "/");
	}

	/** The part that comes with a model's message, or null if there is none. */
	public static @Nullable OpaquePart of(AiMessage message) {
		return message.attribute(ATTRIBUTE, OpaquePart.class);
	}

	/** The same message with this part. */
	public AiMessage on(AiMessage message) {
		return message.toBuilder().attributes(Map.of(ATTRIBUTE, this)).build();
	}

	/**
	 * The part that may be stored with a model's message; null if there is none, or if it
	 * is only for its own run.
	 */
	public static @Nullable OpaquePart storedWith(AiMessage message) {
		return message.attributes().containsKey(UNSTORED) ? null : of(message);
	}

	/** The same message, with a part that is not to be stored. */
	static AiMessage unstored(AiMessage message) {
		if (of(message) == null) {
			return message;
		}
		Map<String, Object> all = new HashMap<>(message.attributes());
		all.put(UNSTORED, true);
		return message.toBuilder().attributes(all).build();
	}

	/** The same message without such a part. */
	public static AiMessage without(AiMessage message) {
		if (of(message) == null) {
			return message;
		}
		Map<String, Object> others = new HashMap<>(message.attributes());
		others.remove(ATTRIBUTE);
		return message.toBuilder().attributes(others).build();
	}

	/** Left out where a message is printed. */
	@Override
	public String toString() {
		return "OpaquePart[provider=" + this.provider + ", " + this.json.length() + " characters]";
	}

}
