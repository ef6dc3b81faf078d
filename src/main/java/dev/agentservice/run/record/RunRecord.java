package dev.agentservice.run.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.support.json.UnreadableStateException;
import org.jspecify.annotations.Nullable;

/**
 * The record of a run.
 *
 * @param id the run
 * @param document what was written once
 * @param endedAt when it ended, or null
 * @param attempt how many owners it has had
 * @param state its state
 * @param inDoubt the calls with side effects that began and whose effect is unknown, as
 * JSON objects separated by commas; empty if there is none
 * @param lapsed whether it is at work according to its record, and its owner's lease has
 * passed
 */
public record RunRecord(String id, RunDocument document, @Nullable Instant endedAt, int attempt, RunState state,
		String inDoubt, boolean lapsed) {

	/**
	 * Reads what {@code run-find} returns.
	 * @throws UnreadableStateException if this release cannot read it
	 */
	static RunRecord read(String id, List<?> row) {
		RunDocument document = RunDocument.read((String) Objects.requireNonNull(row.get(0)));
		int attempt = Integer.parseInt((String) Objects.requireNonNull(row.get(2)));
		RunState state = RunState.of((String) Objects.requireNonNull(row.get(1)), attempt,
				Objects.requireNonNullElse((String) row.get(3), ""));
		String endedAt = (String) row.get(4);
		Instant ended = (endedAt != null && state instanceof RunState.Ended)
				? Instant.ofEpochMilli(Long.parseLong(endedAt)) : null;
		return new RunRecord(id, document, ended, attempt, state, Objects.requireNonNullElse((String) row.get(5), ""),
				Long.valueOf(1).equals(row.get(6)));
	}

	/** The conversation it belongs to, or null. */
	public @Nullable String sessionId() {
		return this.document.sessionId();
	}

	/** The agent. */
	public String agent() {
		return this.document.agent();
	}

	/** The revision of the agent's file. */
	public String revision() {
		return this.document.revision();
	}

	/** When it was first requested. */
	public Instant createdAt() {
		return this.document.createdAt();
	}

	/** The client's own notes. */
	public Map<String, String> metadata() {
		return this.document.metadata();
	}

	/** Its flags. */
	public ResolvedFlags flags() {
		return this.document.resolved();
	}

}
