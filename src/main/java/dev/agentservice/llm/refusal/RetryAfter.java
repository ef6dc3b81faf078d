package dev.agentservice.llm.refusal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * Reads how long a provider asks to wait.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110,
 * section 10.2.3</a>
 */
public final class RetryAfter {

	/** No call waits longer; it also keeps absurd numbers from overflowing. */
	private static final Duration LONGEST = Duration.ofDays(1);

	private RetryAfter() {
	}

	/**
	 * Parses the header.
	 * @param value seconds (fractions allowed) or an HTTP date, or null
	 * @param now the time to count a date from
	 * @return the delay, between zero and a day; null if there is none that is valid
	 */
	public static @Nullable Duration parse(@Nullable String value, Instant now) {
		if (value == null || value.isBlank()) {
			return null;
		}
		Duration delay = Character.isDigit(value.strip().charAt(0)) ? seconds(value.strip())
				: until(value.strip(), now);
		return (delay == null || delay.compareTo(LONGEST) <= 0) ? delay : LONGEST;
	}

	private static @Nullable Duration seconds(String value) {
		try {
			double seconds = Double.parseDouble(value);
			return Duration.ofMillis(Math.round(Math.min(seconds, (double) LONGEST.toSeconds()) * 1000));
		}
		catch (NumberFormatException _) {
			return null;
		}
	}

	private static @Nullable Duration until(String date, Instant now) {
		try {
			Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
		}
		catch (DateTimeException _) {
			return null;
		}
	}

}
