package dev.agentservice.flag.definition;

import java.util.Map;

/**
 * What values a flag has.
 */
public enum FlagType {

	/** Two variants, {@code true} and {@code false}. */
	BOOLEAN,
	/** Any texts, each under a variant's name. */
	STRING;

	/** The variants that every flag of this type has. */
	public Map<String, String> variants() {
		return (this == BOOLEAN) ? Map.of("true", "true", "false", "false") : Map.of();
	}

	/** A value as clients and records see it: a {@code Boolean} or a {@code String}. */
	public Object typed(String value) {
		return switch (this) {
			case BOOLEAN -> Boolean.valueOf(value);
			case STRING -> value;
		};
	}

}
