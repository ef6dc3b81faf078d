package dev.agentservice.support.json;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What the JSON of a request body may look like; more is 400. The length of a text needs
 * no limit of its own here, since none is longer than its body.
 *
 * @param maxDepth how deep objects and lists may be nested
 * @param maxNameLength the longest name of a field, in characters
 * @param maxNumberLength the longest number, in digits
 * @param maxTokens how many names, values, beginnings and ends of objects and lists there
 * may be: each takes memory, however few bytes it is
 */
public record JsonLimitProperties(@DefaultValue("64") int maxDepth, @DefaultValue("1000") int maxNameLength,
		@DefaultValue("100") int maxNumberLength, @DefaultValue("200000") int maxTokens) {

	/** The limits where nothing is configured. */
	public static final JsonLimitProperties STANDARD = new JsonLimitProperties(64, 1000, 100, 200_000);

	public JsonLimitProperties {
		require(maxDepth <= 1000, "max-depth must be at most 1000");
		require(maxDepth > 0 && maxNameLength > 0 && maxNumberLength > 0 && maxTokens > 0, "must be positive");
	}

	private static void require(boolean condition, String reason) {
		Assert.isTrue(condition, "agent-service.http.json: " + reason);
	}

}
