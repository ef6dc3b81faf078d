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
	 * The longest a call may take, its retries included, for example {@code 2s} or
	 * {@code 500ms}; empty means the default of all tools.
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

	/**
	 * Whether a repeated call with the same {@link ToolContext#idempotencyKey()} has no
	 * further effect, because the backend recognises it.
	 */
	boolean idempotent() default false;

	/**
	 * What becomes of a call with side effects that was under way when its replica was
	 * lost; {@link InDoubt#RETRY} needs {@link #idempotent}, {@link InDoubt#CHECK} a
	 * method with {@link ToolCheck}.
	 */
	InDoubt inDoubt() default InDoubt.TELL;

	/**
	 * Whether results, and the messages of its {@link ToolException}s, hold nothing that
	 * a stranger may have written, because the tool computes them by itself. What others
	 * bring is shown to the model as quoted data, and makes the run careful with side
	 * effects.
	 */
	boolean trusted() default false;

	/**
	 * Whether a call leaves for somebody else's service. Then personal data, credentials
	 * and instructions are taken out of its arguments, as the agent's guard says.
	 */
	boolean thirdParty() default false;

	/**
	 * How often the tool may be called for one result when it fails, the first time
	 * included; 0 means the default of all tools, and 1 with side effects.
	 */
	int maxAttempts() default 0;

	/**
	 * How long a result may be used for further calls with the same arguments, for
	 * example {@code 5m}; empty means not at all.
	 */
	String cacheTtl() default "";

	/** For whom results are kept, if they are. */
	CacheScope cacheScope() default CacheScope.USER;

}
