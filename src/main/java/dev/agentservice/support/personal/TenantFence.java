package dev.agentservice.support.personal;

import java.util.List;

import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Whether a whole tenant is being erased. Runs are told with their budgets; this is for
 * what is stored of a tenant without a run.
 */
@Component
public class TenantFence {

	private static final LuaScript<List<@Nullable Object>> VALUE = LuaScript.list("support/value");

	private final RedisStore redis;

	TenantFence(RedisStore redis) {
		this.redis = redis;
	}

	/**
	 * Whether nothing may be stored of a tenant.
	 * @param tenant the tenant's tag
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is
	 * unavailable
	 */
	public boolean stands(String tenant) {
		return this.redis.run(VALUE, List.of("as:{" + tenant + "}:erasing"), List.of()).getFirst() != null;
	}

}
