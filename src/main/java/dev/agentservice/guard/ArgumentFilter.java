package dev.agentservice.guard;

import dev.agentservice.guard.inspection.GuardException;

/**
 * What the arguments of a call pass on their way to somebody else's tool.
 */
@FunctionalInterface
public interface ArgumentFilter {

	/** Lets everything pass. */
	ArgumentFilter NONE = (json) -> json;

	/**
	 * Takes out what a third party must not get. A value in which something is found may
	 * not fit the tool's schema any more; then the model is told so, as of any argument.
	 * @param json the arguments as the model wrote them; what is no JSON is a text
	 * @return the arguments as they may leave
	 * @throws GuardException if they cannot be looked at
	 */
	String filter(String json);

}
