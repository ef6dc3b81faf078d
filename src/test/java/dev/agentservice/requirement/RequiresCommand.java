package dev.agentservice.requirement;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test only where a command works, such as
 * {@code @RequiresCommand("docker info")}. Elsewhere the test skips and says why; with
 * {@code CI=true} in the environment it fails instead, because there nothing may go
 * untested. Give the test a {@code @Tag} of the same name as well ({@code docker},
 * {@code chromium}, {@code prometheus}, {@code npm}), so that {@code -Dgroups} and
 * {@code -DexcludedGroups} can choose it.
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresCommandCondition.class)
public @interface RequiresCommand {

	/**
	 * The command, and after it the arguments of a harmless call that ends with 0 where
	 * it works. Without arguments it is only looked for on the path.
	 */
	String value();

}
