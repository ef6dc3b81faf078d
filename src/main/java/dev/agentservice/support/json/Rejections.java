package dev.agentservice.support.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Collects the bad fields of one request; the first reason per field counts. Collecting
 * ends, and with it all other work on the request, once there are more than are listed.
 */
final class Rejections {

	/** Also of those in one place: nobody's request has so many by mistake. */
	private static final int MAX_FOUND = 1000;

	private final List<InvalidField> fields = new ArrayList<>();

	private final Set<String> places = new HashSet<>();

	private @Nullable TooLong tooLong;

	private int found;

	/**
	 * Remembers a bad field.
	 * @throws InvalidRequestException if there are more bad fields now than are listed
	 */
	void add(JsonPlace place, String reason) {
		String text = place.text();
		if (this.places.add(text)) {
			this.fields.add(new InvalidField(text, reason));
		}
		this.found++;
		if (this.fields.size() > InvalidRequestException.MAX_LISTED || this.found > MAX_FOUND) {
			throw new InvalidRequestException(this.fields);
		}
	}

	/** A text over its limit: 413 alone, one of several bad fields otherwise. */
	void addTooLong(JsonPlace place, int maxLength) {
		this.tooLong = new TooLong(place, maxLength);
	}

	void throwIfAny() {
		if (this.tooLong != null) {
			if (this.fields.isEmpty()) {
				throw this.tooLong.problem();
			}
			add(this.tooLong.place(), "must be at most " + this.tooLong.maxLength() + " bytes long");
		}
		if (!this.fields.isEmpty()) {
			throw new InvalidRequestException(this.fields);
		}
	}

	/** A text over its limit. */
	private record TooLong(JsonPlace place, int maxLength) {

		ProblemException problem() {
			String field = this.place.text();
			return new ProblemException(ProblemCode.INPUT_TOO_LARGE,
					"The field " + field + " is longer than " + this.maxLength + " bytes.")
				.with("field", field)
				.with("limit", this.maxLength);
		}

	}

}
