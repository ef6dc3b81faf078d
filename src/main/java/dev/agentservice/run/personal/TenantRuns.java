package dev.agentservice.run.personal;

import java.util.List;
import java.util.Set;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Residue;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.TenantDataStore;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;

import org.springframework.stereotype.Component;

/**
 * The list of a tenant's runs that were given up, some of them of users of whom nothing
 * else is kept any more.
 */
@Component
class TenantRuns implements TenantDataStore {

	private static final String DEAD = "as:{q}:dead";

	private static final LuaScript<Long> FORGET = LuaScript.number("run/dead-forget");

	private final RedisStore redis;

	TenantRuns(RedisStore redis) {
		this.redis = redis;
	}

	@Override
	public String name() {
		return "run";
	}

	@Override
	public Slice erase(String tenant, String cursor, Deadline deadline) {
		long found = dead(tenant, "");
		return new Slice.Done(found, found, List.of());
	}

	@Override
	public Residue verify(String tenant) {
		return new Residue(dead(tenant, "1"), Set.of("runs that were given up"));
	}

	private long dead(String tenant, String look) {
		return this.redis.run(FORGET, List.of(DEAD + ":" + tenant, DEAD), List.of(tenant, look));
	}

}
