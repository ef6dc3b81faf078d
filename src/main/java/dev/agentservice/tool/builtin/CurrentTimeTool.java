package dev.agentservice.tool.builtin;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Tells the time: a model has no clock.
 */
@Component
class CurrentTimeTool {

	private final Clock clock;

	CurrentTimeTool(ObjectProvider<Clock> clock) {
		this.clock = clock.getIfAvailable(Clock::systemUTC);
	}

	@Tool(name = "current_time", value = "Tells the current date, weekday and time in a time zone.")
	@ToolPolicy(timeout = "1s", trusted = true)
	CurrentTime currentTime(@P(name = "zone", required = false,
			value = "IANA time zone, for example Europe/Berlin. UTC if absent.") Optional<String> zone) {
		ZonedDateTime now = ZonedDateTime.now(this.clock)
			.truncatedTo(ChronoUnit.SECONDS)
			.withZoneSameInstant(zoneId(zone.orElse("UTC").strip()));
		return new CurrentTime(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now), now.getZone().getId(),
				now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
	}

	private static ZoneId zoneId(String zone) {
		try {
			return ZoneId.of(zone);
		}
		catch (DateTimeException ex) {
			throw new ToolException("There is no time zone of that name. Give an IANA name such as Europe/Berlin, "
					+ "America/New_York or UTC.", ex);
		}
	}

	/**
	 * A point in time as people in a zone see it.
	 *
	 * @param time date, time and offset, ISO 8601
	 * @param zone the zone's IANA name
	 * @param weekday the day of the week in English
	 */
	record CurrentTime(String time, String zone, String weekday) {

	}

}
