package dev.agentservice.support.redis;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import dev.agentservice.support.Text;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why there is no connection to Redis: once for each reason, however many attempts
 * fail for it.
 */
public final class ConnectionFailures {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionFailures.class);

	private static final int MAX_CAUSE = 200;

	private final AtomicReference<@Nullable String> latest = new AtomicReference<>();

	/** An attempt failed. */
	void failed(Throwable failure) {
		String cause = rootCause(failure);
		if (!Objects.equals(this.latest.getAndSet(cause), cause)) {
			logger.atError().addKeyValue("cause", cause).log("Cannot connect to Redis: {}", cause);
		}
	}

	/** There is a connection. */
	void connected() {
		if (this.latest.getAndSet(null) != null) {
			logger.info("Connected to Redis");
		}
	}

	/**
	 * What really went wrong: what is around it says only that it cannot connect. Redis'
	 * own words hold no password.
	 */
	public static String rootCause(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
			cause = cause.getCause();
		}
		String message = Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
		return Text.printable(message, MAX_CAUSE);
	}

}
