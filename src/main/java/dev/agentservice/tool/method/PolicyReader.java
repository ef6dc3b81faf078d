package dev.agentservice.tool.method;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

import dev.agentservice.tool.CacheScope;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolDefinitionException;
import dev.agentservice.tool.ToolPolicy;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.ToolsProperties;
import dev.agentservice.tool.ToolsProperties.PerTool;
import dev.agentservice.tool.resilience.ResilienceOverrides;
import dev.agentservice.tool.resilience.ResilienceProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Lays configuration over what tools say about themselves, value by value.
 */
public final class PolicyReader {

	/** What a tool without a policy says: nothing. */
	private static final ToolPolicy NO_POLICY = AnnotationUtils.synthesizeAnnotation(ToolPolicy.class);

	private final ToolsProperties properties;

	public PolicyReader(ToolsProperties properties) {
		this.properties = properties;
	}

	/**
	 * How a tool is run.
	 * @param name its name
	 * @param method what is called
	 * @param place where it is defined, for complaints
	 * @throws ToolDefinitionException if it cannot be run like that
	 */
	ToolSettings read(String name, Method method, String place) {
		PerTool configured = this.properties.byName().getOrDefault(name, PerTool.NONE);
		ToolPolicy policy = Objects.requireNonNullElse(method.getAnnotation(ToolPolicy.class), NO_POLICY);
		boolean sideEffects = Objects.requireNonNullElse(configured.sideEffects(), policy.sideEffects());
		try {
			return new ToolSettings(Objects.requireNonNullElseGet(configured.timeout(), () -> timeout(policy)),
					Objects.requireNonNullElse(configured.parallel(), policy.parallel()), sideEffects,
					Objects.requireNonNullElse(configured.idempotent(), policy.idempotent()),
					Objects.requireNonNullElse(configured.inDoubt(), policy.inDoubt()),
					Objects.requireNonNullElse(configured.trusted(), policy.trusted()),
					Objects.requireNonNullElse(configured.thirdParty(), policy.thirdParty()),
					resilience(configured, policy, sideEffects), cache(configured, policy, method));
		}
		catch (IllegalArgumentException ex) {
			throw new ToolDefinitionException(place + ": " + ex.getMessage());
		}
	}

	private Duration timeout(ToolPolicy policy) {
		return policy.timeout().isEmpty() ? this.properties.timeout() : DurationStyle.detectAndParse(policy.timeout());
	}

	/** That all tools may be called again does not hold for those with side effects. */
	private ResilienceProperties resilience(PerTool configured, ToolPolicy policy, boolean sideEffects) {
		ResilienceProperties all = this.properties.resilience();
		if (policy.maxAttempts() < 0 || policy.maxAttempts() > 10) {
			throw new IllegalArgumentException("max-attempts must be from 1 to 10, not " + policy.maxAttempts());
		}
		int attempts = (policy.maxAttempts() == 0 && sideEffects) ? 1 : policy.maxAttempts();
		return Objects.requireNonNullElse(configured.resilience(), ResilienceOverrides.NONE)
			.over((attempts > 0) ? all.withMaxAttempts(attempts) : all);
	}

	private static ToolSettings.@Nullable Cache cache(PerTool configured, ToolPolicy policy, Method method) {
		ToolsProperties.Cache cache = Objects.requireNonNullElse(configured.cache(), ToolsProperties.Cache.NONE);
		Duration ttl = Objects.requireNonNullElseGet(cache.ttl(), () -> ttl(policy));
		if (ttl.isNegative()) {
			throw new IllegalArgumentException("the time to live of cached results must not be negative");
		}
		if (ttl.isZero()) {
			return null;
		}
		CacheScope scope = Objects.requireNonNullElse(cache.scope(), policy.cacheScope());
		if (scope == CacheScope.SHARED && Arrays.asList(method.getParameterTypes()).contains(ToolContext.class)) {
			throw new IllegalArgumentException("it takes a ToolContext, so its results may depend on the user: "
					+ "they must not be cached for everybody, only with the scope 'user'");
		}
		return new ToolSettings.Cache(ttl, scope);
	}

	private static Duration ttl(ToolPolicy policy) {
		return policy.cacheTtl().isEmpty() ? Duration.ZERO : DurationStyle.detectAndParse(policy.cacheTtl());
	}

}
