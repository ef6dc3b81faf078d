package dev.agentservice.compat.openai;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.agentservice.run.order.IdempotencyKey;
import dev.agentservice.run.order.OnDisconnect;
import dev.agentservice.run.order.RunCommand;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.session.Message;
import dev.agentservice.support.Text;
import dev.agentservice.support.json.JsonFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of {@code POST /v1/chat/completions}, as far as this service has an answer to
 * it.
 *
 * @param model the agent's name
 * @param history what was said before the task, system messages first
 * @param task the last message
 * @param stream whether the answer is wanted piece by piece
 * @param includeUsage whether a stream ends with the tokens used
 * @param user the end user, if the body names one
 * @param maxOutputTokens how long each model answer may get, or null
 * @param metadata the client's own notes on the run
 * @param ignored which parameters were read and will not be obeyed; a request is the same
 * with and without them
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">OpenAI's
 * reference</a>
 */
public record ChatRequest(String model, List<Message> history, String task, boolean stream, boolean includeUsage,
		@Nullable String user, @Nullable Integer maxOutputTokens, Map<String, String> metadata,
		@JsonIgnore List<String> ignored) {

	/** Where it is posted. */
	public static final String PATH = "/v1/chat/completions";

	public ChatRequest {
		history = List.copyOf(history);
		metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
		ignored = List.copyOf(ignored);
	}

	/**
	 * Reads a request.
	 * @param fields the fields of the body
	 * @param maxCharacters of each message, in code points
	 * @throws UnsupportedParameterException naming the first parameter that is not
	 * supported
	 * @throws dev.agentservice.support.problem.InvalidRequestException naming every bad
	 * field
	 */
	public static ChatRequest parse(JsonFields fields, int maxCharacters) {
		return new ChatRequestReader(fields, maxCharacters).read();
	}

	/**
	 * What it asks of a run.
	 * @param idempotencyKey the client's name for this request, or null
	 */
	public RunCommand toCommand(@Nullable String idempotencyKey) {
		IdempotencyKey key = (idempotencyKey != null) ? IdempotencyKey.of(idempotencyKey, canonical()) : null;
		return new RunCommand(this.model, this.task, this.history, true, null, this.maxOutputTokens, null, false,
				this.stream ? RunMode.APPEND_ONLY : RunMode.SYNC, OnDisconnect.CANCEL_AT_ONCE, key, this.metadata,
				null);
	}

	/** Equal for requests that ask for the same, however their JSON is written. */
	private String canonical() {
		return "POST " + PATH + "\n" + JsonMapper.shared().writeValueAsString(this);
	}

	/** Without the texts: whatever is printed ends up in a log. */
	@Override
	public String toString() {
		return "ChatRequest[model=" + Text.printable(this.model, 64) + ", " + this.history.size()
				+ " messages before a task of " + Text.length(this.task) + " characters]";
	}

}
