package dev.agentservice.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a tool wants to be run; sits beside {@code @Tool} on its method. Configuration
 * below {@code agent-service.tools.by-name} wins over it.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolPolicy {

	/**
	 * The longest a call may take, for example {@code 2s} or {@code 500ms}; empty means
	 * the default of all tools.
	 */
	String timeout() default "";

	/**
	 * Whether calls may run while other calls of the same step do. Calls of tools that
	 * may not run one after another, in the order the model asked for them.
	 */
	boolean parallel() default true;

	/**
	 * Whether a call changes anything outside, so that it must not simply be repeated.
	 */
	boolean sideEffects() default false;

}
