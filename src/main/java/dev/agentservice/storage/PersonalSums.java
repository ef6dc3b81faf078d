package dev.agentservice.storage;

import java.util.List;
import java.util.Set;

import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.redis.RedisProperties;

import org.springframework.stereotype.Component;

/**
 * How many bytes are stored of a user: below the user's hash tag, and in the sums of the
 * tenant.
 */
@Component
class PersonalSums implements PersonalDataStore {

	private final RedisProperties redis;

	PersonalSums(RedisProperties redis) {
		this.redis = redis;
	}

	@Override
	public String name() {
		return "storage";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("how many bytes are stored", "the limit of what may be stored", this.redis.epochTtl(),
				"the last run", Erasure.DELETED));
	}

	@Override
	public Set<String> kinds() {
		return Set.of("stored");
	}

}
