package dev.agentservice.redis;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs all tests of a class twice: on a single Redis and on a cluster of three. The class
 * has a constructor with a {@link RedisTopology}. What it takes of that as its own is
 * given to another class after each.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(RedisTopology.class)
@ExtendWith(OnSingleAndCluster.Release.class)
public @interface OnSingleAndCluster {

	/** After all that closes replicas. */
	final class Release implements AfterAllCallback {

		@Override
		public void afterAll(ExtensionContext context) {
			RedisTopology.release(context.getRequiredTestClass());
		}

	}

}
