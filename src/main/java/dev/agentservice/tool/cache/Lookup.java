package dev.agentservice.tool.cache;

import org.jspecify.annotations.Nullable;

/**
 * What a lookup brought.
 *
 * @param label the metric's label
 * @param text the result, if there is one
 */
record Lookup(String label, @Nullable String text) {

	static final Lookup UNAVAILABLE = new Lookup("unavailable", null);

}
