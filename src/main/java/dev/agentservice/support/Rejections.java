package dev.agentservice.support;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.agentservice.support.InvalidRequestException.InvalidField;
import org.jspecify.annotations.Nullable;

/**
 * Collects the bad fields of one request; the first reason per field counts.
 */
final class Rejections {

	private static final int MAX_PATH = 64;

	private final List<InvalidField> fields = new ArrayList<>();

	private final Set<String> paths = new HashSet<>();

	private @Nullable TooLong tooLong;

	void add(String path, String reason) {
		if (this.paths.add(path)) {
			this.fields.add(new InvalidField(Text.printable(path, MAX_PATH), reason));
		}
	}

	/** A text over its limit: 413 alone, one of several bad fields otherwise. */
	void addTooLong(String path, int maxLength) {
		this.tooLong = new TooLong(path, maxLength);
	}

	void throwIfAny() {
		if (this.tooLong != null) {
			if (this.fields.isEmpty()) {
				throw this.tooLong.problem();
			}
			add(this.tooLong.field(), "must be at most " + this.tooLong.maxLength() + " bytes long");
		}
		if (!this.fields.isEmpty()) {
			throw new InvalidRequestException(this.fields);
		}
	}

	/** A text over its limit. */
	private record TooLong(String field, int maxLength) {

		ProblemException problem() {
			return new ProblemException(ProblemCode.INPUT_TOO_LARGE,
					"The field " + this.field + " is longer than " + this.maxLength + " bytes.")
				.with("field", this.field)
				.with("limit", this.maxLength);
		}

	}

}
