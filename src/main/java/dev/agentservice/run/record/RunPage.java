package dev.agentservice.run.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.agentservice.support.json.UnreadableStateException;
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

	/** Reads what {@code run-list} answers. */
	static RunPage read(List<@Nullable Object> reply) {
		List<RunRecord> runs = new ArrayList<>();
		for (Object entry : reply.subList(1, reply.size())) {
			List<?> row = (List<?>) Objects.requireNonNull(entry);
			try {
				runs.add(RunRecord.read((String) row.getFirst(), row.subList(1, row.size())));
			}
			catch (UnreadableStateException _) {
				// A run of a newer release does not hide the others.
			}
		}
		return new RunPage(runs, (String) reply.getFirst());
	}

}
