package dev.agentservice.support;

import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Services that start at the same time in one JVM set up its logging one after the other:
 * it is there once, and does not start if another service resets it in the middle. Found
 * by Spring Boot in {@code META-INF/spring.factories}.
 */
final class OneLogAtATime implements SpringApplicationRunListener, PriorityOrdered {

	private static final ReentrantLock LOGGING = new ReentrantLock();

	@Override
	public void starting(ConfigurableBootstrapContext bootstrap) {
		LOGGING.lock();
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		LOGGING.unlock();
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		while (LOGGING.isHeldByCurrentThread()) {
			LOGGING.unlock();
		}
	}

	/** Before the listener that sets up logging. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
