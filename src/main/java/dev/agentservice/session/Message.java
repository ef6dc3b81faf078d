package dev.agentservice.session;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One message of a conversation, as it is kept and shown. In JSON its {@code role} says
 * which kind it is.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "role")
@JsonSubTypes({ @JsonSubTypes.Type(value = Message.User.class, name = "user"),
		@JsonSubTypes.Type(value = Message.Assistant.class, name = "assistant"),
		@JsonSubTypes.Type(value = Message.ToolResult.class, name = "tool") })
public sealed interface Message {

	/**
	 * What the user wrote.
	 *
	 * @param text the text
	 */
	record User(String text) implements Message {

		public User {
			Objects.requireNonNull(text, "text");
		}

	}

	/**
	 * What the model said.
	 *
	 * @param text the text, or null if it only called tools
	 * @param toolCalls the tools it called; empty if it only spoke
	 * @param opaque what belongs to its provider alone; null if there is nothing. It is
	 * stored ({@link StoredMessages}) and never shown: no other JSON has it
	 */
	@JsonNaming(SnakeCaseStrategy.class)
	record Assistant(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String text,
			@JsonInclude(JsonInclude.Include.NON_EMPTY) List<ToolCall> toolCalls,
			@JsonIgnore @Nullable Opaque opaque) implements Message {

		public Assistant {
			// An absent list is an empty one in JSON.
			toolCalls = (toolCalls != null) ? List.copyOf(toolCalls) : List.of();
		}

		/** A message without anything that belongs to its provider alone. */
		public Assistant(@Nullable String text, List<ToolCall> toolCalls) {
			this(text, toolCalls, null);
		}

		/** The same message without what belongs to its provider alone. */
		public Assistant withoutOpaque() {
			return new Assistant(this.text, this.toolCalls);
		}

	}

	/**
	 * What a model's provider said beside text and tool calls, in its own form: signed
	 * thoughts, mostly. It goes back to that provider and to nobody else.
	 *
	 * @param provider who said it
	 * @param json what it said
	 */
	record Opaque(String provider, String json) {

		public Opaque {
			Objects.requireNonNull(provider, "provider");
			Objects.requireNonNull(json, "json");
		}

		/** Left out where a message is printed. */
		@Override
		public String toString() {
			return "Opaque[provider=" + this.provider + ", " + this.json.length() + " characters]";
		}

	}

	/**
	 * What a tool answered.
	 *
	 * @param callId the id of the call that it answers
	 * @param name the tool that the model called
	 * @param text the answer
	 * @param tool the tool that answered in its place; null if it answered itself
	 * @param trusted whether the text held nothing that a third party may have written,
	 * as the tool that answered was run then. Null from a release that did not say; that
	 * counts as false, because a fallback may have answered under the name of another
	 */
	@JsonNaming(SnakeCaseStrategy.class)
	record ToolResult(String callId, String name, String text,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String tool,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean trusted) implements Message {

		public ToolResult {
			Objects.requireNonNull(callId, "callId");
			Objects.requireNonNull(name, "name");
			Objects.requireNonNull(text, "text");
		}

		/** Whether a third party may have written the text. */
		public boolean holdsThirdPartyContent() {
			return !Boolean.TRUE.equals(this.trusted);
		}

	}

	/**
	 * A model's wish to have a tool called.
	 *
	 * @param id the call's id, given by the provider
	 * @param name the tool
	 * @param arguments the arguments exactly as the model wrote them, JSON if it did well
	 */
	record ToolCall(String id, String name, String arguments) {

		public ToolCall {
			Objects.requireNonNull(id, "id");
			Objects.requireNonNull(name, "name");
			Objects.requireNonNull(arguments, "arguments");
		}

	}

}
