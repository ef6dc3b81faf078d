package dev.agentservice.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import dev.agentservice.guard.GuardPolicy.SideEffects;
import dev.agentservice.guard.classifier.InjectionClassifier;
import dev.agentservice.guard.inspection.Finding;
import dev.agentservice.guard.inspection.GuardException;
import dev.agentservice.guard.inspection.InjectionGuard;
import dev.agentservice.guard.inspection.Origin;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionAction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the settings make of the guards. */
class GuardConfigurationTests {

	private final ApplicationContextRunner service = new ApplicationContextRunner().withUserConfiguration(Guards.class)
		.withBean(SimpleMeterRegistry.class);

	@Test
	void withoutSettingsTasksAreRefusedResultsMarkedAndAnswersRedacted() {
		this.service.run((context) -> {
			assertThat(context.getBean(GuardPolicy.class)).isEqualTo(new GuardPolicy(GuardMode.BLOCK, GuardMode.FLAG,
					GuardMode.FLAG, GuardMode.BLOCK, SideEffects.REFUSE, Map.of()));
			assertThat(context.getBean(InjectionGuard.class).inspect("Hello", Origin.TASK).suspicious()).isFalse();
		});
	}

	@Test
	void settingsAreThePolicy() {
		this.service
			.withPropertyValues("agent-service.guard.task=flag", "agent-service.guard.tool-results=block",
					"agent-service.guard.suspicion=block", "agent-service.guard.output=off",
					"agent-service.guard.side-effects=allow", "agent-service.guard.redaction.actions.email=mask")
			.run((context) -> assertThat(context.getBean(GuardPolicy.class))
				.isEqualTo(new GuardPolicy(GuardMode.FLAG, GuardMode.BLOCK, GuardMode.BLOCK, GuardMode.OFF,
						SideEffects.ALLOW, Map.of(FindingType.EMAIL, RedactionAction.MASK))));
	}

	@Test
	void aClassifierThatIsConfiguredIsAsked() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.service
				.withPropertyValues("agent-service.guard.classifier.url=http://127.0.0.1:" + silent.getLocalPort(),
						"agent-service.guard.classifier.timeout=20ms")
				.run((context) -> assertThatExceptionOfType(GuardException.class)
					.isThrownBy(() -> context.getBean(InjectionGuard.class).inspect("Hello", Origin.TASK)));
		}
	}

	@Test
	void aClassifierInProcessGoesBeforeTheEndpoint() {
		this.service.withBean(InjectionClassifier.class, () -> (_, _) -> 0.7)
			.withPropertyValues("agent-service.guard.classifier.url=http://127.0.0.1:1/")
			.run((context) -> assertThat(context.getBean(InjectionGuard.class).inspect("Hello", Origin.TASK).findings())
				.extracting(Finding::weight)
				.containsExactly(0.7));
	}

	@EnableConfigurationProperties(GuardProperties.class)
	@Import(GuardConfiguration.class)
	static class Guards {

	}

}
