package dev.agentservice.simulator.script;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.simulator.chat.Protocol;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.chat.ToolCall;

/**
 * The words of a script; import them statically.
 */
public final class Responses {

	private Responses() {
	}

	/** The model answers with this text. */
	public static Answer answer(String text) {
		return new Answer(new Reply(text, List.of()));
	}

	/** The model calls these tools at once. */
	public static Answer toolCalls(ToolCall... calls) {
		return new Answer(new Reply("", List.of(calls)));
	}

	/** The model says something and calls these tools. */
	public static Answer answerWithCalls(String text, ToolCall... calls) {
		return new Answer(new Reply(text, List.of(calls)));
	}

	/** A tool call; its id is made by the provider. */
	public static ToolCall call(String tool, String argumentsJson) {
		return new ToolCall("", tool, argumentsJson);
	}

	/** A tool call with an id of the test's choice. */
	public static ToolCall call(String id, String tool, String argumentsJson) {
		return new ToolCall(id, tool, argumentsJson);
	}

	/** The provider's error with this status. */
	public static Scripted.Refused status(int status) {
		return new Scripted.Refused((protocol) -> protocol.refusal(status), null, false);
	}

	/** A refusal that the provider has no words of its own for. */
	public static Scripted.Refused refused(Refusal refusal) {
		return new Scripted.Refused((_) -> refusal, null, false);
	}

	/** 400: the prompt does not fit the model's window. */
	public static Scripted.Refused contextTooLong() {
		return new Scripted.Refused((protocol) -> protocol.contextTooLong(208_310, 200_000), null, false);
	}

	/** 400: the content filter refuses the prompt. */
	public static Scripted.Refused contentFiltered() {
		return new Scripted.Refused(Protocol::contentFiltered, null, false);
	}

	/** 200 with a body that is no JSON. */
	public static Scripted garbage() {
		return new Scripted.Garbage();
	}

	/** The connection is reset before the first header. */
	public static Scripted reset() {
		return new Scripted.Reset();
	}

	/** Not a byte is sent, and the connection stays open. */
	public static Scripted silence() {
		return new Scripted.Silence();
	}

	/** Not a byte is sent for a while, then this. */
	public static Scripted after(Duration delay, Scripted response) {
		return new Scripted.Delayed(delay, response);
	}

	/** Not a byte is sent until the test says so, then this. */
	public static Scripted held(CompletableFuture<?> released, Scripted response) {
		return new Scripted.Held(released, response);
	}

}
