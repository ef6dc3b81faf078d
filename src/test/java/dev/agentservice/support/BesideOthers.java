package dev.agentservice.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Runs a test class while others run: it shares nothing with them, in particular no
 * Redis. Its own tests run one after the other. How many such classes run at a time is in
 * {@code junit-platform.properties}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = BesideOthers.OneByOne.class)
public @interface BesideOthers {

	/**
	 * The {@link ResourceLock} of those that start several processes and kill or freeze
	 * them: one at a time, beside one of {@link #STOPS}, is enough for two cores.
	 */
	String CRASHES = "crashes";

	/**
	 * The {@link ResourceLock} of those that start processes that end as they should.
	 */
	String STOPS = "stops";

	/**
	 * Without a lock on their class, its tests would run beside one another, too.
	 */
	final class OneByOne implements ResourceLocksProvider {

		@Override
		public Set<Lock> provideForClass(Class<?> testClass) {
			return Set.of(new Lock(testClass.getName()));
		}

	}

}
