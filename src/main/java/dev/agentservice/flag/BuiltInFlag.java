package dev.agentservice.flag;

import java.util.Locale;

import dev.agentservice.flag.definition.FlagType;

/**
 * The flags that the service itself obeys. The configuration has to define each of them.
 */
public enum BuiltInFlag {

	/** Whether the tool calls of a step run side by side or one after another. */
	PARALLEL_TOOL_EXECUTION(FlagType.BOOLEAN),
	/** Replaces the model for simple tasks that the agent's file names, unless empty. */
	SIMPLE_MODEL(FlagType.STRING),
	/** Replaces the model for complex tasks that the agent's file names, unless empty. */
	COMPLEX_MODEL(FlagType.STRING),
	/** The kill switch: false refuses new runs of an agent and stops those at work. */
	AGENT_ENABLED(FlagType.BOOLEAN),
	/** Whether agents look up what they know; false lets them answer without it. */
	KNOWLEDGE(FlagType.BOOLEAN);

	private final FlagType type;

	BuiltInFlag(FlagType type) {
		this.type = type;
	}

	FlagType type() {
		return this.type;
	}

	/** The flag's name, for example {@code simple-model}. */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
