package dev.agentservice.run.event.store;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The result of one read of a run's log.
 *
 * @param over whether the run has ended
 * @param cursor the number of the last event the reader has after this batch
 * @param events the events for the reader, in order
 * @param lapsed whether the run has not ended, and its owner's lease has passed
 */
public record EventBatch(boolean over, long cursor, List<StoredEvent> events, boolean lapsed) {

	/** The script's answer; null if it says that there is no such run. */
	static @Nullable EventBatch of(List<@Nullable Object> answer) {
		if (answer.isEmpty()) {
			return null;
		}
		long cursor = (Long) required(answer.get(1));
		List<StoredEvent> events = new ArrayList<>();
		if (answer.get(2) instanceof String text) {
			events.add(new StoredEvent(cursor, "answer.snapshot", EventJson.snapshot(text)));
		}
		((List<?>) required(answer.get(3))).forEach((entry) -> events.add(event((List<?>) entry)));
		long last = events.isEmpty() ? cursor : events.getLast().id();
		return new EventBatch(Long.valueOf(1).equals(answer.getFirst()), last, List.copyOf(events),
				Long.valueOf(1).equals(answer.get(4)));
	}

	private static StoredEvent event(List<?> entry) {
		String id = (String) entry.get(0);
		List<?> fields = (List<?>) entry.get(1);
		return new StoredEvent(Long.parseLong(id, 0, id.indexOf('-'), 10), (String) fields.get(1),
				(String) fields.get(3));
	}

	private static Object required(@Nullable Object part) {
		if (part == null) {
			throw new IllegalStateException("run-read broke its contract");
		}
		return part;
	}

}
