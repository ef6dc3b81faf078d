package dev.agentservice.agent.definition;

import java.util.Set;
import java.util.function.BiPredicate;

import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.RemoteRuntime;

/**
 * Where loops can run besides this service.
 *
 * @param runtimes those whose provider is configured and enabled
 * @param priced whether a hosted tool has a price
 */
public record RuntimeOffer(Set<RemoteRuntime> runtimes, BiPredicate<RemoteRuntime, HostedTool> priced) {

	/** Nowhere else. */
	public static final RuntimeOffer NONE = new RuntimeOffer(Set.of(), (_, _) -> false);

	public RuntimeOffer {
		runtimes = Set.copyOf(runtimes);
	}

}
