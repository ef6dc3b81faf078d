package dev.agentservice.session;

import java.util.List;

/**
 * The session's part in a script that does more than that: its first keys and arguments.
 *
 * @param keys all in the user's hash slot
 * @param args what the fragment wants, in its order
 */
public record SessionStep(List<String> keys, List<?> args) {

	public SessionStep {
		keys = List.copyOf(keys);
		args = List.copyOf(args);
	}

}
