package dev.agentservice.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The days of the configured zone. Which day it is, only the scripts decide, by the clock
 * of Redis; they are given the zone's offsets for that.
 */
public record BudgetCalendar(ZoneId zone) {

	/** How wrong the clock of a replica may be before it gives Redis a wrong offset. */
	private static final Duration MARGIN = Duration.ofDays(400);

	/**
	 * The zone's offsets from UTC around an instant, as {@code budget-calendar.lua} reads
	 * them: {@code <from, epoch second>:<offset, seconds>} in rising order.
	 */
	public String offsetsAround(Instant now) {
		ZoneRules rules = this.zone.getRules();
		Instant start = now.minus(MARGIN);
		StringBuilder table = new StringBuilder();
		append(table, start, rules.getOffset(start).getTotalSeconds());
		ZoneOffsetTransition next = rules.nextTransition(start);
		while (next != null && next.getInstant().isBefore(now.plus(MARGIN))) {
			append(table.append(' '), next.getInstant(), next.getOffsetAfter().getTotalSeconds());
			next = rules.nextTransition(next.getInstant());
		}
		return table.toString();
	}

	/** How long a day has still to go. */
	Duration untilEnd(LocalDate day, Instant now) {
		return Duration.between(now, day.plusDays(1).atStartOfDay(this.zone).toInstant());
	}

	private static void append(StringBuilder table, Instant from, int offset) {
		table.append(from.getEpochSecond()).append(':').append(offset);
	}

}
