package dev.agentservice.tool;

/**
 * Whether a call that was under way when its replica was lost took effect.
 */
public sealed interface ToolEffect {

	/**
	 * It did, so it is not made again.
	 *
	 * @param result what the model is told, as the tool would have
	 */
	record Happened(String result) implements ToolEffect {

	}

	/**
	 * It did not, so it is made again: once its former owner can be at work no more, and
	 * if it is still absent then.
	 */
	record Absent() implements ToolEffect {

	}

	/** That cannot be told. It is not made again, and the model is told so. */
	record Unknown() implements ToolEffect {

	}

}
