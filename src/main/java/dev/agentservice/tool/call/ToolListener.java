package dev.agentservice.tool.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.ToolSettings;
import dev.langchain4j.agent.tool.ToolExecutionRequest;

import org.springframework.modulith.NamedInterface;

/**
 * Hears what happens to tool calls, on the thread that asked for them.
 */
@NamedInterface("call")
public interface ToolListener {

	/** Hears nothing. */
	ToolListener NONE = new ToolListener() {
	};

	/**
	 * The call begins; {@link #finished} or {@link #fellBack} follows unless the caller
	 * is interrupted.
	 * @param call what the model asked for; in a fallback's name if it is the fallback
	 * that begins
	 */
	default void started(ToolExecutionRequest call) {
	}

	/**
	 * The call failed, and its fallback begins next: this is not what the model is told.
	 */
	default void fellBack(ToolResult failed) {
	}

	/**
	 * Asked before a call begins.
	 * @param tool how the tool is run
	 * @return why it must not be made, for the model; empty if it may
	 */
	default Optional<String> objection(ToolExecutionRequest call, ToolSettings tool) {
		return Optional.empty();
	}

	/**
	 * Looks at the arguments of a call before its tool gets them.
	 * @param json what the model wrote; perhaps no JSON at all
	 * @param tool how the tool is run
	 * @return what the tool gets
	 */
	default String arguments(String json, ToolSettings tool) {
		return json;
	}

	/**
	 * Looks at a result before anybody else gets to see it, whoever wrote its text.
	 * @return the result, or what is told instead
	 */
	default ToolResult screen(ToolResult result) {
		return result;
	}

	/**
	 * Tools with side effects are about to be called. Returns once that is certain to be
	 * known after a crash, and throws if they must not be called.
	 * @param intents the calls that start together
	 */
	default void intend(List<ToolIntent> intents) {
	}

	/**
	 * Asked on a call's own thread, just before a tool with side effects is called:
	 * whether it still may be. In between another replica may have taken over the run.
	 */
	default boolean mayStillCall() {
		return true;
	}

	/**
	 * How long it takes until a call that an earlier attempt began may be made again,
	 * because its former owner can be at work no more.
	 */
	default Duration untilRepeatable() {
		return Duration.ZERO;
	}

	/** The call ended, however it ended. */
	default void finished(ToolResult result) {
	}

}
