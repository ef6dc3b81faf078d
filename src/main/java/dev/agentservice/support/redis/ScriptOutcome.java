package dev.agentservice.support.redis;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * How a script's call ended.
 */
enum ScriptOutcome {

	/** Redis ran it. */
	SUCCESS,
	/** Redis did not answer in time. */
	TIMEOUT,
	/** There is no connection, or Redis says that it cannot serve now. */
	UNAVAILABLE,
	/** Redis was not asked, because it did not answer others. */
	SPARED,
	/** The script or its call is wrong: a defect of ours. */
	ERROR;

	/**
	 * The error codes by which a Redis says that it is in no state to serve. An error
	 * inside of a script is wrapped by Redis 6, so the code can stand anywhere.
	 */
	private static final Pattern REFUSAL = Pattern.compile("\\b(OOM|READONLY|MISCONF|NOREPLICAS|LOADING|MASTERDOWN"
			+ "|CLUSTERDOWN|TRYAGAIN|BUSY|NOAUTH|WRONGPASS|NOPERM)\\b");

	static ScriptOutcome of(@Nullable Throwable failure) {
		return switch (unwrap(failure)) {
			case null -> SUCCESS;
			case CallNotPermittedException _ -> SPARED;
			case TimeoutException _ -> TIMEOUT;
			case RedisCommandTimeoutException _ -> TIMEOUT;
			case RedisCommandExecutionException answer -> isRefusal(answer) ? UNAVAILABLE : ERROR;
			case RedisException _ -> UNAVAILABLE;
			case DataAccessResourceFailureException _ -> UNAVAILABLE;
			case CancellationException _ -> UNAVAILABLE;
			default -> ERROR;
		};
	}

	/** Futures wrap what went wrong; this is what it was. */
	static @Nullable Throwable unwrap(@Nullable Throwable failure) {
		return switch (failure) {
			case CompletionException wrapper when wrapper.getCause() != null -> unwrap(wrapper.getCause());
			case ExecutionException wrapper when wrapper.getCause() != null -> unwrap(wrapper.getCause());
			case null, default -> failure;
		};
	}

	/** The value of the {@code outcome} label. */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	private static boolean isRefusal(RedisCommandExecutionException answer) {
		return answer.getMessage() != null && REFUSAL.matcher(answer.getMessage()).find();
	}

}
