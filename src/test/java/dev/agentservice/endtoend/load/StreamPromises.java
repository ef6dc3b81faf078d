package dev.agentservice.endtoend.load;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.agentservice.endtoend.EventStream.Event;

/**
 * What a client that follows a run from its first event is promised.
 */
final class StreamPromises {

	private StreamPromises() {
	}

	/**
	 * Every promise about the sequence that was broken, in words.
	 * @param events all that the client was told
	 * @param last what the last of them has to be
	 */
	static List<String> broken(List<Event> events, String last) {
		List<String> broken = new ArrayList<>();
		for (int i = 0; i < events.size(); i++) {
			if (events.get(i).id() != i + 1) {
				broken.add("event " + (i + 1) + " has the number " + events.get(i).id());
				break;
			}
		}
		List<String> ends = events.stream().filter(Event::isLast).map(Event::type).toList();
		if (!ends.equals(List.of(last)) || !events.getLast().isLast()) {
			broken.add("ends with " + ends + " instead of one " + last);
		}
		return broken;
	}

	/**
	 * The same for a run that was answered with a text.
	 * @param events all that the client was told
	 * @param text what the model said
	 */
	static List<String> brokenByAnswer(List<Event> events, String text) {
		List<String> broken = new ArrayList<>(broken(events, "run.completed"));
		String deltas = events.stream()
			.filter((event) -> event.type().equals("answer.delta"))
			.map((event) -> event.json().at("/text").asString())
			.collect(Collectors.joining());
		if (!deltas.equals(text)) {
			broken.add("the deltas are not what the model said");
		}
		if (!events.isEmpty() && !events.getLast().json().at("/answer").asString("").equals(text)) {
			broken.add("the answer is not what the model said");
		}
		return broken;
	}

}
