package dev.agentservice.storage;

import java.util.List;
import java.util.Set;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Residue;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.RedisProperties;

import org.springframework.stereotype.Component;

/**
 * How many bytes are stored of a user: below the user's hash tag, and in the sums of the
 * tenant.
 */
@Component
class PersonalSums implements PersonalDataStore {

	private final RedisProperties redis;

	private final TenantStorage tenants;

	PersonalSums(RedisProperties redis, TenantStorage tenants) {
		this.redis = redis;
		this.tenants = tenants;
	}

	@Override
	public String name() {
		return "storage";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("how many bytes are stored", "the limit of what may be stored",
				this.redis.epochTtl(), "the last run", Erasure.DELETED));
	}

	@Override
	public Set<String> kinds() {
		return Set.of("stored");
	}

	/** The user's own count is gone by then: nothing is noted again. */
	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		this.tenants.forget(subject.tenant(), new UserTag(subject.user()));
		return Slice.Done.NOTHING;
	}

	@Override
	public boolean isBelowTenant() {
		return true;
	}

	@Override
	public Residue verify(Subject subject) {
		long noted = this.tenants.isNoted(subject.tenant(), new UserTag(subject.user())) ? 1 : 0;
		return new Residue(noted, Set.of("sums of the tenant"));
	}

}
