package dev.agentservice.run.record;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Looks runs up.
 * <p>
 * Every operation throws {@link dev.agentservice.support.redis.StoreUnavailableException}
 * when Redis is unavailable.
 */
@Component
public class RunRecords {

	private static final Pattern ID = Pattern.compile("run_[0-9A-HJKMNP-TV-Z]{26}");

	/** So that a filter for a rare status or session does not keep Redis busy. */
	private static final int LOOK_AT_MOST = 500;

	private static final LuaScript<List<@Nullable Object>> FIND = LuaScript.list("fragment/clock", "fragment/hash",
			"run/run-states", "run/run-find");

	private static final LuaScript<RunPage> LIST = LuaScript.list(RunPage::read, "fragment/clock", "fragment/hash",
			"fragment/index", "run/run-states", "run/run-list");

	private final RedisStore redis;

	RunRecords(RedisStore redis) {
		this.redis = redis;
	}

	/**
	 * Makes sure that a client's text is the id of a run before it becomes part of a key.
	 * @throws ProblemException {@code not_found} if it is not: then there is no such run
	 */
	public static String requireId(String id) {
		if (!isId(id)) {
			throw notFound();
		}
		return id;
	}

	/** Whether a client's text could be the id of a run. */
	public static boolean isId(String id) {
		return ID.matcher(id).matches();
	}

	/**
	 * A run.
	 * @throws ProblemException {@code not_found} if the user has no such run
	 */
	public RunRecord find(UserTag user, String runId) {
		List<@Nullable Object> row = this.redis.run(FIND, List.of(new RunKeys(user).run(runId)), List.of());
		if (row.getFirst() == null) {
			throw notFound();
		}
		return RunRecord.read(runId, row);
	}

	/**
	 * A user's runs, newest first.
	 * @param user whose runs
	 * @param filter which of them
	 * @param after the id after which to continue, or null for the newest
	 * @param limit how many at most
	 */
	public RunPage list(UserTag user, RunFilter filter, @Nullable String after, int limit) {
		return this.redis.run(LIST, List.of(new RunKeys(user).index()),
				List.of(Objects.requireNonNullElse(after, ""), limit,
						Objects.requireNonNullElse(filter.sessionId(), ""),
						Objects.requireNonNullElse(filter.status(), ""), LOOK_AT_MOST));
	}

	/** The same for every caller, so that it reveals nothing about other users' runs. */
	public static ProblemException notFound() {
		return new ProblemException(ProblemCode.NOT_FOUND, "There is no such run.");
	}

}
