package dev.agentservice.tool.source;

import dev.agentservice.tool.ToolArguments;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolEffect;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.cache.ResultKey;
import dev.agentservice.tool.resilience.ToolResilience;
import dev.langchain4j.agent.tool.ToolSpecification;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.modulith.NamedInterface;

/**
 * A tool as an agent calls it. Thread-safe.
 */
@NamedInterface("source")
public interface AgentTool {

	/** The name that models and agents' files use. */
	default String name() {
		return specification().name();
	}

	/** Where the tool is defined, for messages at start. */
	String place();

	/** How it may be called. */
	ToolSettings settings();

	/** What keeps its failures from doing harm. */
	ToolResilience resilience();

	/** What models are told about it. */
	ToolSpecification specification();

	/**
	 * Reads what the model wrote.
	 * @throws ToolArguments.InvalidArgumentsException if it does not fit the schema
	 */
	ObjectNode read(String json);

	/** Whether these arguments, written for another tool, fit. */
	default boolean accepts(String json) {
		try {
			read(json);
			return true;
		}
		catch (ToolArguments.InvalidArgumentsException _) {
			return false;
		}
	}

	/**
	 * What a result is cached under, or null if results are not cached.
	 * @param values the arguments
	 * @param context who asks
	 */
	default @Nullable ResultKey resultKey(ObjectNode values, ToolContext context) {
		ToolSettings.Cache cache = settings().cache();
		if (cache == null) {
			return null;
		}
		return switch (cache.scope()) {
			case USER -> ResultKey.of(context.caller().tag(), context.epoch(), name(), values);
			case SHARED -> ResultKey.shared(name(), values);
		};
	}

	/**
	 * Prepares a call, which may then be made more than once.
	 * @param values the arguments
	 * @param context who asks
	 * @throws ToolArguments.InvalidArgumentsException if a value cannot be used
	 */
	Call prepare(ObjectNode values, ToolContext context);

	/**
	 * Tells whether a call took effect, without making it.
	 * @param values the arguments
	 * @param context who asked for it, with the key that the call had
	 * @throws Exception whatever the tool throws
	 */
	default ToolEffect check(ObjectNode values, ToolContext context) throws Exception {
		return new ToolEffect.Unknown();
	}

	/** A call whose arguments are bound. */
	@FunctionalInterface
	interface Call {

		/**
		 * Makes the call.
		 * @return the result as the model sees it
		 * @throws Throwable whatever the tool throws
		 */
		String make() throws Throwable;

	}

}
