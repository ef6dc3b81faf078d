package dev.agentservice.endtoend.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.agentservice.endtoend.EventStream.Event;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamPromisesTests {

	private static final List<Event> WHOLE = List.of(new Event(1, "run.started", "{}"),
			new Event(2, "answer.delta", "{\"text\": \"Hello, \"}"),
			new Event(3, "answer.delta", "{\"text\": \"Ada\"}"),
			new Event(4, "run.completed", "{\"answer\": \"Hello, Ada\"}"));

	@Test
	void aWholeStreamKeepsThem() {
		assertThat(broken(WHOLE)).isEmpty();
	}

	@Test
	void aLostEventIsNoticed() {
		List<Event> events = new ArrayList<>(WHOLE);
		events.remove(0);
		assertThat(broken(events)).containsExactly("event 1 has the number 2");
	}

	@Test
	void aDoubledEventIsNoticed() {
		List<Event> events = new ArrayList<>(WHOLE);
		events.add(1, WHOLE.getFirst());
		assertThat(broken(events)).containsExactly("event 2 has the number 1");
	}

	@Test
	void reorderedEventsAreNoticed() {
		List<Event> events = new ArrayList<>(WHOLE);
		Collections.swap(events, 1, 2);
		assertThat(broken(events)).containsExactly("event 2 has the number 3",
				"the deltas are not what the model said");
	}

	@Test
	void aStreamThatEndsEarlyIsNoticed() {
		assertThat(StreamPromises.broken(WHOLE.subList(0, 3), "run.completed"))
			.containsExactly("ends with [] instead of one run.completed");
		assertThat(StreamPromises.broken(List.of(), "run.completed"))
			.containsExactly("ends with [] instead of one run.completed");
	}

	@Test
	void aSecondOrAnotherEndIsNoticed() {
		List<Event> twice = new ArrayList<>(WHOLE);
		twice.add(new Event(5, "run.cancelled", "{}"));
		assertThat(StreamPromises.broken(twice, "run.completed"))
			.containsExactly("ends with [run.completed, run.cancelled] instead of one run.completed");
		assertThat(StreamPromises.broken(WHOLE, "run.cancelled"))
			.containsExactly("ends with [run.completed] instead of one run.cancelled");
	}

	@Test
	void somebodyElsesTextIsNoticed() {
		assertThat(StreamPromises.brokenByAnswer(WHOLE, "Hello, Bob"))
			.containsExactly("the deltas are not what the model said", "the answer is not what the model said");
	}

	private static List<String> broken(List<Event> events) {
		return StreamPromises.brokenByAnswer(events, "Hello, Ada");
	}

}
