package dev.agentservice.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages as they are stored: with what belongs to a provider alone, which every other
 * JSON leaves out. A release that does not know the member passes over it.
 */
public final class StoredMessages {

	private StoredMessages() {
	}

	/**
	 * Lets a mapper read and write whole messages. For documents that nobody is shown.
	 */
	public static JsonMapper.Builder in(JsonMapper.Builder mapper) {
		return mapper.addMixIn(Message.Assistant.class, Whole.class);
	}

	/** Takes back what keeps the member out of JSON, on the field and on its accessor. */
	private record Whole(
			@JsonIgnore(false) @JsonInclude(JsonInclude.Include.NON_NULL) Message.@Nullable Opaque opaque) {

	}

}
