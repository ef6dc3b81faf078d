package dev.agentservice.flag;

import java.util.Optional;

/**
 * Knows what the values of some string flags mean, and so whether one can be used. A
 * feature that obeys such a flag has one as a bean: it is asked of every value at start
 * and before an override is stored.
 */
public interface FlagValueCheck {

	/** Whether it knows what this flag's values mean. */
	boolean covers(String flag);

	/**
	 * What is wrong with a value.
	 * @param value the value
	 * @return why it cannot be used, to stand behind its name and without repeating it;
	 * empty if it can
	 */
	Optional<String> complaint(String value);

}
