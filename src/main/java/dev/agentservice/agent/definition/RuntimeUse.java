package dev.agentservice.agent.definition;

import java.util.List;

import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.RemoteRuntime;
import org.jspecify.annotations.Nullable;

import org.springframework.modulith.NamedInterface;

/**
 * Where an agent's loop runs.
 *
 * @param remote the provider's loop; null for this service's own
 * @param fallsBack whether this service's own loop takes over when the provider fails
 * @param hosted the tools that run at the provider
 * @param hostedCalls how often those may be called in one part of the loop
 * @param hostedContext how many tokens a prompt may grow to by their results; null for as
 * many as the model can hold
 */
@NamedInterface("definition")
public record RuntimeUse(@Nullable RemoteRuntime remote, boolean fallsBack, List<HostedTool> hosted, int hostedCalls,
		@Nullable Integer hostedContext) {

	/** This service's own loop. */
	public static final RuntimeUse OWN = new RuntimeUse(null, true, List.of(), 0, null);

	/** The name of this service's own loop in agents' files. */
	public static final String OWN_LABEL = "own";

	public RuntimeUse {
		hosted = List.copyOf(hosted);
	}

	/** The name of the provider's loop; null for this service's own. */
	public @Nullable String remoteLabel() {
		return (this.remote != null) ? this.remote.label() : null;
	}

}
