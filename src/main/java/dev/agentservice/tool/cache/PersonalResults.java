package dev.agentservice.tool.cache;

import java.util.List;
import java.util.Set;

import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.redis.RedisProperties;

import org.springframework.stereotype.Component;

/**
 * Results of tools. Those of a user are below the user's hash tag; of those that are the
 * same for everybody nobody knows who they are of.
 */
@Component
class PersonalResults implements PersonalDataStore {

	private final RedisProperties redis;

	PersonalResults(RedisProperties redis) {
		this.redis = redis;
	}

	@Override
	public String name() {
		return "tool.cache";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("results of tools", "fewer calls of tools", this.redis.epochTtl(),
				"the call; the tool's own time is shorter", Erasure.DELETED));
	}

	@Override
	public Set<String> kinds() {
		return Set.of("cache");
	}

}
