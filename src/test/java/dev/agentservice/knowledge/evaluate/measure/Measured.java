package dev.agentservice.knowledge.evaluate.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What was measured of a corpus, cut in one way.
 *
 * @param corpus its name
 * @param tokens the longest passage
 * @param documents how many there are
 * @param passages how many there are
 * @param alarms the passages that the guard puts in quarantine, as document and number
 * @param unembedded how many passages and questions have no vector
 * @param answered each question
 * @param search how long a search took: what 95 of 100 did not exceed
 */
public record Measured(String corpus, int tokens, int documents, int passages, List<String> alarms, int unembedded,
		List<Answered> answered, Duration search) {

	/** Of all questions. */
	public static final String ALL = "all";

	public Measured {
		alarms = List.copyOf(alarms);
		answered = List.copyOf(answered);
	}

	/** The part of all passages that is in quarantine. */
	public double alarmRate() {
		return (double) this.alarms.size() / this.passages;
	}

	/** The part of all passages and questions that has no vector. */
	public double unembeddedRate() {
		return (double) this.unembedded / (this.passages + this.answered.size());
	}

	/** Whether vectors were searched. */
	public boolean hasVectors() {
		return this.answered.getFirst().scores().containsKey(Mode.VECTOR);
	}

	/** The questions by their languages; of one language alone all of them. */
	public Map<String, List<Answered>> byLanguage() {
		Map<String, List<Answered>> groups = new TreeMap<>();
		this.answered
			.forEach((one) -> groups.computeIfAbsent(one.question().language(), (_) -> new ArrayList<>()).add(one));
		return (groups.size() > 1) ? groups : Map.of(ALL, this.answered);
	}

	/** The means over these questions. */
	public static Scores mean(List<Answered> answered, Mode mode) {
		return Scores.mean(answered.stream().map((one) -> Objects.requireNonNull(one.scores().get(mode))).toList());
	}

}
