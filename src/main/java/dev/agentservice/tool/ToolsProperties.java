package dev.agentservice.tool;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.tool.resilience.ResilienceOverrides;
import dev.agentservice.tool.resilience.ResilienceProperties;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of tools.
 *
 * @param timeout the longest a call may take where neither the tool nor {@code byName}
 * says otherwise
 * @param maxResult how much of a tool's result the model gets to see, in bytes of UTF-8;
 * the rest is cut, and the model is told so
 * @param resilience what is done when a tool fails
 * @param byName settings of single tools by the tool's name; each value that is set wins
 * over the tool's own {@link ToolPolicy}
 */
@Validated
@ConfigurationProperties("agent-service.tools")
public record ToolsProperties(@DefaultValue("5s") Duration timeout, @DefaultValue("16KB") DataSize maxResult,
		@DefaultValue @Valid ResilienceProperties resilience, @DefaultValue Map<String, @Valid PerTool> byName) {

	public ToolsProperties {
		if (!timeout.isPositive()) {
			throw new IllegalArgumentException("agent-service.tools.timeout must be positive, not " + timeout);
		}
		if (maxResult.toBytes() < 256 || maxResult.toMegabytes() > 64) {
			throw new IllegalArgumentException(
					"agent-service.tools.max-result must be between 256 bytes and 64 MB, not " + maxResult);
		}
		byName = Map.copyOf(byName);
	}

	/**
	 * What configuration says about one tool; null leaves it to the tool.
	 *
	 * @param timeout the longest a call may take
	 * @param parallel whether a call may run while other calls of the same step do
	 * @param sideEffects whether a call changes anything outside
	 * @param idempotent whether a repeated call with the same key has no further effect
	 * @param inDoubt what becomes of a call with side effects whose replica was lost
	 * @param trusted whether results hold nothing that a stranger may have written
	 * @param thirdParty whether its arguments leave for somebody else's service
	 * @param resilience what is otherwise when it fails
	 * @param cache how its results are kept
	 */
	public record PerTool(@Nullable Duration timeout, @Nullable Boolean parallel, @Nullable Boolean sideEffects,
			@Nullable Boolean idempotent, @Nullable InDoubt inDoubt, @Nullable Boolean trusted,
			@Nullable Boolean thirdParty, @Nullable @Valid ResilienceOverrides resilience, @Nullable Cache cache) {

		public static final PerTool NONE = new PerTool(null, null, null, null, null, null, null, null, null);

	}

	/**
	 * How results of one tool are kept; null leaves it to the tool.
	 *
	 * @param ttl how long; 0 means not at all
	 * @param scope for whom
	 */
	public record Cache(@Nullable Duration ttl, @Nullable CacheScope scope) {

		public static final Cache NONE = new Cache(null, null);

	}

}
