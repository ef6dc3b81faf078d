package dev.agentservice.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.ScriptWords;
import org.jspecify.annotations.Nullable;

/**
 * What a script answered: name, value, name, value, …, in the order of the answer.
 *
 * @param fields the values by name
 */
record Answer(Map<String, String> fields) {

	/** When to ask again while a tenant is being erased. */
	private static final Duration ERASURE = Duration.ofMinutes(1);

	/** How a reservation was answered. */
	enum Outcome {

		/** The amount that was asked for, or as much as remains. */
		GRANTED,
		/** The rest of the budget does not pay the minimum. */
		EXHAUSTED,
		/** The script ran after the time until which it was waited for. */
		LATE,
		/** A newer attempt owns the run. */
		FENCED,
		/** The reservation was settled or swept before. */
		CLOSED;

		private static final ScriptWords<Outcome> WORDS = new ScriptWords<>("budget-reserve", Outcome.class);

	}

	/** In which state a reservation was when it was to be settled. */
	enum Settled {

		/** It was open, and is settled now. */
		OPEN,
		/** It was charged in full, and is settled now. */
		SWEPT,
		/** It had been settled: nothing happened. */
		SETTLED,
		/** There is none, or it was settled too long ago. */
		UNKNOWN;

		private static final ScriptWords<Settled> WORDS = new ScriptWords<>("budget-settle", Settled.class);

	}

	static Answer of(List<?> flat) {
		Map<String, String> fields = new LinkedHashMap<>();
		for (int i = 0; i < flat.size(); i += 2) {
			fields.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
		}
		return new Answer(fields);
	}

	boolean has(String name) {
		return this.fields.containsKey(name);
	}

	String text(String name) {
		return Objects.requireNonNull(this.fields.get(name), name);
	}

	long number(String name) {
		return Long.parseLong(text(name));
	}

	OptionalLong optional(String name) {
		return has(name) ? OptionalLong.of(number(name)) : OptionalLong.empty();
	}

	/** The count in a field that may be absent; then it is 0. */
	long count(String name) {
		return optional(name).orElse(0);
	}

	@Nullable Long numberOrNull(String name) {
		return has(name) ? number(name) : null;
	}

	/** How {@code budget-reserve} ended. */
	Outcome outcome() {
		return Outcome.WORDS.outcome(text("outcome"));
	}

	/** What became of the settlement that the script was asked for. */
	Settled settled() {
		return Settled.WORDS.outcome(text("settled"));
	}

	/** Refuses what is new of a tenant while it is being erased. */
	Answer demandOpen() {
		if (has("erasing")) {
			throw new ProblemException(ProblemCode.ERASURE_IN_PROGRESS, "The data of this tenant are being erased.")
				.retryAfter(ERASURE);
		}
		return this;
	}

	Instant now() {
		return Instant.ofEpochMilli(number("now"));
	}

	LocalDate day() {
		return LocalDate.parse(text("day"));
	}

	/** The ledger of the one scope that the answer is about. */
	Ledger ledger() {
		return new Ledger(text("scope"), numberOrNull("limit"), number("spent"), number("reserved"));
	}

	/** The ledger of one of many scopes that the answer is about. */
	Ledger ledger(String scope) {
		return new Ledger(scope, numberOrNull("limit:" + scope), number("spent:" + scope), number("reserved:" + scope));
	}

}
