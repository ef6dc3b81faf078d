package dev.agentservice.llm.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Assembles tool calls. The call of a piece is given by an index, by an id, by both or by
 * neither, depending on the server; some give every call the same index, some repeat the
 * name with each piece.
 */
public final class ToolCallPieces {

	/** More than any model makes in one answer. */
	private static final int MAX_CALLS = 128;

	/** Letters and digits alone, nine of them: Mistral takes no other id. */
	private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

	private static final int MADE_ID_LENGTH = 9;

	private static final String NO_ARGUMENTS = "{}";

	/** No JSON: the tool is not called, and the result says why. */
	public static final String CUT_ARGUMENTS = "{";

	private final List<Call> calls = new ArrayList<>();

	private final Map<Integer, Call> byIndex = new HashMap<>();

	/**
	 * Adds a call in one piece.
	 * @param id its id, empty if it has none
	 * @param name the tool's name
	 * @param arguments the arguments' JSON
	 * @param extra the other members of the call, which are returned with it
	 */
	public void addWhole(String id, String name, String arguments, JsonNode extra) {
		begin().add(id, name, arguments, extra);
	}

	/**
	 * Adds a piece of a call.
	 * @param index the index of its call, null if there is none
	 * @param id the call's id, empty if there is none
	 * @param name the tool's name, empty if there is none
	 * @param arguments the next piece of the arguments' JSON
	 * @param extra the other members of the call, which are returned with it
	 */
	public void add(@Nullable Integer index, String id, String name, String arguments, JsonNode extra) {
		Call call = place(index, id);
		if (call != null && call.isRepeatedBy(id, name, arguments)) {
			return;
		}
		if (call == null || call.isFollowedBy(name, arguments)) {
			call = begin();
		}
		if (index != null) {
			this.byIndex.put(index, call);
		}
		call.add(id, name, arguments, extra);
	}

	/** The call that a piece seems to belong to, null if it begins one. */
	private @Nullable Call place(@Nullable Integer index, String id) {
		Call place = (index != null) ? this.byIndex.get(index) : last();
		if (place == null || id.isEmpty() || place.id.isEmpty() || id.equals(place.id)) {
			return place;
		}
		return this.calls.stream().filter((call) -> id.equals(call.id)).findFirst().orElse(null);
	}

	private @Nullable Call last() {
		return this.calls.isEmpty() ? null : this.calls.getLast();
	}

	private Call begin() {
		if (this.calls.size() == MAX_CALLS) {
			throw new MalformedAnswerException("more than " + MAX_CALLS + " tool calls");
		}
		Call call = new Call();
		this.calls.add(call);
		return call;
	}

	public boolean isEmpty() {
		return this.calls.isEmpty();
	}

	/**
	 * The members returned with each call, in their order; a missing node where there are
	 * none.
	 */
	public List<JsonNode> extras() {
		return this.calls.stream().map((call) -> call.extra).toList();
	}

	/** The size of all calls: themselves, their names and arguments. */
	long size() {
		return this.calls.size() + texts().stream().mapToLong(CharSequence::length).sum();
	}

	/** The names and arguments so far of all calls, for a count. */
	List<CharSequence> texts() {
		return this.calls.stream().<CharSequence>mapMulti((call, texts) -> {
			texts.accept(call.name);
			texts.accept(call.arguments);
		}).toList();
	}

	/**
	 * The calls, each with an id of its own, since results find their calls by it.
	 * @param cut whether the model was stopped before its end: if its last call has no
	 * arguments yet, they are missing, not empty
	 * @throws MalformedAnswerException if one has no name
	 */
	public List<ToolExecutionRequest> requests(boolean cut) {
		Set<String> ids = new HashSet<>();
		return this.calls.stream()
			.map((call) -> call.request(ids, (cut && call == last()) ? CUT_ARGUMENTS : NO_ARGUMENTS))
			.toList();
	}

	private static final class Call {

		/** Far longer than any that a provider accepts. */
		private static final int LONGEST_NAME = 1024;

		private final StringBuilder arguments = new StringBuilder();

		private final JsonEnd end = new JsonEnd();

		private String id = "";

		private String name = "";

		private JsonNode extra = Json.missing();

		private void add(String id, String name, String arguments, JsonNode extra) {
			if (this.id.isEmpty()) {
				this.id = id;
			}
			if (this.id.length() > LONGEST_NAME) {
				throw new MalformedAnswerException("a call's id without end");
			}
			addName(name);
			this.arguments.append(arguments);
			this.end.accept(arguments);
			if (!extra.isMissingNode() && !extra.isNull()) {
				this.extra = extra;
			}
		}

		/** Whether a piece repeats this call. */
		private boolean isRepeatedBy(String id, String name, String arguments) {
			return this.end.reached() && !id.isEmpty() && id.equals(this.id) && name.equals(this.name)
					&& arguments.contentEquals(this.arguments);
		}

		/** Whether a piece begins another call, although it has this one's index. */
		private boolean isFollowedBy(String name, String arguments) {
			return !name.isEmpty() && this.end.reached() && (!name.equals(this.name) || !arguments.isEmpty());
		}

		/**
		 * Some servers repeat it, some write it piece by piece, some write all of it so
		 * far.
		 */
		private void addName(String piece) {
			if (piece.startsWith(this.name)) {
				this.name = piece;
			}
			else if (this.arguments.isEmpty() && !piece.isEmpty()) {
				this.name += piece;
			}
			if (this.name.length() > LONGEST_NAME) {
				throw new MalformedAnswerException("a tool's name without end");
			}
		}

		private ToolExecutionRequest request(Set<String> ids, String unsaid) {
			if (this.name.isBlank()) {
				throw new MalformedAnswerException("a tool call without a name");
			}
			String own = this.id.isBlank() ? madeUp() : this.id;
			for (int i = 2; !ids.add(own); i++) {
				own = this.id + "_" + i;
			}
			String json = this.arguments.toString();
			return ToolExecutionRequest.builder()
				.id(own)
				.name(this.name)
				.arguments(json.isBlank() ? unsaid : json)
				.build();
		}

		private static String madeUp() {
			StringBuilder id = new StringBuilder(MADE_ID_LENGTH);
			for (int i = 0; i < MADE_ID_LENGTH; i++) {
				id.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
			}
			return id.toString();
		}

	}

}
