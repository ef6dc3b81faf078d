package dev.agentservice.compat.openai;

import java.util.List;

import dev.agentservice.support.json.JsonFields;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for and this service does not do. Only the first is kept, since no
 * other is ever told.
 */
final class UnsupportedParameters {

	private @Nullable String first;

	/** Remembers a field, unless another was there before. */
	void add(JsonFields fields, String name) {
		if (this.first == null) {
			this.first = fields.path(name);
		}
	}

	/** Remembers a field that is there and says anything but one of these, as JSON. */
	void addUnless(JsonFields fields, String name, List<String> values) {
		if (values.stream().noneMatch((value) -> fields.saysNothingBut(name, value))) {
			add(fields, name);
		}
	}

	/** Remembers every field that nobody took. */
	void addUnknown(JsonFields fields) {
		fields.unknown().forEach((name) -> add(fields, name));
	}

	/**
	 * Refuses the request if there is any.
	 * @throws UnsupportedParameterException naming the first
	 */
	void throwIfAny() {
		if (this.first != null) {
			throw new UnsupportedParameterException(this.first);
		}
	}

}
