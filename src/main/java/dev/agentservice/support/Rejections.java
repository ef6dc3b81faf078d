package dev.agentservice.support;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.agentservice.support.InvalidRequestException.InvalidField;

/**
 * Collects the bad fields of one request; the first reason per field counts.
 */
final class Rejections {

	private static final int MAX_PATH = 64;

	private final List<InvalidField> fields = new ArrayList<>();

	private final Set<String> paths = new HashSet<>();

	void add(String path, String reason) {
		if (this.paths.add(path)) {
			this.fields.add(new InvalidField(Text.printable(path, MAX_PATH), reason));
		}
	}

	boolean isEmpty() {
		return this.fields.isEmpty();
	}

	void throwIfAny() {
		if (!isEmpty()) {
			throw new InvalidRequestException(this.fields);
		}
	}

}
