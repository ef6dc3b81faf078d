package dev.agentservice.agent.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import dev.agentservice.agent.definition.AgentFileException;

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
