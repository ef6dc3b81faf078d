package dev.agentservice.tool.cache;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a lookup brought.
 *
 * @param label the metric's label
 * @param text the result, if there is one
 */
record Lookup(String label, @Nullable String text) {

	static final List<String> LABELS = List.of("hit", "miss", "unavailable");

	static final Lookup UNAVAILABLE = new Lookup("unavailable", null);

}
