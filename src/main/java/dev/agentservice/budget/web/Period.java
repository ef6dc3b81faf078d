package dev.agentservice.budget.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.agentservice.budget.UsageReports;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import org.jspecify.annotations.Nullable;

/**
 * The days a report is about.
 *
 * @param from the first
 * @param to the last
 */
record Period(LocalDate from, LocalDate to) {

	/** Narrower than what Java parses, which has years of nine digits. */
	private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

	/**
	 * Reads the parameters of a request.
	 * @param from the first day; the last one if {@code null}
	 * @param to the last day; today if {@code null}
	 * @param invalid where what else is wrong with the request is listed
	 * @param today asked only if it is needed
	 * @return the period
	 * @throws InvalidRequestException listing each bad field
	 */
	static Period parse(@Nullable String from, @Nullable String to, List<InvalidField> invalid,
			Supplier<LocalDate> today) {
		List<InvalidField> all = new ArrayList<>(invalid);
		LocalDate first = date("from", from, all);
		LocalDate last = date("to", to, all);
		if (first != null && last != null) {
			checkOrder(first, last, all);
		}
		throwIfAny(all);
		LocalDate end = (last != null) ? last : today.get();
		LocalDate start = (first != null) ? first : end;
		checkOrder(start, end, all);
		throwIfAny(all);
		return new Period(start, end);
	}

	private static @Nullable LocalDate date(String name, @Nullable String text, List<InvalidField> invalid) {
		if (text == null) {
			return null;
		}
		try {
			if (DATE.matcher(text).matches()) {
				return LocalDate.parse(text);
			}
		}
		catch (DateTimeException _) {
			// The 31st of a month that has none: as bad as any other text.
		}
		invalid.add(new InvalidField(name, "must be a date such as 2026-11-23"));
		return null;
	}

	private static void checkOrder(LocalDate from, LocalDate to, List<InvalidField> invalid) {
		if (from.isAfter(to)) {
			invalid.add(new InvalidField("from", "must not be after to, which is today if absent"));
		}
		else if (ChronoUnit.DAYS.between(from, to) >= UsageReports.LONGEST) {
			invalid.add(new InvalidField("from", "must be less than " + UsageReports.LONGEST + " days before to"));
		}
	}

	private static void throwIfAny(List<InvalidField> invalid) {
		if (!invalid.isEmpty()) {
			throw new InvalidRequestException(invalid);
		}
	}

}
