package dev.agentservice.guard;

import java.nio.file.Path;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.json.JsonWriter;

import static org.assertj.core.api.Assertions.assertThat;

/** Log lines as they are written. */
class LogGuardTests {

	private static final JsonWriter<ILoggingEvent> WRITER = JsonWriter.of((members) -> {
		members.add("message", ILoggingEvent::getFormattedMessage);
		members.add("thread_name", ILoggingEvent::getThreadName);
		members.add().usingPairs((_, pairs) -> pairs.accept("from", "the event"));
		members.add("tags", new String[] { "a.b@shop.example" });
		new LogGuard().customize(members);
	});

	@Test
	void whatAnExceptionMightSayIsTakenOut() {
		LoggingEvent event = event("no account of jane.roe@shop.example, card 4111 1111 1111 1111");
		assertThat(line(event)).contains("\"from\":\"the event\"")
			.contains("\"message\":\"no account of [email], card [payment_card]\"")
			.contains("\"tags\":[\"[email]\"]");
	}

	@Test
	void valuesArePassedThroughWhateverTheirType() {
		LoggingEvent event = event("done");
		event.addKeyValuePair(new KeyValuePair("count", 4_111_111_111L));
		event.addKeyValuePair(new KeyValuePair("enabled", true));
		event.addKeyValuePair(new KeyValuePair("nothing", null));
		event.addKeyValuePair(new KeyValuePair("who", Path.of("jane.roe@shop.example")));
		assertThat(line(event)).contains("\"count\":4111111111,\"enabled\":true,\"nothing\":null,\"who\":\"[email]\"");
	}

	@Test
	void addressesOfMachinesAndOurOwnIdsStay() {
		LoggingEvent event = event("cannot reach 10.1.2.3:5432", "jane.roe@shop.example", Map.of());
		event.addKeyValuePair(new KeyValuePair("run_id", "run_01M838DWTC55J56BHF7KJFK35W"));
		assertThat(line(event)).contains("10.1.2.3:5432", "run_01M838DWTC55J56BHF7KJFK35W")
			.contains("\"thread_name\":\"jane.roe@shop.example\"");
	}

	@Test
	void whatIsSealedStaysWhole() {
		String sealed = "ABSK" + "A".repeat(200) + "/4111111111111111/";
		LoggingEvent event = event("Run ended");
		event.addKeyValuePair(new KeyValuePair("seal", "2026-11-23.h4ndl3"));
		event.addKeyValuePair(new KeyValuePair("sealed", sealed));
		event.addKeyValuePair(new KeyValuePair("other", sealed));
		assertThat(line(event)).contains("\"seal\":\"2026-11-23.h4ndl3\"", "\"sealed\":\"" + sealed + "\"")
			.doesNotContain("\"other\":\"" + sealed);
	}

	@Test
	void aNameThatTheLineAndItsContextHaveIsWrittenOnceAndTheLineIsNotLost() {
		LoggingEvent event = event("done", "run", Map.of("run_id", "run_outer", "trace", "t"));
		event.addKeyValuePair(new KeyValuePair("run_id", "run_inner"));
		assertThat(line(event)).contains("\"run_id\":\"run_inner\"", "\"trace\":\"t\"").doesNotContain("run_outer");
	}

	private static String line(ILoggingEvent event) {
		return WRITER.writeToString(event);
	}

	private static LoggingEvent event(String message) {
		return event(message, "run", Map.of());
	}

	private static LoggingEvent event(String message, String thread, Map<String, String> context) {
		Logger logger = new LoggerContext().getLogger("dev.agentservice.Anything");
		LoggingEvent event = new LoggingEvent("", logger, Level.INFO, message, null, null);
		event.setThreadName(thread);
		event.setMDCPropertyMap(context);
		return event;
	}

}
