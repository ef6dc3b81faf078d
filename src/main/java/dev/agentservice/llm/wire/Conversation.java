package dev.agentservice.llm.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A conversation that is legal at any provider, whatever its content: instructions in one
 * place at the beginning, then the user and the model in turns, the user first; no turn
 * is empty; each tool call has its result right after it, and each result its call. Texts
 * are left unchanged wherever that is legal.
 *
 * @param instructions empty if there are none
 * @param turns at least one
 */
public record Conversation(String instructions, List<Turn> turns) {

	/** Stands for a missing beginning, or text; texts must not be empty. */
	private static final String NOTHING = "(no text)";

	/** The messages of one side before the other's. */
	public sealed interface Turn {

	}

	/**
	 * The user's turn.
	 *
	 * @param texts none of them blank, at least one
	 */
	public record User(List<String> texts) implements Turn {
	}

	/**
	 * The model's turn.
	 *
	 * @param text may be empty if there are calls, but not blank
	 * @param calls each with its result
	 * @param opaque the part that is returned to the provider with it, null if there is
	 * none
	 */
	public record Assistant(String text, List<Call> calls, @Nullable ObjectNode opaque) implements Turn {
	}

	/**
	 * A tool call and its result.
	 *
	 * @param id legal, and the only one of its name in the conversation
	 * @param name legal
	 * @param arguments the JSON of an object
	 * @param result the tool's result
	 * @param error whether the tool failed
	 */
	public record Call(String id, String name, String arguments, String result, boolean error) {
	}

	/**
	 * Makes a conversation legal.
	 * @param ids which ids of tool calls are legal
	 * @throws IllegalArgumentException if a message holds anything but text
	 */
	public static Conversation of(Question question, CallIds ids) {
		StringBuilder instructions = new StringBuilder();
		List<Turn> turns = new ArrayList<>();
		List<ChatMessage> messages = question.messages();
		for (int i = 0; i < messages.size(); i++) {
			switch (messages.get(i)) {
				case SystemMessage system -> append(instructions, system.text());
				case UserMessage user -> addUser(turns, texts(user.contents()));
				case AiMessage model -> addAssistant(turns,
						assistant(model, new Results(messages, i + 1), ids, question.opaque().apply(model)));
				// Taken with its call; a result without a call belongs to nothing.
				case ToolExecutionResultMessage _ -> {
				}
				default -> throw new IllegalArgumentException("no text: " + messages.get(i).type());
			}
		}
		if (turns.isEmpty() || turns.getFirst() instanceof Assistant) {
			turns.addFirst(new User(List.of(NOTHING)));
		}
		return new Conversation(instructions.toString(), turns);
	}

	private static void append(StringBuilder text, String more) {
		if (!more.isBlank()) {
			text.append(text.isEmpty() ? "" : "\n\n").append(more);
		}
	}

	private static void addUser(List<Turn> turns, List<String> said) {
		List<String> texts = new ArrayList<>(said);
		texts.removeIf(String::isBlank);
		if (!turns.isEmpty() && turns.getLast() instanceof User before) {
			texts.addAll(0, before.texts());
			turns.removeLast();
		}
		texts.removeIf((text) -> texts.size() > 1 && text.equals(NOTHING));
		turns.add(new User(texts.isEmpty() ? List.of(NOTHING) : List.copyOf(texts)));
	}

	private static List<String> texts(List<Content> contents) {
		return contents.stream().map(Conversation::text).toList();
	}

	private static String text(Content content) {
		if (content instanceof TextContent text) {
			return text.text();
		}
		throw new IllegalArgumentException("no text: " + content.type());
	}

	private static Assistant assistant(AiMessage model, Results results, CallIds ids, @Nullable String opaque) {
		List<Call> calls = model.toolExecutionRequests().stream().map((request) -> {
			Results.Result result = results.of(request.id());
			return new Call(ids.legal(request.id()), ToolNames.legal(request.name()),
					ToolArguments.legal(request.arguments()), result.text(), result.error());
		}).toList();
		String text = Objects.requireNonNullElse(model.text(), "");
		return new Assistant(text.isBlank() ? "" : text, calls, (opaque != null) ? Json.parseObject(opaque) : null);
	}

	private static void addAssistant(List<Turn> turns, Assistant next) {
		if (next.text().isEmpty() && next.calls().isEmpty() && next.opaque() == null) {
			return;
		}
		if (!turns.isEmpty() && turns.getLast() instanceof Assistant before && before.calls().isEmpty()) {
			turns.removeLast();
			turns.add(joined(before, next));
		}
		else {
			turns.add(next);
		}
	}

	/** A paused turn may continue in the middle of a word. */
	private static Assistant joined(Assistant before, Assistant next) {
		ObjectNode paused = before.opaque();
		if (paused != null) {
			return new Assistant(before.text() + next.text(), next.calls(), joined(paused, next.opaque()));
		}
		StringBuilder text = new StringBuilder(before.text());
		append(text, next.text());
		return new Assistant(text.toString(), next.calls(), next.opaque());
	}

	private static ObjectNode joined(ObjectNode before, @Nullable ObjectNode next) {
		ObjectNode joined = before.deepCopy();
		if (next != null) {
			next.forEachEntry((name, value) -> {
				if (joined.path(name) instanceof ArrayNode list && value instanceof ArrayNode more) {
					list.addAll(more);
				}
				else {
					joined.set(name, value);
				}
			});
		}
		return joined;
	}

	/** The names of the tools that were called. */
	public Stream<String> toolNames() {
		return this.turns.stream()
			.flatMap((turn) -> (turn instanceof Assistant model) ? model.calls().stream() : Stream.empty())
			.map(Call::name)
			.distinct();
	}

}
