package dev.agentservice.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * What a script answered: name, value, name, value, …, in the order of the answer.
 *
 * @param fields the values by name
 */
record Answer(Map<String, String> fields) {

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
