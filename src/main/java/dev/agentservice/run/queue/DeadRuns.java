package dev.agentservice.run.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The runs that were given up, for the operators of their tenants: the newest thousand of
 * each.
 */
@Component
public class DeadRuns {

	/** The tenants that have dead runs; theirs are at this key with their tag. */
	private static final String TENANTS = "as:{q}:dead";

	private static final int KEPT = 1000;

	private static final LuaScript<Long> ADD = LuaScript.number("fragment/clock", "queue/queue-dead-add");

	private static final LuaScript<List<@Nullable Object>> LIST = LuaScript.list("queue/queue-dead-list");

	private static final LuaScript<Long> REMOVE = LuaScript.number("queue/queue-dead-remove");

	private final RedisStore redis;

	DeadRuns(RedisStore redis) {
		this.redis = redis;
	}

	/**
	 * Adds a run; one that is there keeps its time.
	 * @param tenant the tag of the user's tenant
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public void add(String tenant, UserTag user, String run) {
		this.redis.run(ADD, keys(tenant), List.of(tenant, member(user, run), KEPT));
	}

	/**
	 * The runs of a tenant, the newest first.
	 * @param tenant its tag
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public List<DeadRun> list(String tenant) {
		List<DeadRun> runs = new ArrayList<>();
		List<@Nullable Object> row = this.redis.run(LIST, keys(tenant), List.of());
		for (int i = 0; i + 1 < row.size(); i += 2) {
			runs.add(DeadRun.of(String.valueOf(row.get(i)), String.valueOf(row.get(i + 1))));
		}
		return runs;
	}

	/**
	 * Removes a run, for example because it is queued again.
	 * @param tenant the tag of the user's tenant
	 * @return whether it was there
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public boolean remove(String tenant, UserTag user, String run) {
		return this.redis.run(REMOVE, keys(tenant), List.of(tenant, member(user, run))) == 1;
	}

	/** The same without waiting for it. */
	public CompletableFuture<Boolean> removeSoon(String tenant, UserTag user, String run) {
		return this.redis.runAsync(REMOVE, keys(tenant), List.of(tenant, member(user, run)))
			.thenApply((removed) -> removed == 1);
	}

	private static List<String> keys(String tenant) {
		return List.of(TENANTS + ":" + tenant, TENANTS);
	}

	private static String member(UserTag user, String run) {
		return user.value() + " " + run;
	}

}
