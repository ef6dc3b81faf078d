package dev.agentservice.guard;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.agentservice.guard.classifier.HttpInjectionClassifier;
import dev.agentservice.guard.classifier.InjectionClassifier;
import dev.agentservice.guard.inspection.InjectionGuard;
import dev.agentservice.guard.redact.Redacted;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.support.personal.Recipient;
import dev.agentservice.support.personal.Recipients;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires the guards. A bean of type {@link InjectionClassifier} goes before the endpoint.
 */
@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

	@Bean
	InjectionGuard injectionGuard(GuardProperties properties, ObjectProvider<InjectionClassifier> classifier,
			MeterRegistry meters) {
		return new InjectionGuard(classifier.getIfAvailable(() -> endpoint(properties.classifier())),
				properties.timeout(), properties.inspections().slots(meters));
	}

	@Bean
	TextRedaction textRedaction(GuardProperties properties) {
		Redactors redactors = Redactors.of(properties.redaction().policy(Map.of(), GuardPolicy.Links.ANY));
		return new TextRedaction() {
			@Override
			public Result redact(String text) {
				Redacted<String> redacted = redactors.redact(text);
				return new Result(redacted.content(),
						redacted.redactions()
							.stream()
							.collect(Collectors.toMap((found) -> found.type().code(), Redaction::count, Integer::sum)));
			}

			@Override
			public int longest() {
				return properties.redaction().longest();
			}
		};
	}

	@Bean
	GuardPolicy guardPolicy(GuardProperties properties) {
		return properties.policy();
	}

	/** A classifier that is a bean runs in this process. */
	@Bean
	Recipients classifierRecipient(GuardProperties properties) {
		List<Recipient> endpoint = (properties.classifier().url() != null)
				? List.of(new Recipient("classifier", "texts of tasks and of untrusted content")) : List.of();
		return () -> endpoint;
	}

	private static @Nullable InjectionClassifier endpoint(GuardProperties.Classifier classifier) {
		return (classifier.url() != null) ? new HttpInjectionClassifier(classifier.url(), classifier.timeout()) : null;
	}

}
