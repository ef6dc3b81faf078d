package dev.agentservice.llm.http;

import java.util.Objects;
import java.util.regex.Pattern;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import org.jspecify.annotations.Nullable;

/**
 * What ends a stream, and what says shortly before that nothing more of the answer comes.
 */
enum EndMarker {

	/** OpenAI's: the chunk with a {@code finish_reason} is the last one of the answer. */
	OPENAI("finish_reason", null, "[DONE]"),
	/** Anthropic's: the event with a {@code stop_reason} follows all blocks. */
	ANTHROPIC("stop_reason", "message_stop", "{\"type\":\"message_stop\"}");

	/** A quote inside a JSON string is escaped, so this finds members only. */
	private final Pattern reason;

	private final @Nullable String name;

	private final String data;

	EndMarker(String reason, @Nullable String name, String data) {
		this.reason = Pattern.compile("\"" + reason + "\"\\s*:\\s*\"");
		this.name = name;
		this.data = data;
	}

	/** Whether this event is an end marker. */
	static boolean is(ServerSentEvent event) {
		return OPENAI.data.equals(event.data().strip()) || Objects.equals(ANTHROPIC.name, event.event());
	}

	/** The marker to expect now, or null if the answer goes on. */
	static @Nullable EndMarker announcedBy(ServerSentEvent event) {
		for (EndMarker marker : values()) {
			if (marker.reason.matcher(event.data()).find()) {
				return marker;
			}
		}
		return null;
	}

	ServerSentEvent event() {
		return new ServerSentEvent(this.name, this.data);
	}

}
