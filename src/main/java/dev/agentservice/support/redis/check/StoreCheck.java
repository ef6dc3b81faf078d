package dev.agentservice.support.redis.check;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.agentservice.support.redis.ConnectionFailures;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisProperties.Durability;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Looks, before the first request is taken, whether Redis is set up as it has to be.
 * Nobody waits for that, unless the start depends on it.
 */
@Component
class StoreCheck implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StoreCheck.class);

	private final RedisStore redis;

	private final RedisProperties properties;

	StoreCheck(RedisStore redis, RedisProperties properties) {
		this.redis = redis;
		this.properties = properties;
	}

	@Override
	public void afterSingletonsInstantiated() {
		switch (this.properties.durability()) {
			case WARN -> warnSoon();
			case REQUIRE -> require(this.redis.flaws());
			case IGNORE -> {
				// Somebody else has looked.
			}
		}
	}

	private void warnSoon() {
		var _ = this.redis.flaws().orTimeout(patience().toNanos(), TimeUnit.NANOSECONDS).whenComplete(StoreCheck::warn);
	}

	private static void warn(Set<String> flaws, @Nullable Throwable failure) {
		if (failure != null) {
			String cause = ConnectionFailures.rootCause(failure);
			logger.atWarn()
				.addKeyValue("cause", cause)
				.log("Redis could not be asked whether it keeps what it acknowledges: {}", cause);
			return;
		}
		flaws.forEach((flaw) -> logger.atWarn()
			.addKeyValue("flaw", flaw)
			.log("Redis may lose what it acknowledged: {}", flaw));
	}

	private Duration patience() {
		return this.properties.connectTimeout().plus(this.properties.commandTimeout().multipliedBy(2));
	}

	private void require(CompletableFuture<Set<String>> flaws) {
		Duration patience = patience();
		try {
			Set<String> found = flaws.get(patience.toNanos(), TimeUnit.NANOSECONDS);
			if (!found.isEmpty()) {
				throw new StoreUnusableException(List.copyOf(found));
			}
		}
		catch (ExecutionException ex) {
			throw new StoreUnusableException(List.of("It cannot be asked: " + ConnectionFailures.rootCause(ex)));
		}
		catch (TimeoutException _) {
			throw new StoreUnusableException(List.of("It does not answer within " + patience + "."));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Redis is not what {@link Durability#REQUIRE} asks for. */
	static final class StoreUnusableException extends RuntimeException {

		StoreUnusableException(List<String> flaws) {
			super("Redis is not set up as agent-service.redis.durability=require asks for:" + System.lineSeparator()
					+ "    " + String.join(System.lineSeparator() + "    ", flaws));
		}

	}

}
