package dev.agentservice.tool.builtin;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.builtin.CurrentTimeTool.CurrentTime;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CurrentTimeToolTests {

	private final CurrentTimeTool tool = tool(Clock.fixed(Instant.parse("2026-03-29T01:30:15.987Z"), ZoneOffset.UTC));

	private static CurrentTimeTool tool(Clock clock) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("clock", clock);
		return new CurrentTimeTool(beans.getBeanProvider(Clock.class));
	}

	@Test
	void tellsUtcUnlessAskedForAZone() {
		assertThat(this.tool.currentTime(Optional.empty()))
			.isEqualTo(new CurrentTime("2026-03-29T01:30:15Z", "UTC", "Sunday"));
	}

	@Test
	void tellsTheTimeOfAZoneWithItsSummerTime() {
		assertThat(this.tool.currentTime(Optional.of("Europe/Berlin")))
			.isEqualTo(new CurrentTime("2026-03-29T03:30:15+02:00", "Europe/Berlin", "Sunday"));
		assertThat(this.tool.currentTime(Optional.of(" America/New_York ")).weekday()).isEqualTo("Saturday");
	}

	@Test
	void saysWhatAZoneShouldLookLike() {
		assertThatExceptionOfType(ToolException.class).isThrownBy(() -> this.tool.currentTime(Optional.of("Berlin")))
			.withMessageContaining("Europe/Berlin");
	}

}
