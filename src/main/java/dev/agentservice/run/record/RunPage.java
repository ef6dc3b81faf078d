package dev.agentservice.run.record;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a user's runs, newest first.
 *
 * @param runs the runs
 * @param next what to give as {@code after} to get the next page; null on the last one
 */
public record RunPage(List<RunRecord> runs, @Nullable String next) {

	public RunPage {
		runs = List.copyOf(runs);
	}

}
