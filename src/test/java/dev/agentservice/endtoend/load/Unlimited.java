package dev.agentservice.endtoend.load;

import java.util.ArrayList;
import java.util.List;

/**
 * The options of a replica that refuses nobody for what they ask too often, pay or store,
 * so that a trial meets only the limit that it is about.
 */
public final class Unlimited {

	private static final List<String> LIMITS = List.of("user-requests", "key-requests", "user-bytes", "key-bytes",
			"user-reads", "key-reads", "user-tokens", "new-users");

	private Unlimited() {
	}

	/** The options, as a command line has them. */
	public static List<String> options() {
		List<String> options = new ArrayList<>(List.of("--agent-service.run.in-flight.user-percent=100",
				"--agent-service.run.in-flight.tenant-percent=100", "--agent-service.storage.user-limit=1TB",
				"--agent-service.storage.tenant-limit=1TB", "--agent-service.run.events.streams-per-user=1000000",
				"--agent-service.budget.user-daily-usd=1000000"));
		LIMITS.forEach((limit) -> options.add("--agent-service.rate-limits." + limit + ".capacity=1000000000"));
		return options;
	}

}
