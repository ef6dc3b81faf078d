package dev.agentservice.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The agents cannot be loaded at start, so there is no start.
 */
class AgentsUnusableException extends RuntimeException {

	AgentsUnusableException(Path directory, List<AgentFileException> broken) {
		super("The agents in " + directory + " cannot be loaded:\n"
				+ broken.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")));
	}

	AgentsUnusableException(Path directory, String reason, Throwable cause) {
		super("The directory " + directory + " of the agents cannot be read: " + reason, cause);
	}

}
