package dev.agentservice.flag.definition;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;

import org.springframework.modulith.NamedInterface;

/**
 * For whom a flag is asked.
 *
 * @param tenant the caller's tenant
 * @param user the user's tag, which percentages go by
 * @param agent the agent's name
 */
@NamedInterface("definition")
public record FlagContext(String tenant, UserTag user, String agent) {

	/** A run of this agent for this caller. */
	public static FlagContext of(Caller caller, String agent) {
		return new FlagContext(caller.tenant(), caller.tag(), agent);
	}

}
