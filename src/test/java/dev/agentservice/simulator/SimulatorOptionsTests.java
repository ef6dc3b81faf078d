package dev.agentservice.simulator;

import java.time.Duration;
import java.util.List;

import dev.agentservice.simulator.script.LatencyProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SimulatorOptionsTests {

	@Test
	void withoutArgumentsItIsFastAndOnItsOwnPort() {
		assertThat(SimulatorOptions.parse(List.of()))
			.isEqualTo(new SimulatorOptions(false, SimulatorOptions.DEFAULT_PORT, LatencyProfile.NONE));
	}

	@Test
	void valuesComeAfterASpaceOrAnEqualsSign() {
		SimulatorOptions options = SimulatorOptions.parse(List.of("--port=0", "--latency", "300:50:0.2"));
		assertThat(options.port()).isZero();
		assertThat(options.latency()).isEqualTo(new LatencyProfile(Duration.ofMillis(300), 50, 0.2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--prot=1", "--port", "--port=x", "--port=70000", "--latency=slow", "--latency=1:2:3",
			"--latency=-1:2" })
	void nonsenseIsRefused(String argument) {
		assertThatIllegalArgumentException().isThrownBy(() -> SimulatorOptions.parse(List.of(argument)));
	}

}
